/*
 * Timers that are mostly cancelled: each event is an answer that comes before
 * its time-out, cancels it, asks again and sets the next; one in a hundred does
 * not come. Beside the same events without time-outs.
 */
#include <stddef.h>

#include "sim/event.h"
#include "tests/bench/bench.h"

enum { ANSWERS = 2000000, PATIENCE = 1000, LOST = 100 };

struct request {
    struct event answered;
    struct event timed_out;
};

struct service {
    struct stream stream;
    bool timers;
    uint64_t left;
    uint64_t late;
};

static void ask(struct sim *sim, struct request *request)
{
    struct service *service = sim->model;
    sim_time wait = 1 + stream_below(&service->stream, PATIENCE - 1);

    if (service->timers && stream_below(&service->stream, LOST) == 0)
        wait += PATIENCE;
    event_schedule(sim, &request->answered, sim->now + wait);
    if (service->timers)
        event_schedule(sim, &request->timed_out, sim->now + PATIENCE);
}

static void answered(struct sim *sim, struct event *event)
{
    struct request *request = EVENT_OWNER(event, struct request, answered);
    struct service *service = sim->model;

    if (--service->left == 0)
        sim_stop(sim);
    event_cancel(sim, &request->timed_out);
    ask(sim, request);
}

static void timed_out(struct sim *sim, struct event *event)
{
    struct request *request = EVENT_OWNER(event, struct request, timed_out);
    struct service *service = sim->model;

    service->late++;
    event_cancel(sim, &request->answered);
    ask(sim, request);
}

static double nanoseconds(uint32_t requests, bool timers)
{
    struct arena arena;
    struct sim *sim;
    struct request *all;
    struct service service = {.timers = timers, .left = ANSWERS};
    double since;

    arena_open(&arena);
    sim = sim_open(&arena, (struct seed){1, 0, 0}, 0);
    stream_open(&service.stream, &sim->seed, 1);
    sim->model = &service;
    all = ARENA_ARRAY(&arena, struct request, requests);
    for (uint32_t i = 0; i < requests; i++) {
        event_prepare(&all[i].answered, answered, RANK_DELIVERY, i);
        event_prepare(&all[i].timed_out, timed_out, RANK_DECISION, i);
        ask(sim, &all[i]);
    }
    since = bench_cpu();
    sim_run(sim, NEVER);
    since = bench_cpu() - since;
    arena_close(&arena);
    return 1e9 * since / ANSWERS;
}

void bench_timers(void)
{
    for (uint32_t requests = 100; requests <= 100000; requests *= 10) {
        double bare = 0, timers = 0;

        for (int i = 0; i < ROUNDS; i++) {
            double with = nanoseconds(requests, true);
            double without = nanoseconds(requests, false);

            timers = i == 0 || with < timers ? with : timers;
            bare = i == 0 || without < bare ? without : bare;
        }
        bench_row("timers: set and cancelled", (long)requests, timers,
                  "ns/answer");
        bench_row("timers: with/without", (long)requests, timers / bare,
                  "ratio");
    }
}
