/* Capacity: what a Service has of what it should have. */
#include <string.h>

#include "models/world.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

/* "web" of three has an hour; of these pods that ask for more than there is,
 * none is ever placed. */
static const char text[] =
    "apiVersion: nines/v1\n"
    "kind: Scenario\n"
    "spec:\n"
    "  horizon: 1h\n"
    "  nodes: [{name: n, count: 3, zones: [a]}%s]\n"
    "  actions:\n"
    "  - {name: full, kind: cordon, at: 10s, target: {nodes: all}}\n"
    "%s%s";

/* The mean, over the hour. */
static double capacity_of(const char *pools, const char *actions,
                          const char *manifests)
{
    struct arena scenarios, arena;
    const struct scenario *scenario;
    const struct outcome *outcome;
    int i = 0;
    double mean;

    arena_open(&scenarios);
    arena_open(&arena);
    scenario = scenario_from_text(
        &scenarios, arena_format(&scenarios, text, pools, actions, manifests));
    outcome = model.run(scenario, &arena, (struct seed){1, 0, 0});
    while (strcmp(outcome->layout->names[i].measure, "capacity_seconds") != 0)
        i++;
    mean = outcome->numbers[i] / 3600;
    arena_close(&scenarios);
    arena_close(&arena);
    return mean;
}

static double capacity(const char *actions)
{
    return capacity_of("", actions, web_manifests);
}

/* Half of an hour with three of six; with one of one. */
static void scaled(void)
{
    CU_ASSERT_DOUBLE_EQUAL(
        capacity("  - {name: s, kind: scale, at: 30m, target: deploy/web, "
                 "replicas: 6}\n"),
        0.75, 0.001);
    CU_ASSERT_EQUAL(
        capacity("  - {name: s, kind: scale, at: 30m, target: deploy/web, "
                 "replicas: 1}\n"),
        1);
}

/* Somebody deletes what is wanted all the same. */
static void deleted(void)
{
    CU_ASSERT_DOUBLE_EQUAL(
        capacity("  - {name: d, kind: delete, at: 30m, target: deploy/web}\n"),
        0.5, 0.01);
}

static const char daemons[] =
    "---\n"
    "apiVersion: apps/v1\n"
    "kind: DaemonSet\n"
    "metadata: {name: web}\n"
    "spec:\n"
    "  selector: {matchLabels: {app: web}}\n"
    "  template:\n"
    "    metadata: {labels: {app: web}}\n"
    "    spec:\n"
    "      containers: [{name: c, resources: {requests: {cpu: '2'}}}]\n"
    "---\n"
    "apiVersion: v1\n"
    "kind: Service\n"
    "metadata: {name: web}\n"
    "spec: {selector: {app: web}, ports: [{port: 80}]}\n";

/* Three of four nodes are large enough; two more small ones come, or the one
 * goes, when a minute of its silence is over at the latest. */
static void nodes(void)
{
    static const char small[] =
        ", {name: m, count: 1, zones: [a], cpu: 1, boot: 1s}";

    CU_ASSERT_DOUBLE_EQUAL(
        capacity_of(small,
                    "  - {name: more, kind: add-nodes, at: 30m, pool: m, "
                    "count: 2}\n",
                    daemons),
        (3.0 / 4 + 3.0 / 6) / 2, 0.002);
    CU_ASSERT_DOUBLE_EQUAL(
        capacity_of(small,
                    "  - {name: less, kind: remove-nodes, at: 30m, target: "
                    "node/m-1}\n",
                    daemons),
        (3.0 / 4 + 1) / 2, 0.25 / 60);
}

SUITE("models/measures/capacity", {"scaled", scaled}, {"deleted", deleted},
      {"nodes come and go", nodes})
