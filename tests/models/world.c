/*
 * Whole worlds: elided heartbeats and looks tell the same as simulated ones,
 * and in every branch. (For saved moments see fork.c.)
 */
#include "models/world.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/journal.h"
#include "tests/random_scenario.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

/* Crashes that overlap, and repairs as short as heartbeats. */
static const char text[] =
    "apiVersion: nines/v1\n"
    "kind: Scenario\n"
    "spec:\n"
    "  horizon: %s\n"
    "  ticks: %s\n"
    "  nodes:\n"
    "  - {name: worker, count: %d, zones: %s, cpu: 4, memory: 16Gi}\n"
    "  controllers: {node-lifecycle: {grace: %s}, network: {link: %s}}\n"
    "  faults:\n"
    "  - name: crashes\n"
    "    kind: node-crash\n"
    "    every: {law: exponential, mean: 20m}\n"
    "    lasts: %s\n"
    "  - name: exits\n"
    "    kind: container-crash\n"
    "    every: {law: exponential, mean: 1h}\n";

struct shape {
    const char *horizon;
    int nodes;
    const char *zones;
    const char *grace;
    const char *link;
    const char *lasts;
};

static const struct shape shapes[] = {
    {"2d", 6, "[a, b, c]", "50s", "1ms", "{law: exponential, mean: 1m}"},
    {"2d", 6, "[a, b, c]", "16s", "1ms", "{law: exponential, mean: 8m}"},
    {"2d", 2, "[a]", "40s", "1ms", "{law: exponential, mean: 3m}"},
    {"1d", 12, "[a, b]", "20s", "1ms", "{law: uniform, low: 5s, high: 1m}"},
    {"2d", 6, "[a, b, c]", "20s", "700ms",
     "{law: uniform, low: 1ms, high: 40s}"}};

enum { SHAPES = 5, SEEDS = 5 };

static const struct scenario *
prepare(struct arena *arena, const struct shape *shape, const char *ticks)
{
    return scenario_from_text(
        arena,
        arena_format(arena, "%s%s",
                     arena_format(arena, text, shape->horizon, ticks,
                                  shape->nodes, shape->zones, shape->grace,
                                  shape->link, shape->lasts),
                     web_manifests));
}

/* Another branch from t on, unless that is branch 0. */
static uint64_t run_branch(struct journal *journal,
                           const struct scenario *scenario, uint64_t seed,
                           sim_time t, uint32_t branch)
{
    struct arena arena;
    struct world *world;
    uint64_t events;

    arena_open(&arena);
    world = world_open(scenario, &arena, (struct seed){seed, 0, 0});
    journal_open(journal, world);
    world_break(world);
    sim_run(world->sim, t);
    world->sim->seed.branch = branch;
    sim_run(world->sim, scenario->measured.horizon);
    events = world->sim->events;
    arena_close(&arena);
    return events;
}

static uint64_t run_whole(struct journal *journal,
                          const struct scenario *scenario, uint64_t seed)
{
    return run_branch(journal, scenario, seed, 0, 0);
}

static size_t count_kind(const struct journal *journal, int kind)
{
    size_t count = 0;

    for (size_t i = 0; i < journal->count; i++)
        count += journal->entries[i].kind == kind;
    return count;
}

/* Returns how often a node was Unknown. */
static size_t compare(const struct shape *shape, uint64_t seed)
{
    struct arena arena;
    struct journal elided, ticked;
    uint64_t few, many;
    size_t unknowns;

    arena_open(&arena);
    few = run_whole(&elided, prepare(&arena, shape, "elided"), seed);
    many = run_whole(&ticked, prepare(&arena, shape, "real"), seed);
    CU_ASSERT_TRUE(journal_same(&elided, &ticked));
    CU_ASSERT(few < many);
    unknowns = count_kind(&elided, NODE_UNKNOWN);
    journal_close(&elided);
    journal_close(&ticked);
    arena_close(&arena);
    return unknowns;
}

