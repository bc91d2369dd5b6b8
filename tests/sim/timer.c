/* Timers: each happens once, a draw of its own stream after it was started. */
#include "sim/timer.h"

#include "tests/suite.h"

extern const struct law_kind law_constant, law_exponential;

struct pair {
    struct timer first, second;
    int happened;
    sim_time at[2];
};

static void happened(struct sim *sim, struct event *event)
{
    struct pair *pair = sim->model;

    pair->at[event == &pair->second.event] = sim->now;
    pair->happened++;
}

/* The second draws after the first has, and draws the same as if alone. */
static void draws_of_its_own(void)
{
    static const struct law law = {.kind = &law_exponential, .a = 100};
    struct seed seed = {.seed = 7, .replication = 2};
    struct arena arena;
    struct sim *sim;
    struct pair *pair;
    struct stream stream;
    sim_time first;

    arena_open(&arena);
    sim = sim_open(&arena, seed, SECONDS(5));
    pair = sim->model = ARENA_NEW(&arena, struct pair);
    timer_open(&pair->first, sim, happened, &law, "first");
    timer_open(&pair->second, sim, happened, &law, "second");
    timer_start(sim, &pair->first);
    timer_start(sim, &pair->first);
    timer_start(sim, &pair->second);
    sim_run(sim, YEARS(1));
    CU_ASSERT_EQUAL(pair->happened, 2);
    stream_open(&stream, &seed, identity_of("second"));
    CU_ASSERT_EQUAL(pair->at[1], SECONDS(5) + law_delay(&law, &stream));
    stream_open(&stream, &seed, identity_of("first"));
    first = law_delay(&law, &stream);
    CU_ASSERT_NOT_EQUAL(pair->at[0], SECONDS(5) + first);
    CU_ASSERT_EQUAL(pair->at[0], SECONDS(5) + law_delay(&law, &stream));
    arena_close(&arena);
}

static void may_never_happen(void)
{
    static const struct law never = {.kind = &law_constant, .a = 1e13};
    struct arena arena;
    struct sim *sim;
    struct pair *pair;

    arena_open(&arena);
    sim = sim_open(&arena, (struct seed){.seed = 1}, SECONDS(5));
    pair = sim->model = ARENA_NEW(&arena, struct pair);
    timer_open(&pair->first, sim, happened, &never, "first");
    timer_start(sim, &pair->first);
    CU_ASSERT_FALSE(event_pending(&pair->first.event));
    arena_close(&arena);
}

SUITE("sim/timer", {"draws of its own", draws_of_its_own},
      {"may never happen", may_never_happen})
