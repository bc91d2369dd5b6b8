/*
 * The shape of a workload plug-in: requests offered to a Service over time, as
 * a rate that is known in closed form, so that nothing ticks.
 */
#ifndef MODELS_CLUSTER_DEMAND_H
#define MODELS_CLUSTER_DEMAND_H

#include "sim/plugin.h"
#include "sim/time.h"

struct demand_range {
    double least;
    double most;
};

struct demand_kind {
    struct plugin plugin;
    size_t settings_size;
    /* Requests per second at t; requests in [from, to). */
    double (*rate)(const void *settings, sim_time t);
    double (*volume)(const void *settings, sim_time from, sim_time to);
    /* Bounds of the rate over [from, to]. */
    struct demand_range (*range)(const void *settings, sim_time from,
                                 sim_time to);
    /* The first time after `after` at which the rate crosses a level; NEVER. */
    sim_time (*crosses)(const void *settings, double level, sim_time after);
};

struct demand {
    const struct demand_kind *kind; /* NULL: a Service without traffic */
    const void *settings;
};

#endif
