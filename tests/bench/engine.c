/* The engine alone: N pending events, each of which schedules itself again. */
#include "sim/event.h"

#include "tests/bench/bench.h"

enum { EVENTS = 4000000 };

/* Whatever costs little and is not regular. */
static uint64_t chance(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

struct hold {
    uint64_t state;
    uint64_t left;
};

static void happened(struct sim *sim, struct event *event)
{
    struct hold *hold = sim->model;

    if (--hold->left == 0)
        sim_stop(sim);
    event_schedule(sim, event,
                   sim->now + 1 + (sim_time)(chance(&hold->state) >> 24));
}

static double nanoseconds(uint32_t pending)
{
    struct arena arena;
    struct sim *sim;
    struct event *events;
    struct hold hold = {88172645463325252, EVENTS};
    double since;

    arena_open(&arena);
    sim = sim_open(&arena, (struct seed){1, 0, 0}, 0);
    sim->model = &hold;
    events = ARENA_ARRAY(&arena, struct event, pending);
    for (uint32_t i = 0; i < pending; i++) {
        event_prepare(&events[i], happened, RANK_TRUTH, i);
        event_schedule(sim, &events[i], (sim_time)(chance(&hold.state) >> 24));
    }
    since = bench_cpu();
    sim_run(sim, NEVER);
    since = bench_cpu() - since;
    arena_close(&arena);
    return 1e9 * since / EVENTS;
}

void bench_engine(void)
{
    for (uint32_t pending = 100; pending <= 1000000; pending *= 10) {
        double best = nanoseconds(pending);

        for (int i = 1; i < ROUNDS; i++) {
            double time = nanoseconds(pending);

            best = time < best ? time : best;
        }
        bench_row("engine: events", (long)pending, 1e9 / best, "1/s");
    }
}
