/*
 * Two nodes, one of which is enough, if the failure of one is noticed: with
 * probability 1 - coverage it is not, and the system is down until it is
 * rebooted (rate beta) with the node that is left. One repair at a time.
 * (Trivedi, Probability and Statistics, 2nd ed., example 8.36 and following)
 */
#include "sim/event.h"
#include "sim/stats.h"
#include "tests/oracles/lifetime.h"
#include "tests/oracles/oracle.h"
#include "tests/sheet.h"

enum { EVENTS = 50000 };

static const double minutes_a_year = 365 * 24 * 60;

struct design {
    struct law life, repair, reboot;
    double coverage;
    double repair_hours;
    sim_time warm, window;
};

struct node {
    struct event event; /* it fails, or is repaired */
    bool up;
};

struct system {
    const struct design *design;
    struct stream stream, noticed;
    struct node nodes[2];
    struct event reboot;
    struct level down;
};

static void renew(struct sim *sim, struct event *event, const struct law *law)
{
    struct system *system = sim->model;

    event_schedule(sim, event, sim->now + law_delay(law, &system->stream));
}

static void observe(struct sim *sim, struct system *system)
{
    bool up = (system->nodes[0].up || system->nodes[1].up) &&
              !event_pending(&system->reboot);

    level_set(&system->down, sim->now, !up);
}

static struct node *other(struct system *system, struct node *node)
{
    return &system->nodes[node == &system->nodes[0]];
}

/* Unnoticed, the other node stands still until the reboot, after which repair
 * begins. */
static void fail(struct sim *sim, struct system *system, struct node *node)
{
    struct node *beside = other(system, node);

    node->up = false;
    if (!beside->up)
        return; /* it is being repaired first */
    if (stream_uniform(&system->noticed) < system->design->coverage) {
        renew(sim, &node->event, &system->design->repair);
        return;
    }
    event_cancel(sim, &beside->event);
    renew(sim, &system->reboot, &system->design->reboot);
}

static void repair(struct sim *sim, struct system *system, struct node *node)
{
    struct node *beside = other(system, node);

    node->up = true;
    renew(sim, &node->event, &system->design->life);
    if (!beside->up)
        renew(sim, &beside->event, &system->design->repair);
}

static void turn(struct sim *sim, struct event *event)
{
    struct system *system = sim->model;
    struct node *node = EVENT_OWNER(event, struct node, event);

    if (node->up)
        fail(sim, system, node);
    else
        repair(sim, system, node);
    observe(sim, system);
}

static void rebooted(struct sim *sim, struct event *event)
{
    struct system *system = sim->model;

    (void)event;
    for (int i = 0; i < 2; i++)
        renew(sim, &system->nodes[i].event,
              system->nodes[i].up ? &system->design->life
                                  : &system->design->repair);
    observe(sim, system);
}

static uint64_t run(const void *context, struct arena *arena, struct seed seed,
                    struct sample *samples)
{
    const struct design *design = context;
    struct sim *sim = sim_open(arena, seed, 0);
    struct system system = {.design = design};

    sim->model = &system;
    stream_open(&system.stream, &seed, identity_of("system"));
    stream_open(&system.noticed, &seed, identity_of("noticed"));
    event_prepare(&system.reboot, rebooted, RANK_TRUTH, 2);
    for (int i = 0; i < 2; i++) {
        system.nodes[i].up = true;
        event_prepare(&system.nodes[i].event, turn, RANK_TRUTH, (uint64_t)i);
        renew(sim, &system.nodes[i].event, &design->life);
    }
    sim_run(sim, design->warm);
    level_open(&system.down, sim->now, system.down.value);
    sim_run(sim, design->warm + design->window);
    samples[0] = (struct sample){level_integral(&system.down, sim->now),
                                 time_seconds(design->window)};
    samples[1] = samples[0];
    return sim->events;
}

static bool read(struct arena *arena, const char *parameters,
                 const struct factors *factors, void *context)
{
    struct design *design = context;
    double lambda =
        text_number(parameters, "lambda") * factors->rate[RATE_FAILURE];
    double mu = text_number(parameters, "mu") * factors->rate[RATE_REPAIR];
    double beta = text_number(parameters, "beta");

    (void)arena;
    design->coverage = text_number(parameters, "coverage");
    design->life = lifetime_exponential(lambda);
    design->repair = lifetime_exponential(mu);
    design->reboot = lifetime_exponential(beta);
    design->repair_hours = 1 / mu;
    design->warm = hours(20 * (1 / lambda + 1 / mu + 1 / beta));
    design->window = hours(EVENTS / (4 * lambda));
    return design->coverage >= 0 && design->coverage <= 1;
}

static const struct measure measures[] = {
    {.name = "steady_unavailability"},
    {.name = "downtime_min_per_year", .scale = minutes_a_year},
    {.name = NULL},
};

static double failure(const void *context, const struct measure *measure)
{
    const struct design *design = context;

    (void)measure;
    return 3600 * design->repair_hours;
}

const struct oracle oracle_imperfect_coverage = {
    .title = "two nodes, imperfect coverage",
    .model = "two_node_imperfect_coverage",
    .measures = measures,
    .size = sizeof(struct design),
    .read = read,
    .run = run,
    .failure = failure,
};
