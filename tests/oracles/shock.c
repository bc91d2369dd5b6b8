/*
 * Two components that fail alone or together: each by itself at a rate, both by
 * a common shock at another (Marshall and Olkin 1967); each is repaired by
 * itself, or both by one crew.
 */
#include <string.h>

#include "sim/stats.h"
#include "tests/oracles/lifetime.h"
#include "tests/oracles/oracle.h"
#include "tests/oracles/pair.h"
#include "tests/sheet.h"

enum { EVENTS = 50000 };

struct design {
    struct law life, between_shocks, repair;
    bool shocks;
    bool one_crew;
    double repair_hours;
    sim_time warm, window;
};

struct system {
    struct pair pair;
    const struct design *design;
    struct event shock;
    struct level one_up, both_down;
};

static void observe(struct sim *sim, struct pair *pair)
{
    struct system *system = sim->model;
    int up = pair->components[0].up + pair->components[1].up;

    level_set(&system->one_up, sim->now, up == 1);
    level_set(&system->both_down, sim->now, up == 0);
}

/* One crew begins unless it repairs the other. */
static void failed(struct sim *sim, struct pair *pair,
                   struct component *component)
{
    const struct system *system = sim->model;
    const struct component *beside = pair_other(pair, component);

    if (!system->design->one_crew || beside->up ||
        !event_pending(&beside->event))
        pair_renew(sim, &component->event, pair->repair);
}

static void strike(struct sim *sim, struct event *event)
{
    struct system *system = sim->model;
    struct pair *pair = &system->pair;

    pair_renew(sim, event, &system->design->between_shocks);
    for (int i = 0; i < 2; i++)
        if (pair->components[i].up)
            pair_fail(sim, pair, &pair->components[i]);
    observe(sim, pair);
}

static uint64_t run(const void *context, struct arena *arena, struct seed seed,
                    struct sample *samples)
{
    const struct design *design = context;
    struct sim *sim = sim_open(arena, seed, 0);
    double window = time_seconds(design->window), one, both;
    struct system system = {.pair = {.life = &design->life,
                                     .repair = &design->repair,
                                     .failed = failed,
                                     .observe = observe},
                            .design = design};

    pair_start(sim, &system.pair);
    event_prepare(&system.shock, strike, RANK_TRUTH, 2);
    if (design->shocks)
        pair_renew(sim, &system.shock, &design->between_shocks);
    sim_run(sim, design->warm);
    level_open(&system.one_up, sim->now, system.one_up.value);
    level_open(&system.both_down, sim->now, system.both_down.value);
    sim_run(sim, design->warm + design->window);
    one = level_integral(&system.one_up, sim->now);
    both = level_integral(&system.both_down, sim->now);
    samples[0] = (struct sample){both, window};
    samples[1] = (struct sample){one, window};
    samples[2] = (struct sample){both + one / 2, window};
    return sim->events;
}

static bool read(struct arena *arena, const char *parameters,
                 const struct factors *factors, void *context)
{
    struct design *design = context;
    double lambda =
        text_number(parameters, "lambda") * factors->rate[RATE_FAILURE];
    double common = text_number(parameters, "lambda_common");
    double mu = text_number(parameters, "mu") * factors->rate[RATE_REPAIR];

    (void)arena;
    design->shocks = common > 0;
    design->one_crew = strstr(parameters, "repair=single") != NULL;
    design->life = lifetime_exponential(lambda);
    design->between_shocks = lifetime_exponential(common);
    design->repair = lifetime_exponential(mu);
    design->repair_hours = 1 / mu;
    design->warm = hours(20 * (1 / lambda + 1 / mu));
    design->window = hours(EVENTS / (4 * lambda + 3 * common));
    return design->one_crew || strstr(parameters, "repair=parallel") != NULL;
}

/* Both down: the common shock's rate is not wrong, so the repair's is. */
static const struct measure measures[] = {
    {.name = "P_both_down", .rate = RATE_REPAIR},
    {.name = "P_exactly_one_up"},
    {.name = "component_availability", .whole = 1},
    {.name = NULL},
};

static double failure(const void *context, const struct measure *measure)
{
    const struct design *design = context;

    (void)measure;
    return 3600 * design->repair_hours;
}

const struct oracle oracle_shock = {
    .title = "common shocks (Marshall and Olkin)",
    .model = "marshall_olkin_2",
    .measures = measures,
    .size = sizeof(struct design),
    .read = read,
    .run = run,
    .failure = failure,
};
