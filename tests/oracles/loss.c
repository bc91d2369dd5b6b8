/*
 * Customers who find all c servers busy go away: M/M/c/c. The share of them is
 * Erlang's B.
 */
#include "sim/event.h"
#include "tests/oracles/lifetime.h"
#include "tests/oracles/oracle.h"
#include "tests/sheet.h"

enum { EVENTS = 50000 };

struct design {
    int servers;
    struct law between, service;
    sim_time warm, window;
};

struct server {
    struct event done;
    struct server *next; /* that is idle */
};

struct system {
    const struct design *design;
    struct event arrival;
    struct stream arrivals, services;
    struct server *idle;
    uint64_t arrived, lost;
};

static void arrive(struct sim *sim, struct event *event)
{
    struct system *system = sim->model;
    const struct design *design = system->design;
    struct server *server = system->idle;

    event_schedule(sim, event,
                   sim->now + law_delay(&design->between, &system->arrivals));
    system->arrived++;
    if (server == NULL) {
        system->lost++;
        return;
    }
    system->idle = server->next;
    event_schedule(sim, &server->done,
                   sim->now + law_delay(&design->service, &system->services));
}

static void depart(struct sim *sim, struct event *event)
{
    struct system *system = sim->model;
    struct server *server = EVENT_OWNER(event, struct server, done);

    server->next = system->idle;
    system->idle = server;
}

static uint64_t run(const void *context, struct arena *arena, struct seed seed,
                    struct sample *samples)
{
    const struct design *design = context;
    struct sim *sim = sim_open(arena, seed, 0);
    struct system system = {.design = design};
    struct server *servers = ARENA_ARRAY(arena, struct server, design->servers);

    sim->model = &system;
    stream_open(&system.arrivals, &seed, identity_of("arrivals"));
    stream_open(&system.services, &seed, identity_of("services"));
    for (int i = 0; i < design->servers; i++) {
        event_prepare(&servers[i].done, depart, RANK_TRUTH, (uint64_t)i);
        servers[i].next = system.idle;
        system.idle = &servers[i];
    }
    event_prepare(&system.arrival, arrive, RANK_TRUTH, 0);
    event_schedule(sim, &system.arrival,
                   law_delay(&design->between, &system.arrivals));
    sim_run(sim, design->warm);
    system.arrived = system.lost = 0;
    sim_run(sim, design->warm + design->window);
    samples[0] = (struct sample){(double)system.lost, (double)system.arrived};
    return sim->events;
}

/* Steady after 20 mean services: without a queue, nothing is slower. */
static bool read(struct arena *arena, const char *parameters,
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
    design->warm = hours(20 / mu);
    design->window = hours(fmax(EVENTS / (2 * lambda), 100 / mu));
    return design->servers > 0;
}

static const struct measure measures[] = {
    {.name = "erlang_B_blocking"},
    {.name = NULL},
};

const struct oracle oracle_loss = {
    .title = "M/M/c/c",
    .model = "M_M_c",
    .measures = measures,
    .size = sizeof(struct design),
    .read = read,
    .run = run,
};
