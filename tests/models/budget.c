/* PodDisruptionBudgets: their arithmetic, and that evictions keep to it. */
#include "models/api/budget.h"

#include <stdio.h>

#include "models/world.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

static struct budget_design at_least(int value, bool percent)
{
    return (struct budget_design){.least_given = true,
                                  .bound = {value, percent}};
}

static struct budget_design at_most(int value, bool percent)
{
    return (struct budget_design){.most_given = true,
                                  .bound = {value, percent}};
}

static int desired(struct budget_design design, int expected)
{
    return budget_desired(&design, expected);
}

/* 30 % of 10 may be unavailable: 3; 1 % of 3: 1. (disruption_test.go) */
static void rounds_up(void)
{
    CU_ASSERT_EQUAL(desired(at_most(30, true), 10), 7);
    CU_ASSERT_EQUAL(desired(at_most(1, true), 3), 2);
    CU_ASSERT_EQUAL(desired(at_most(28, true), 7), 5);
    CU_ASSERT_EQUAL(desired(at_most(5, false), 3), 0);
    CU_ASSERT_EQUAL(desired(at_most(0, false), 3), 3);
    CU_ASSERT_EQUAL(desired(at_least(30, true), 10), 3);
    CU_ASSERT_EQUAL(desired(at_least(28, true), 3), 1);
    CU_ASSERT_EQUAL(desired(at_least(4, false), 3), 4);
}

static void allows(void)
{
    CU_ASSERT_EQUAL(budget_allowed(&(struct budget_status){3, 2, 3, 0}), 1);
    CU_ASSERT_EQUAL(budget_allowed(&(struct budget_status){1, 2, 3, 0}), 0);
    CU_ASSERT_EQUAL(budget_allowed(&(struct budget_status){2, 0, 0, 0}), 0);
}

static enum budget_verdict verdict(bool always, int healthy, int wanted,
                                   int allowed, bool ready)
{
    struct budget_design design = {.always_allow = always};
    struct budget_status status = {healthy, wanted, 9, allowed};

    return budget_verdict(&design, &status, ready);
}

static void judges(void)
{
    CU_ASSERT_EQUAL(verdict(false, 3, 2, 1, true), BUDGET_SPENDS);
    CU_ASSERT_EQUAL(verdict(false, 2, 2, 0, true), BUDGET_REFUSES);
    CU_ASSERT_EQUAL(verdict(true, 2, 2, 0, true), BUDGET_REFUSES);
    CU_ASSERT_EQUAL(verdict(false, 2, 2, 0, false), BUDGET_IGNORES);
    CU_ASSERT_EQUAL(verdict(false, 1, 2, 0, false), BUDGET_REFUSES);
    CU_ASSERT_EQUAL(verdict(false, 0, 0, 0, false), BUDGET_REFUSES);
    CU_ASSERT_EQUAL(verdict(true, 1, 2, 0, false), BUDGET_IGNORES);
}

static const char text[] =
    "apiVersion: nines/v1\n"
    "kind: Scenario\n"
    "spec:\n"
    "  horizon: 1h\n"
    "  nodes:\n"
    "  - {name: worker, count: %d, zones: [a, b, c]}\n"
    "  actions:\n"
    "  - {name: drain-1, kind: drain, at: 1m, target: {nodes: all, zone: a}}\n"
    "  - {name: drain-2, kind: drain, every: {law: exponential, mean: 3m}, "
    "target: {nodes: one}, timeout: 2m}\n"
    "  - {name: drain-3, kind: drain, every: 4m, target: {nodes: 2}}\n"
    "  - {name: back, kind: uncordon, every: 5m, target: {nodes: all}}\n"
    "---\n"
    "apiVersion: apps/v1\n"
    "kind: Deployment\n"
    "metadata: {name: web}\n"
    "spec:\n"
    "  replicas: %d\n"
    "  selector: {matchLabels: {app: web}}\n"
    "  template:\n"
    "    metadata: {labels: {app: web}}\n"
    "    spec: {containers: [{name: c}]}\n";

static const char budget[] =
    "---\n"
    "apiVersion: policy/v1\n"
    "kind: PodDisruptionBudget\n"
    "metadata: {name: %s}\n"
    "spec: {selector: {matchLabels: {app: web}}, %s}\n";

