/*
 * n components, each up and down by itself, one of which is enough. Down all
 * at once they are for the product of their unavailabilities, whatever the
 * laws: of nodes with Weibull lives and lognormal repairs, and of replicas
 * whose node dies after an exponential time and which are away for a failover
 * of constant length.
 */
#include "sim/event.h"
#include "sim/stats.h"
#include "tests/oracles/lifetime.h"
#include "tests/oracles/oracle.h"
#include "tests/sheet.h"

enum { EVENTS = 50000, MOST = 32 };

static const double minutes_a_year = 365.25 * 24 * 60;
static const double most_hours = 1e9; /* the clock ends at 2.5e9 */

struct design {
    int n;
    struct law life, repair;
    sim_time warm, window;
};

struct component {
    struct event event;
    struct stream stream;
    bool up;
};

struct system {
    const struct design *design;
    struct component components[MOST];
    int up;
    struct level down;
    uint64_t failures;
};

static void turn(struct sim *sim, struct event *event)
{
    struct system *system = sim->model;
    struct component *component = EVENT_OWNER(event, struct component, event);
    const struct design *design = system->design;
    const struct law *law = component->up ? &design->repair : &design->life;

    system->up += component->up ? -1 : 1;
    component->up = !component->up;
    event_schedule(sim, event, sim->now + law_delay(law, &component->stream));
    if (system->up == 0) {
        system->failures++;
        level_set(&system->down, sim->now, 1);
    } else if (system->down.value > 0) {
        level_set(&system->down, sim->now, 0);
    }
}

static uint64_t run(const void *context, struct arena *arena, struct seed seed,
                    struct sample *samples)
{
    const struct design *design = context;
    struct sim *sim = sim_open(arena, seed, 0);
    struct system system = {.design = design, .up = design->n};
    double window = in_hours(time_seconds(design->window)), down;

    sim->model = &system;
    for (int i = 0; i < design->n; i++) {
        struct component *component = &system.components[i];

        component->up = true;
        stream_open(&component->stream, &seed,
                    identity_child(identity_of("component"), (uint64_t)i, 0));
        event_prepare(&component->event, turn, RANK_TRUTH, (uint64_t)i);
        event_schedule(sim, &component->event,
                       law_delay(&design->life, &component->stream));
    }
    sim_run(sim, design->warm);
    level_open(&system.down, sim->now, system.down.value);
    system.failures = 0;
    sim_run(sim, design->warm + design->window);
    down = in_hours(level_integral(&system.down, sim->now));
    samples[0] = samples[1] = (struct sample){down, window};
    samples[2] = (struct sample){down, (double)system.failures};
    samples[3] = (struct sample){(double)system.failures, window};
    return sim->events;
}

/* Steady after 20 lives and repairs: for some laws not quite, and no sooner
 * than for exponential ones. */
static bool set_times(struct design *design)
{
    double cycle =
        in_hours(law_mean(&design->life) + law_mean(&design->repair));

    design->warm = hours(20 * cycle);
    design->window = hours(fmin(most_hours, EVENTS * cycle / (2 * design->n)));
    return design->n >= 1 && design->n <= MOST;
}

static bool read_parallel(struct arena *arena, const char *parameters,
                          const struct factors *factors, void *context)
{
    struct design *design = context;
    double availability = text_number(parameters, "A_i");
    double repair = text_number(parameters, "MTTR_i");
    double life = repair * availability / (1 - availability);

    (void)arena;
    design->n = (int)text_number(parameters, "n");
    design->life = lifetime_weibull(0.7, life / factors->rate[RATE_FAILURE]);
    design->repair = lifetime_lognormal(1, repair / factors->rate[RATE_REPAIR]);
    return set_times(design);
}

static bool read_replicas(const char *parameters, const struct factors *factors,
                          int n, struct design *design)
{
    double life = text_number(parameters, "node_MTTF_h");
    double outage = text_number(parameters, "outage_s") / 3600;

    design->n = n;
    design->life = lifetime_exponential(factors->rate[RATE_FAILURE] / life);
    design->repair = lifetime_constant(outage / factors->rate[RATE_REPAIR]);
    return set_times(design);
}

static bool read_one(struct arena *arena, const char *parameters,
                     const struct factors *factors, void *context)
{
    (void)arena;
    return read_replicas(parameters, factors, 1, context);
}

static bool read_two(struct arena *arena, const char *parameters,
                     const struct factors *factors, void *context)
{
    (void)arena;
    return read_replicas(parameters, factors, 2, context);
}

enum { UNAVAILABILITY, MINUTES, OUTAGE, FREQUENCY };

static const struct measure of_parallel[] = {
    [UNAVAILABILITY] = {.name = "steady_unavailability"},
    [MINUTES] = {.name = "downtime_min_per_year", .scale = minutes_a_year},
    [OUTAGE] = {.name = "mean_outage", .rate = RATE_REPAIR},
    [FREQUENCY] = {.name = "failure_frequency"},
    {.name = NULL},
};

static const struct measure of_one[] = {
    [UNAVAILABILITY] = {.name = "unavailability"},
    [MINUTES] = {.name = "downtime_min_per_year", .scale = minutes_a_year},
    [OUTAGE] = {.name = "mean_outage", .rate = RATE_REPAIR},
    [FREQUENCY] = {.name = "failure_frequency"},
    {.name = NULL},
};

static const struct measure of_two[] = {
    [UNAVAILABILITY] = {.name = "unavailability_both_down"},
    [MINUTES] = {.name = "downtime_min_per_year", .scale = minutes_a_year},
    [OUTAGE] = {.name = "mean_outage", .rate = RATE_REPAIR},
    [FREQUENCY] = {.name = "failure_frequency"},
    {.name = NULL},
};

static double failure(const void *context, const struct measure *measure)
{
    const struct design *design = context;
    bool counted = measure == &of_parallel[FREQUENCY] ||
                   measure == &of_one[FREQUENCY] ||
                   measure == &of_two[FREQUENCY];

    return counted ? 1 : in_hours(law_mean(&design->repair)) / design->n;
}

const struct oracle oracle_parallel = {
    .title = "independent components in parallel",
    .model = "independent_parallel",
    .measures = of_parallel,
    .size = sizeof(struct design),
    .read = read_parallel,
    .run = run,
    .failure = failure,
};

const struct oracle oracle_failover_one = {
    .title = "one replica, failover after a constant delay",
    .model = "failover_single_replica",
    .measures = of_one,
    .size = sizeof(struct design),
    .read = read_one,
    .run = run,
    .failure = failure,
};

const struct oracle oracle_failover_two = {
    .title = "two replicas, failover after a constant delay",
    .model = "failover_two_replicas_independent",
    .measures = of_two,
    .size = sizeof(struct design),
    .read = read_two,
    .run = run,
    .failure = failure,
};
