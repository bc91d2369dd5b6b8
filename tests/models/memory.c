/*
 * The memory of a replication is bounded by what exists, not by how long it
 * ran; rows of the database are made when they are asked for, and only then.
 */
#include "models/api/pod.h"
#include "models/world.h"

#include <string.h>

#include "tests/scenario_text.h"
#include "tests/suite.h"

/* A cluster in which pods move, wait and restart. */
static const char text[] =
    "apiVersion: nines/v1\n"
    "kind: Scenario\n"
    "spec:\n"
    "  horizon: %dy\n"
    "  nodes:\n"
    "  - {name: worker, count: 4, zones: [a, b], racks: 2, pods: 2,\n"
    "     cpu: 1, memory: 2Gi}\n"
    "  traffic:\n"
    "  - {service: web, kind: diurnal, mean: 900/s, swing: 60%%,\n"
    "     cpuPerRequest: 1ms, availableAt: 99%%}\n"
    "  faults:\n";

/* Every kind of fault that there is, on each of its targets. */
static const char *add_faults(struct arena *arena, const char *to)
{
    for (int i = 0; fault_list.plugins[i] != NULL; i++) {
        const struct fault_kind *kind = (const void *)fault_list.plugins[i];

        to = arena_format(arena,
                          "%s  - name: faults-%d\n"
                          "    kind: %s\n"
                          "    every: {law: exponential, mean: 30d}\n"
                          "%s",
                          to, i, kind->plugin.name,
                          kind->lasting ? "    lasts: {law: lognormal, median: "
                                          "10m, sigma: 2}\n"
                                        : "");
    }
    return to;
}

static const struct scenario *prepare(struct arena *arena, int years)
{
    return scenario_from_text(
        arena, arena_format(arena, "%s%s",
                            add_faults(arena, arena_format(arena, text, years)),
                            web_manifests));
}

/* Bytes in use at the end, and events. */
static size_t run(struct scenario scenario, uint64_t *events)
{
    struct arena arena;
    const struct outcome *outcome;
    size_t used;

    arena_open(&arena);
    scenario.recorded = false;
    outcome = model.run(&scenario, &arena, (struct seed){2, 0, 0});
    *events = outcome->events;
    CU_ASSERT_PTR_NULL(outcome->first);
    used = arena.used;
    arena_close(&arena);
    return used;
}

/* Free lists are as long as there was ever use for them at once: a rare
 * coincidence makes one longer (by four pods at most), but not for each of
 * 300,000 events. */
static void bounded(void)
{
    struct arena arena;
    uint64_t few, many;
    size_t short_run, long_run;

    arena_open(&arena);
    short_run = run(*prepare(&arena, 20), &few);
    long_run = run(*prepare(&arena, 100), &many);
    CU_ASSERT(many > few + 300000);
    CU_ASSERT(long_run < short_run + 4 * sizeof(struct pod));
    arena_close(&arena);
}

/* What is asked for changes nothing else. */
static void recorded(void)
{
    struct arena arenas[3];
    struct scenario scenario;
    const struct outcome *without, *with;

    for (int i = 0; i < 3; i++)
        arena_open(&arenas[i]);
    scenario = *prepare(&arenas[0], 1);
    with = model.run(&scenario, &arenas[2], (struct seed){1, 0, 0});
    scenario.recorded = false;
    without = model.run(&scenario, &arenas[1], (struct seed){1, 0, 0});
    CU_ASSERT_PTR_NULL(without->first);
    CU_ASSERT_PTR_NOT_NULL(with->first);
    CU_ASSERT_EQUAL(without->events, with->events);
    CU_ASSERT_EQUAL(memcmp(without->numbers, with->numbers,
                           sizeof(double) * (size_t)scenario.layout.count),
                    0);
    for (int i = 0; i < 3; i++)
        arena_close(&arenas[i]);
}

SUITE("models/memory", {"bounded by what exists", bounded},
      {"rows are made when asked for", recorded})
