/*
 * Customers who come as a Poisson process wait, first come first served, for
 * one of c servers: M/M/c (Erlang C), and M/G/1 (Pollaczek and Khinchine),
 * whose mean wait depends on the service by its first two moments alone.
 */
#include <gsl/gsl_math.h>
#include <string.h>

#include "sim/event.h"
#include "sim/stats.h"
#include "tests/oracles/lifetime.h"
#include "tests/oracles/oracle.h"
#include "tests/sheet.h"

enum { FIRST_PLACES = 64, EVENTS = 50000 };

struct design {
    int servers;
    struct law between, service;
    sim_time warm, window;
};

struct server {
    struct event done;
    struct server *next; /* that is idle */
};

struct queue {
    const struct design *design;
    struct event arrival;
    struct stream arrivals, services;
    struct server *idle;
    sim_time *since; /* of those who wait: a ring of `places`, from `first` */
    uint32_t places, first, waiting;
    struct level length;
    struct tally waits, times;
    uint64_t waited, waited_long;
};

static void serve(struct sim *sim, struct server *server, sim_time since)
{
    struct queue *queue = sim->model;
    sim_time service = law_delay(&queue->design->service, &queue->services);
    sim_time wait = sim->now - since;

    tally_add(&queue->waits, in_hours(time_seconds(wait)));
    tally_add(&queue->times, in_hours(time_seconds(wait + service)));
    queue->waited += wait > 0;
    queue->waited_long += wait > HOURS(1);
    event_schedule(sim, &server->done, sim->now + service);
}

static void wait_in_line(struct sim *sim, struct queue *queue)
{
    if (queue->waiting == queue->places) {
        sim_time *more =
            ARENA_ARRAY(sim->arena, sim_time, (size_t)queue->places * 2);

        for (uint32_t i = 0; i < queue->waiting; i++)
            more[i] = queue->since[(queue->first + i) % queue->places];
        queue->since = more;
        queue->first = 0;
        queue->places *= 2;
    }
    queue->since[(queue->first + queue->waiting++) % queue->places] = sim->now;
    level_set(&queue->length, sim->now, queue->waiting);
}

static void arrive(struct sim *sim, struct event *event)
{
    struct queue *queue = sim->model;
    struct server *server = queue->idle;

    event_schedule(sim, event,
                   sim->now +
                       law_delay(&queue->design->between, &queue->arrivals));
    if (server == NULL) {
        wait_in_line(sim, queue);
        return;
    }
    queue->idle = server->next;
    serve(sim, server, sim->now);
}

static void depart(struct sim *sim, struct event *event)
{
    struct queue *queue = sim->model;
    struct server *server = EVENT_OWNER(event, struct server, done);

    if (queue->waiting == 0) {
        server->next = queue->idle;
        queue->idle = server;
        return;
    }
    serve(sim, server, queue->since[queue->first]);
    queue->first = (queue->first + 1) % queue->places;
    queue->waiting--;
    level_set(&queue->length, sim->now, queue->waiting);
}

static struct queue *queue_open(struct sim *sim, const struct design *design)
{
    struct queue *queue = ARENA_NEW(sim->arena, struct queue);
    struct server *servers =
        ARENA_ARRAY(sim->arena, struct server, design->servers);

    *queue = (struct queue){.design = design, .places = FIRST_PLACES};
    queue->since = ARENA_ARRAY(sim->arena, sim_time, FIRST_PLACES);
    stream_open(&queue->arrivals, &sim->seed, identity_of("arrivals"));
    stream_open(&queue->services, &sim->seed, identity_of("services"));
    for (int i = 0; i < design->servers; i++) {
        event_prepare(&servers[i].done, depart, RANK_TRUTH, (uint64_t)i);
        servers[i].next = queue->idle;
        queue->idle = &servers[i];
    }
    event_prepare(&queue->arrival, arrive, RANK_TRUTH, 0);
    sim->model = queue;
    event_schedule(sim, &queue->arrival,
                   law_delay(&design->between, &queue->arrivals));
    return queue;
}

static uint64_t run(const void *context, struct arena *arena, struct seed seed,
                    struct sample *samples)
{
    const struct design *design = context;
    struct sim *sim = sim_open(arena, seed, 0);
    struct queue *queue = queue_open(sim, design);
    double count;

    sim_run(sim, design->warm);
    level_open(&queue->length, sim->now, queue->waiting);
    queue->waits = queue->times = (struct tally){0};
    queue->waited = queue->waited_long = 0;
    sim_run(sim, design->warm + design->window);
    count = (double)queue->waits.count;
    samples[0] = (struct sample){queue->waits.mean * count, count};
    samples[1] = (struct sample){level_integral(&queue->length, sim->now),
                                 time_seconds(design->window)};
    samples[2] = (struct sample){queue->times.mean * count, count};
    samples[3] = (struct sample){(double)queue->waited, count};
    samples[4] = (struct sample){(double)queue->waited_long, count};
    return sim->events;
}

/* From empty to steady in 20 relaxation times (of M/M/1: Cohen, The Single
 * Server Queue, II.2.1), longer as service is more variable. */
static void set_times(struct design *design, double lambda, double mean,
                      double variability)
{
    double load = lambda * mean / design->servers;
    double relaxation = mean / design->servers / gsl_pow_2(1 - sqrt(load)) *
                            fmax(1, (1 + variability) / 2) +
                        mean;
    double window = fmax(EVENTS / (2 * lambda), 100 * relaxation);

    design->warm = hours(20 * relaxation);
    design->window = hours(window);
}

static bool read_servers(struct arena *arena, const char *parameters,
                         const struct factors *factors, void *context)
{
    struct design *design = context;
    double lambda =
        text_number(parameters, "lambda") * factors->rate[RATE_FAILURE];
    double mu = text_number(parameters, "mu") * factors->rate[RATE_REPAIR];

    (void)arena;
    design->servers = (int)text_number(parameters, "c");
    design->between = lifetime_exponential(lambda);
    design->service = lifetime_exponential(mu);
    set_times(design, lambda, 1 / mu, 1);
    return lambda < mu * design->servers;
}

/* Service of that squared coefficient of variation: constant, exponential, or
 * lognormal. */
static bool read_general(struct arena *arena, const char *parameters,
                         const struct factors *factors, void *context)
{
    struct design *design = context;
    double lambda =
        text_number(parameters, "lambda") * factors->rate[RATE_FAILURE];
    double mean =
        text_number(parameters, "mean_S") / factors->rate[RATE_REPAIR];
    double variability = text_number(parameters, "cs2");

    (void)arena;
    design->servers = 1;
    design->between = lifetime_exponential(lambda);
    if (variability == 0)
        design->service = lifetime_constant(mean);
    else if (variability == 1)
        design->service = lifetime_exponential(1 / mean);
    else
        design->service = lifetime_lognormal(sqrt(log1p(variability)), mean);
    set_times(design, lambda, mean, variability);
    return lambda * mean < 1;
}

static const struct measure measures[] = {
    {.name = "Wq"},          {.name = "Lq"},
    {.name = "W"},           {.name = "erlang_C_P_wait"},
    {.name = "P_wait_gt_1"}, {.name = NULL},
};

const struct oracle oracle_queue = {
    .title = "M/M/c",
    .model = "M_M_c",
    .measures = measures,
    .size = sizeof(struct design),
    .read = read_servers,
    .run = run,
};

const struct oracle oracle_general_service = {
    .title = "M/G/1",
    .model = "M_G_1",
    .measures = measures,
    .size = sizeof(struct design),
    .read = read_general,
    .run = run,
};
