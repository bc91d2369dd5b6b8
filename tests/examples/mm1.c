/*
 * An M/M/1 queue: a whole model for the engine, and all that one needs.
 * Customers come, wait in line for the one server, are served, and leave.
 */
#include "sim/model.h"
#include "sim/stats.h"
#include "sim/timer.h"

struct scenario {
    struct run_plan plan;
    struct law arrivals, service;
};
static const struct parameter parameters[] = {
    RUN_PARAMETERS("1d", "20", "mean"),
    PARAMETER(struct scenario, arrivals, of_law, NULL, "from one to the next"),
    PARAMETER(struct scenario, service, of_law, NULL, "time with the server"),
    {0}};
static const struct number_name numbers[] = {{"inside", "queue", "1"}};

struct queue {
    struct timer arrivals, service;
    struct level inside;
};

static void served(struct sim *sim, struct event *event)
{
    struct queue *queue = EVENT_OWNER(event, struct queue, service.event);

    if (level_add(&queue->inside, sim->now, -1) > 0)
        timer_start(sim, &queue->service);
}

static void arrived(struct sim *sim, struct event *event)
{
    struct queue *queue = EVENT_OWNER(event, struct queue, arrivals.event);

    if (level_add(&queue->inside, sim->now, 1) == 1)
        timer_start(sim, &queue->service);
    timer_start(sim, &queue->arrivals);
}

static struct outcome *run(const struct scenario *asked, struct arena *arena,
                           struct seed seed)
{
    struct sim *sim = sim_open(arena, seed, 0);
    struct queue *queue = ARENA_NEW(arena, struct queue);
    double inside;

    timer_open(&queue->arrivals, sim, arrived, &asked->arrivals, "arrivals");
    timer_open(&queue->service, sim, served, &asked->service, "service");
    timer_start(sim, &queue->arrivals);
    sim_run(sim, asked->plan.horizon);
    inside = level_integral(&queue->inside, sim->now) / time_seconds(sim->now);
    return outcome_of(sim, asked->plan.layout, &inside);
}

const struct model model = PLAIN_MODEL("queue", parameters, numbers, run);
