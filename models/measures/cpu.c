/* The CPU deviation delta_cpu and what it is made of, as integrals. */
#include "models/measures/utilisation.h"

enum { P_AVG, P_AVG_UP, THETA_BAR, DELTA, DELTA_ABS, DELTA_MOST };

struct cpu {
    struct observation *observation;
    struct utilisation utilisation;
};

static const struct number_name names[] = {
    {"p_avg_seconds", "cluster", "s"},
    {"p_avg_up_seconds", "cluster", "s"},
    {"theta_bar_seconds", "cluster", "s"},
    {"delta_cpu_seconds", "cluster", "s"},
    {"delta_cpu_abs_seconds", "cluster", "s"},
    {"delta_cpu_max", "cluster", "1"},
    {NULL, NULL, NULL}};

static void *open(struct observation *observation)
{
    struct cpu *self = ARENA_NEW(observation->cluster->sim->arena, struct cpu);

    self->observation = observation;
    utilisation_open(&self->utilisation, observation, true);
    return self;
}

static void close(void *state)
{
    struct cpu *self = state;
    struct utilisation *utilisation = &self->utilisation;
    double *numbers = observation_numbers(self->observation);

    utilisation_advance(utilisation);
    numbers[P_AVG] = utilisation->p_avg;
    numbers[P_AVG_UP] = utilisation->p_avg_up;
    numbers[THETA_BAR] = utilisation->theta_bar;
    numbers[DELTA] = utilisation->p_avg - utilisation->theta_bar;
    numbers[DELTA_ABS] = utilisation->delta_abs;
    numbers[DELTA_MOST] = utilisation->delta_most;
}

const struct measure_kind measure_cpu = {
    {"cpu", "P_avg, theta_bar and their difference delta_cpu", no_parameters},
    names,
    NULL,
    NULL,
    open,
    close};
