/* A constant rate of requests. */
#include "models/cluster/demand.h"

struct settings {
    double mean;
};

static const struct parameter parameters[] = {{"mean", &of_rate,
                                               offsetof(struct settings, mean),
                                               NULL, "requests offered"},
                                              {NULL, NULL, 0, NULL, NULL}};

static double rate(const void *settings, sim_time t)
{
    (void)t;
    return ((const struct settings *)settings)->mean;
}

static double volume(const void *settings, sim_time from, sim_time to)
{
    return ((const struct settings *)settings)->mean * time_seconds(to - from);
}

static struct demand_range range(const void *settings, sim_time from,
                                 sim_time to)
{
    double mean = ((const struct settings *)settings)->mean;

    (void)from;
    (void)to;
    return (struct demand_range){mean, mean};
}

static sim_time crosses(const void *settings, double level, sim_time after)
{
    (void)settings;
    (void)level;
    (void)after;
    return NEVER;
}

const struct demand_kind demand_constant = {
    {"constant", "the same rate all the time", parameters},
    sizeof(struct settings),
    rate,
    volume,
    range,
    crosses};
