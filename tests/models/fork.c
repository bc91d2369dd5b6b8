/*
 * Any moment of any world can be left and returned to: what follows is the
 * same each time, and the same as if nobody had left.
 */
#include <stdio.h>
#include <string.h>

#include "tests/journal.h"
#include "tests/random_scenario.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

/* What a whole replication tells. */
struct story {
    uint64_t journal;
    uint64_t outcome;
    size_t entries;
};

/* Stops the simulation within an instant: when so many entries are written. */
struct stopper {
    struct listener listener;
    struct sim *sim;
    size_t left;
};

struct run {
    struct arena *arena;
    struct world *world;
    struct journal journal;
    struct stopper *stopper;
};

/* Word by word: most of what a run tells is numbers. */
static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0x9e3779b97f4a7c15;
    return hash ^ hash >> 32;
}

static uint64_t mix_number(uint64_t hash, double number)
{
    uint64_t word;

    memcpy(&word, &number, sizeof(word));
    return mix(hash, word);
}

static uint64_t mix_row(uint64_t hash, const struct row *row)
{
    hash = mix(hash, (uint64_t)row->table);
    for (int i = 0; i < row->count; i++) {
        const struct value *value = &row->values[i];

        hash = mix(hash, (uint64_t)value->kind << 32 | (uint32_t)value->table);
        hash = mix_number(mix(hash, value->ordinal), value->number);
        if (value->text != NULL)
            hash = mix(hash, identity_of(value->text));
    }
    return hash;
}

static uint64_t outcome_hash(const struct outcome *outcome)
{
    uint64_t hash = mix(0, outcome->events);

    for (int i = 0; i < outcome->layout->count; i++)
        hash = mix_number(hash, outcome->numbers[i]);
    for (const struct row *row = outcome->first; row != NULL; row = row->next)
        hash = mix_row(hash, row);
    return hash;
}

static struct story end(struct run *run)
{
    sim_run(run->world->sim, run->world->scenario->measured.horizon);
    return (struct story){journal_hash(&run->journal, 0),
                          outcome_hash(world_close(run->world)),
                          run->journal.count};
}

static bool same(struct story a, struct story b)
{
    return a.journal == b.journal && a.outcome == b.outcome &&
           a.entries == b.entries;
}

static void written(void *context, void *subject, struct cause cause)
{
    struct stopper *stopper = context;

    (void)subject;
    (void)cause;
    if (stopper->left > 0 && --stopper->left == 0)
        sim_stop(stopper->sim);
}

static void begin(struct run *run, const struct scenario *scenario,
                  uint64_t seed)
{
    struct stopper *stopper;

    arena_reset(run->arena);
    run->world = world_open(scenario, run->arena, (struct seed){seed, 0, 0});
    journal_open(&run->journal, run->world);
    run->stopper = stopper = ARENA_NEW(run->arena, struct stopper);
    stopper->sim = run->world->sim;
    stopper->listener = (struct listener){written, stopper, NULL};
    hook_listen(run->world->cluster.api->written, &stopper->listener);
    world_measure(run->world);
    world_break(run->world);
}

/* At a moment of the clock, or within an instant. */
static void go_to(struct run *run, struct story whole, struct stream *chance)
{
    sim_time horizon = run->world->scenario->measured.horizon;
    double share = stream_uniform(chance);

    if (stream_below(chance, 2) == 0 || whole.entries == 0) {
        sim_run(run->world->sim, (sim_time)(share * (double)horizon));
    } else {
        run->stopper->left = 1 + (size_t)(share * (double)whole.entries);
        sim_run(run->world->sim, horizon);
    }
}

/* Whether another branch tells another story from here on. */
static bool branches(struct run *run, struct story whole)
{
    run->world->sim->seed.branch = 1;
    return !same(end(run), whole);
}

/* Leaves a moment, comes back to it twice; then as another branch. */
static bool fork_once(struct arena *arena, const struct scenario *scenario,
                      uint64_t seed)
{
    const struct seed dice = {.seed = seed};
    struct stream chance;
    struct run run = {.arena = arena};
    struct moment moment;
    struct story whole;
    size_t before;
    bool other;

    stream_open(&chance, &dice, identity_of("moment"));
    begin(&run, scenario, seed);
    whole = end(&run);
    journal_close(&run.journal);
    begin(&run, scenario, seed);
    go_to(&run, whole, &chance);
    before = run.journal.count;
    moment = arena_save(run.arena);
    CU_ASSERT(same(end(&run), whole));
    arena_restore(run.arena, &moment);
    run.journal.count = before;
    CU_ASSERT(same(end(&run), whole));
    arena_restore(run.arena, &moment);
    run.journal.count = before;
    other = seed % 4 == 0 && branches(&run, whole);
    moment_release(&moment);
    journal_close(&run.journal);
    return other;
}

static void forks(void)
{
    static const uint32_t traced = 0;
    uint64_t count = suite_short() ? 30 : 1000;
    size_t others = 0;
    struct arena arena, worlds;

    arena_open(&arena);
    arena_open(&worlds);
    for (uint64_t number = 1; number <= count; number++) {
        unsigned failures = CU_get_number_of_failures();
        const char *text = random_scenario(&arena, number);
        struct scenario scenario = *scenario_from_text(&arena, text);

        scenario.timelines = 1;
        scenario.timeline = &traced;
        others += fork_once(&worlds, &scenario, number);
        if (CU_get_number_of_failures() > failures)
            printf("\n(random scenario %d)\n%s", (int)number, text);
        arena_reset(&arena);
    }
    CU_ASSERT(others > count / 16);
    arena_close(&worlds);
    arena_close(&arena);
}

SUITE("models/fork", {"random moments of random worlds", forks})
