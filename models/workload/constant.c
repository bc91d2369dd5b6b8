/* A constant rate of requests. */
#include "models/cluster/demand.h"

struct settings {
    double mean;
};

static const struct parameter parameters[] = {{"mean", &of_rate,
                                               offsetof(struct settings, mean),
                                               NULL, "requests offered"},
                                              {NULL, NULL, 0, NULL, NULL}};

static double rate(const struct demand *demand, sim_time t)
{
    (void)t;
    return ((const struct settings *)demand->settings)->mean;
}

static double volume(const struct demand *demand, sim_time from, sim_time to)
{
    return ((const struct settings *)demand->settings)->mean *
           time_seconds(to - from);
}

static struct demand_range range(const struct demand *demand, sim_time from,
                                 sim_time to)
{
    double mean = ((const struct settings *)demand->settings)->mean;

    (void)from;
    (void)to;
    return (struct demand_range){mean, mean};
}

const struct demand_kind demand_constant = {
    .plugin = {"constant", "the same rate all the time", parameters},
    .settings_size = sizeof(struct settings),
    .rate = rate,
    .volume = volume,
    .range = range};