static void elided_is_ticked(void)
{
    size_t unknowns = 0;

    for (int i = 0; i < SHAPES; i++)
        for (uint64_t seed = 1; seed <= (suite_short() ? 1 : SEEDS); seed++)
            unknowns += compare(&shapes[i], seed);
    CU_ASSERT(unknowns > 100);
}

/* With these seeds a machine is down and up again between a renewal and the
 * look that sees it. */
static void quick_boots(void)
{
    CU_ASSERT(compare(&shapes[4], 37) > 0);
    CU_ASSERT(compare(&shapes[4], 45) > 0);
}

/* Just before a machine goes down, in the journal's second half: it has been
 * heard of for the last time. */
static sim_time last_heard(const struct journal *journal)
{
    size_t i = journal->count / 2;

    while (i + 1 < journal->count && journal->entries[i].kind != MACHINE_DOWN)
        i++;
    return journal->entries[i].at - SECONDS(1);
}

/* Another branch has another future, and the same past: even of the heartbeats
 * that were not simulated, and are computed after the branch was taken. */
static void branches(void)
{
    struct arena arena;
    struct journal elided, ticked, trunk;

    arena_open(&arena);
    for (uint64_t seed = 1; seed <= (suite_short() ? 3 : 10); seed++) {
        const struct shape *shape = &shapes[seed % SHAPES];
        const struct scenario *scenario = prepare(&arena, shape, "elided");
        sim_time t;

        run_whole(&trunk, scenario, seed);
        t = last_heard(&trunk);
        run_branch(&elided, scenario, seed, t, 1);
        run_branch(&ticked, prepare(&arena, shape, "real"), seed, t, 1);
        CU_ASSERT(journal_same(&elided, &ticked));
        CU_ASSERT_NOT_EQUAL(journal_hash(&elided, 0), journal_hash(&trunk, 0));
        journal_close(&elided);
        journal_close(&ticked);
        journal_close(&trunk);
    }
    arena_close(&arena);
}

/* Another seed, or replication, is another story. */
static void seeds_differ(void)
{
    struct arena arena;
    struct journal a, b;
    const struct scenario *scenario;

    arena_open(&arena);
    scenario = prepare(&arena, &shapes[0], "elided");
    run_whole(&a, scenario, 1);
    run_whole(&b, scenario, 2);
    CU_ASSERT_NOT_EQUAL(journal_hash(&a, 0), journal_hash(&b, 0));
    journal_close(&a);
    journal_close(&b);
    arena_close(&arena);
}

/* Every pod that has a node. */
static int check_pods(const struct pod *pod, uint64_t number)
{
    int count = 0;

    for (; pod != NULL; pod = pod->next) {
        bool well = pod->status.node == NULL ||
                    (pod->status.ready && pod->sandbox->serving &&
                     pod->status.phase == POD_RUNNING);

        if (!well)
            printf("scenario %d: %s ", (int)number, pod_workload(pod)->object);
        CU_ASSERT(well);
        count += pod->status.node != NULL;
    }
    return count;
}

/* Whatever its containers, probes and programs are. */
static void healthy(void)
{
    struct arena asked, arena;
    int count = 0;

    for (uint64_t number = 1; number <= (suite_short() ? 40 : 400); number++) {
        const struct api *api;

        arena_open(&asked);
        arena_open(&arena);
        api = world_open(
                  scenario_from_text(&asked, random_scenario(&asked, number)),
                  &arena, (struct seed){number, 0, 0})
                  ->cluster.api;
        for (const struct owner *owner = api->owners; owner != NULL;
             owner = owner->next)
            count += check_pods(owner->first, number);
        count += check_pods(api->bare, number);
        arena_close(&arena);
        arena_close(&asked);
    }
    CU_ASSERT(count > (suite_short() ? 100 : 1000));
}

SUITE("models/world", {"elided is ticked", elided_is_ticked},
      {"boots between two looks", quick_boots}, {"branches", branches},
      {"seeds differ", seeds_differ},
      {"every pod of a healthy cluster ends ready", healthy})
