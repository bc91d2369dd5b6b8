/*
 * Two components that fail alone or together: each by itself at a rate, both by
 * a common shock at another (Marshall and Olkin 1967); each is repaired by
 * itself, or both by one crew.
 */
#include <string.h>

#include "sim/event.h"
#include "sim/stats.h"
#include "tests/oracles/lifetime.h"
#include "tests/oracles/oracle.h"
#include "tests/sheet.h"

enum { EVENTS = 50000 };

struct design {
    struct law life, between_shocks, repair;
    bool shocks;
    bool one_crew;
    double repair_hours;
    sim_time warm, window;
};

struct component {
    struct event event; /* it fails, or is repaired */
    bool up;
};

struct pair {
    const struct design *design;
    struct stream stream;
    struct component components[2];
    struct event shock;
    struct level one_up, both_down;
};

static void renew(struct sim *sim, struct event *event, const struct law *law)
{
    struct pair *pair = sim->model;

    event_schedule(sim, event, sim->now + law_delay(law, &pair->stream));
}

static void observe(struct sim *sim, struct pair *pair)
{
    int up = pair->components[0].up + pair->components[1].up;

    level_set(&pair->one_up, sim->now, up == 1);
    level_set(&pair->both_down, sim->now, up == 0);
}

static struct component *other(struct pair *pair, struct component *component)
{
    return &pair->components[component == &pair->components[0]];
}

/* With one crew, it begins unless the other is being repaired. */
static void fail(struct sim *sim, struct pair *pair,
                 struct component *component)
{
    struct component *beside = other(pair, component);
    bool waits =
        pair->design->one_crew && !beside->up && event_pending(&beside->event);

    component->up = false;
    event_cancel(sim, &component->event);
    if (!waits)
        renew(sim, &component->event, &pair->design->repair);
}

static void repair(struct sim *sim, struct pair *pair,
                   struct component *component)
{
    struct component *beside = other(pair, component);

    component->up = true;
    renew(sim, &component->event, &pair->design->life);
    if (!event_pending(&beside->event))
        renew(sim, &beside->event, &pair->design->repair);
}

static void turn(struct sim *sim, struct event *event)
{
    struct pair *pair = sim->model;
    struct component *component = EVENT_OWNER(event, struct component, event);

    if (component->up)
        fail(sim, pair, component);
    else
        repair(sim, pair, component);
    observe(sim, pair);
}

static void strike(struct sim *sim, struct event *event)
{
    struct pair *pair = sim->model;

    renew(sim, event, &pair->design->between_shocks);
    for (int i = 0; i < 2; i++)
        if (pair->components[i].up)
            fail(sim, pair, &pair->components[i]);
    observe(sim, pair);
}

static void pair_start(struct sim *sim, struct pair *pair,
                       const struct design *design)
{
    *pair = (struct pair){.design = design};
    sim->model = pair;
    stream_open(&pair->stream, &sim->seed, identity_of("pair"));
    for (int i = 0; i < 2; i++) {
        pair->components[i].up = true;
        event_prepare(&pair->components[i].event, turn, RANK_TRUTH,
                      (uint64_t)i);
        renew(sim, &pair->components[i].event, &design->life);
    }
    event_prepare(&pair->shock, strike, RANK_TRUTH, 2);
    if (design->shocks)
        renew(sim, &pair->shock, &design->between_shocks);
}

static uint64_t run(const void *context, struct arena *arena, struct seed seed,
                    struct sample *samples)
{
    const struct design *design = context;
    struct sim *sim = sim_open(arena, seed, 0);
    double window = time_seconds(design->window);
    struct pair pair;
    double one, both;

    pair_start(sim, &pair, design);
    sim_run(sim, design->warm);
    level_open(&pair.one_up, sim->now, pair.one_up.value);
    level_open(&pair.both_down, sim->now, pair.both_down.value);
    sim_run(sim, design->warm + design->window);
    one = level_integral(&pair.one_up, sim->now);
    both = level_integral(&pair.both_down, sim->now);
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
