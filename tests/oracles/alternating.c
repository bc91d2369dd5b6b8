/*
 * One machine whose lives and repairs have any laws: its unavailability is
 * MTTR / (MTTF + MTTR) (alternating renewal; Ross, Introduction to Probability
 * Models, sec. 7.5.1). Laws are given by words, or by the name of a trace that
 * they were fitted to (fta_fits.csv).
 */
#include <string.h>

#include "sim/event.h"
#include "tests/oracles/lifetime.h"
#include "tests/oracles/oracle.h"

enum { CYCLES = 25000 };

static const double most_hours = 5e8;

struct design {
    struct law life, repair;
    int cycles; /* of one replication */
    double least;
};

struct machine {
    const struct design *design;
    struct event event;
    struct stream lives, repairs;
    bool up;
    int cycles;
    sim_time since;
    sim_time time[2]; /* down, up */
};

static void turn(struct sim *sim, struct event *event)
{
    struct machine *machine = EVENT_OWNER(event, struct machine, event);
    const struct design *design = machine->design;

    machine->time[machine->up] += sim->now - machine->since;
    machine->since = sim->now;
    machine->up = !machine->up;
    if (machine->up && ++machine->cycles == design->cycles)
        return;
    event_schedule(sim, event,
                   sim->now +
                       (machine->up
                            ? law_delay(&design->life, &machine->lives)
                            : law_delay(&design->repair, &machine->repairs)));
}

/* Whole cycles: what is measured is the same from the first one on. */
static uint64_t run(const void *context, struct arena *arena, struct seed seed,
                    struct sample *samples)
{
    const struct design *design = context;
    struct sim *sim = sim_open(arena, seed, 0);
    struct machine machine = {.design = design, .up = true};
    double up, down;

    stream_open(&machine.lives, &seed, identity_of("lives"));
    stream_open(&machine.repairs, &seed, identity_of("repairs"));
    event_prepare(&machine.event, turn, RANK_TRUTH, 0);
    event_schedule(sim, &machine.event,
                   law_delay(&design->life, &machine.lives));
    sim_run(sim, NEVER - 1);
    up = in_hours(time_seconds(machine.time[true]));
    down = in_hours(time_seconds(machine.time[false]));
    samples[0] = (struct sample){up, design->cycles};
    samples[1] = (struct sample){down, design->cycles};
    samples[2] = (struct sample){down, up + down};
    return sim->events;
}

/* The n-th moment of a law of the unit scale. */
static double moment(const struct law *law, int n)
{
    const char *name = law->kind->plugin.name;

    if (strcmp(name, "exponential") == 0)
        return tgamma(n + 1);
    if (strcmp(name, "weibull") == 0)
        return tgamma(1 + n / law->b);
    if (strcmp(name, "gamma") == 0)
        return tgamma(law->b + n) / tgamma(law->b);
    if (strcmp(name, "lognormal") == 0)
        return exp(n * n * law->b * law->b / 2);
    return 1;
}

/* How many draws make the mean's skewness less than 0.45, so that it can be
 * taken for normal: 5 times the square of the law's skewness. */
static double least_draws(const struct law *law)
{
    double m1 = moment(law, 1), m2 = moment(law, 2), m3 = moment(law, 3);
    double variance = m2 - m1 * m1;
    double third = m3 - 3 * m1 * m2 + 2 * m1 * m1 * m1;

    if (variance <= 0)
        return 0;
    return 5 * third * third / (variance * variance * variance);
}

static double least(const void *context)
{
    const struct design *design = context;

    return design->least;
}

static bool read(struct arena *arena, const char *parameters,
                 const struct factors *factors, void *context)
{
    struct design *design = context;
    double cycle;

    (void)arena;
    if (!lifetime_pair(parameters, factors->rate[RATE_FAILURE],
                       factors->rate[RATE_REPAIR], &design->life,
                       &design->repair))
        return false;
    cycle = in_hours(law_mean(&design->life) + law_mean(&design->repair));
    design->cycles = (int)fmin(CYCLES, most_hours / cycle);
    design->least =
        fmax(least_draws(&design->life), least_draws(&design->repair)) /
        design->cycles;
    return design->cycles > 0;
}

static const struct measure measures[] = {
    {.name = "mttf_h"},
    {.name = "mttr_h", .rate = RATE_REPAIR},
    {.name = "steady_availability", .whole = 1},
    {.name = NULL},
};

const struct oracle oracle_alternating = {
    .title = "alternating renewal",
    .model = "alternating_renewal",
    .measures = measures,
    .size = sizeof(struct design),
    .read = read,
    .run = run,
    .least = least,
};
