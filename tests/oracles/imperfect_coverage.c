/*
 * Two nodes, one of which is enough, if the failure of one is noticed: with
 * probability 1 - coverage it is not, and the system is down until it is
 * rebooted (rate beta) with the node that is left. One repair at a time.
 * (Trivedi, Probability and Statistics, 2nd ed., example 8.36 and following)
 */
#include "sim/stats.h"
#include "tests/oracles/lifetime.h"
#include "tests/oracles/oracle.h"
#include "tests/oracles/pair.h"
#include "tests/sheet.h"

enum { EVENTS = 50000 };

static const double minutes_a_year = 365 * 24 * 60;

struct design {
    struct law life, repair, reboot;
    double coverage;
    double repair_hours;
    sim_time warm, window;
};

struct system {
    struct pair pair;
    const struct design *design;
    struct stream noticed;
    struct event reboot;
    struct level down;
};

static void observe(struct sim *sim, struct pair *pair)
{
    struct system *system = sim->model;
    bool up = (pair->components[0].up || pair->components[1].up) &&
              !event_pending(&system->reboot);

    level_set(&system->down, sim->now, !up);
}

/* Unnoticed, the other node stands still until the reboot, after which repair
 * begins. */
static void failed(struct sim *sim, struct pair *pair, struct component *node)
{
    struct system *system = sim->model;
    struct component *beside = pair_other(pair, node);

    if (!beside->up)
        return; /* it is being repaired first */
    if (stream_uniform(&system->noticed) < system->design->coverage) {
        pair_renew(sim, &node->event, pair->repair);
        return;
    }
    event_cancel(sim, &beside->event);
    pair_renew(sim, &system->reboot, &system->design->reboot);
}

static void rebooted(struct sim *sim, struct event *event)
{
    struct pair *pair = sim->model;

    (void)event;
    for (int i = 0; i < 2; i++)
        pair_renew(sim, &pair->components[i].event,
                   pair->components[i].up ? pair->life : pair->repair);
    observe(sim, pair);
}

static uint64_t run(const void *context, struct arena *arena, struct seed seed,
                    struct sample *samples)
{
    const struct design *design = context;
    struct sim *sim = sim_open(arena, seed, 0);
    struct system system = {.pair = {.life = &design->life,
                                     .repair = &design->repair,
                                     .failed = failed,
                                     .observe = observe},
                            .design = design};

    stream_open(&system.noticed, &seed, identity_of("noticed"));
    event_prepare(&system.reboot, rebooted, RANK_TRUTH, 2);
    pair_start(sim, &system.pair);
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