static const char *const bounds[] = {"minAvailable: 2",     "minAvailable: 50%",
                                     "minAvailable: 100%",  "maxUnavailable: 1",
                                     "maxUnavailable: 30%", "maxUnavailable: 0",
                                     "maxUnavailable: 100%"};

enum { BOUNDS = sizeof(bounds) / sizeof(*bounds) };

struct watcher {
    struct world *world;
    int evictions;
    int violations;
};

static int healthy(const struct api *api)
{
    int count = 0;

    for (const struct owner *owner = api->owners; owner; owner = owner->next)
        for (const struct pod *pod = owner->first; pod; pod = pod->next)
            count += pod->status.ready && !pod->status.deleted;
    return count;
}

/* The pod that has just been evicted does not count any more. */
static void written(void *context, void *subject, struct cause cause)
{
    struct watcher *watcher = context;
    const struct change *change = subject;
    const struct scenario *scenario = watcher->world->scenario;

    (void)cause;
    if (change->kind != POD_DELETED || change->by == NULL || !change->pod.ready)
        return;
    watcher->evictions++;
    watcher->violations +=
        healthy(watcher->world->cluster.api) <
        budget_desired(&scenario->budgets[0], scenario->workloads[0].replicas);
}

static struct watcher watch(const char *bound, int nodes, int replicas,
                            uint64_t seed, bool twice)
{
    struct arena arena;
    struct watcher watcher = {0};
    struct listener listener = {written, &watcher, NULL};
    const char *all;

    arena_open(&arena);
    all = arena_format(&arena, text, nodes, replicas);
    all = arena_format(&arena, "%s%s", all,
                       arena_format(&arena, budget, "one", bound));
    if (twice)
        all = arena_format(&arena, "%s%s", all,
                           arena_format(&arena, budget, "two", bound));
    watcher.world = world_open(scenario_from_text(&arena, all), &arena,
                               (struct seed){seed, 0, 0});
    hook_listen(watcher.world->cluster.api->written, &listener);
    world_break(watcher.world);
    sim_run(watcher.world->sim, HOURS(1));
    arena_close(&arena);
    return watcher;
}

static void keeps_to_it(void)
{
    int evictions = 0;

    for (uint64_t seed = 1; seed <= 20; seed++)
        for (int i = 0; i < BOUNDS; i++) {
            struct watcher watcher =
                watch(bounds[i], 3 + (int)seed % 4, 1 + (int)(seed * 7) % 13,
                      seed, false);

            CU_ASSERT_EQUAL(watcher.violations, 0);
            evictions += watcher.evictions;
        }
    CU_ASSERT(evictions > 1000);
}

/* Of a pod with two budgets no eviction is possible. */
static void more_than_one(void)
{
    CU_ASSERT(watch("maxUnavailable: 1", 4, 6, 1, false).evictions > 0);
    CU_ASSERT_EQUAL(watch("maxUnavailable: 1", 4, 6, 1, true).evictions, 0);
}

/* What the scheduler asks of its victims, one after the other. */
static void trial(void)
{
    struct arena arena;
    struct world *world;
    const char *all;
    struct budgets *budgets;
    const struct pod *pod;

    arena_open(&arena);
    all = arena_format(&arena, text, 3, 4);
    all = arena_format(&arena, "%s%s", all,
                       arena_format(&arena, budget, "one", "minAvailable: 2"));
    world = world_open(scenario_from_text(&arena, all), &arena,
                       (struct seed){1, 0, 0});
    budgets = world->cluster.api->budgets;
    CU_ASSERT_EQUAL(budgets->all[0].status.allowed, 2);
    for (int i = 0; i < 2; i++) {
        const struct owner *owner = world->cluster.api->owners;

        while (owner->first == NULL)
            owner = owner->next;
        pod = owner->first;
        budgets_try(budgets);
        CU_ASSERT_FALSE(budgets_violated(budgets, pod));
        CU_ASSERT_FALSE(budgets_violated(budgets, pod->next));
        CU_ASSERT_TRUE(budgets_violated(budgets, pod->next->next));
    }
    CU_ASSERT_EQUAL(budgets->all[0].status.allowed, 2);
    arena_close(&arena);
}

SUITE("models/budget", {"rounds up", rounds_up}, {"allows", allows},
      {"judges", judges}, {"keeps to it", keeps_to_it},
      {"more than one", more_than_one}, {"trial", trial})
