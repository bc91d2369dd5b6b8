/* What a component's configuration file sets. */
#include <string.h>

#include "models/registry.h"
#include "models/scenario/scenario.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

static const char text[] =
    "apiVersion: nines/v1\n"
    "kind: Scenario\n"
    "spec:\n"
    "  nodes: [{name: n, count: 3, zones: [a]}]\n"
    "%s"
    "---\n"
    "apiVersion: kubescheduler.config.k8s.io/v1\n"
    "kind: KubeSchedulerConfiguration\n"
    "podInitialBackoffSeconds: 3\n"
    "podMaxBackoffSeconds: 77\n"
    "percentageOfNodesToScore: 30\n"
    "clientConnection: {qps: 70, burst: 140}\n"
    "profiles:\n"
    "- schedulerName: default-scheduler\n"
    "%s"
    "  pluginConfig:\n"
    "  - name: PodTopologySpread\n"
    "    args: {defaultingType: System}\n"
    "  - name: NodeResourcesFit\n"
    "    args: {scoringStrategy: {type: MostAllocated}}\n"
    "%s";

/* A parameter of the scheduler, as it is at that offset. */
static const void *setting(const struct scenario *scenario, const char *name)
{
    for (int i = 0;; i++) {
        const struct plugin *plugin = controller_list.plugins[i];
        const struct parameter *each = plugin->parameters;

        if (strcmp(plugin->name, "scheduler") != 0)
            continue;
        while (strcmp(each->name, name) != 0)
            each++;
        return (const char *)scenario->controllers[i] + each->offset;
    }
}

static const struct scenario *read(struct arena *arena, const char *controllers,
                                   const char *profile)
{
    return scenario_from_text(
        arena, arena_format(arena, text, controllers, profile, web_manifests));
}

static void scheduler(void)
{
    struct arena arena;
    const struct scenario *scenario;

    arena_open(&arena);
    scenario = read(&arena, "", "");
    CU_ASSERT_EQUAL(*(const sim_time *)setting(scenario, "back-off-first"),
                    SECONDS(3));
    CU_ASSERT_EQUAL(*(const sim_time *)setting(scenario, "back-off-most"),
                    SECONDS(77));
    CU_ASSERT_EQUAL(*(const int *)setting(scenario, "percentage"), 30);
    CU_ASSERT_EQUAL(*(const double *)setting(scenario, "qps"), 70);
    CU_ASSERT_EQUAL(*(const int *)setting(scenario, "burst"), 140);
    CU_ASSERT_EQUAL(*(const int *)setting(scenario, "scoring"), 1);
    arena_close(&arena);
}

/* A profile's percentage goes before that of all, and the Scenario before any.
 */
static void who_counts(void)
{
    struct arena arena;
    const struct scenario *scenario;

    arena_open(&arena);
    scenario = read(&arena, "  controllers: {scheduler: {burst: 9}}\n",
                    "  percentageOfNodesToScore: 60\n");
    CU_ASSERT_EQUAL(*(const int *)setting(scenario, "percentage"), 60);
    CU_ASSERT_EQUAL(*(const int *)setting(scenario, "burst"), 9);
    CU_ASSERT_EQUAL(*(const double *)setting(scenario, "qps"), 70);
    arena_close(&arena);
}

SUITE("models/configurations", {"scheduler", scheduler},
      {"who counts", who_counts})
