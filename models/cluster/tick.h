/*
 * The ticks of what happens periodically, as numbers: phase + k period, for
 * every k.
 */
#ifndef MODELS_CLUSTER_TICK_H
#define MODELS_CLUSTER_TICK_H

#include "sim/time.h"

/* The first tick at or after t. */
static inline sim_time tick_at_or_after(sim_time t, sim_time phase,
                                        sim_time period)
{
    sim_time since = ((t - phase) % period + period) % period;

    return since == 0 ? t : time_after(t, period - since);
}

/* The first tick after t. */
static inline sim_time tick_after(sim_time t, sim_time phase, sim_time period)
{
    return tick_at_or_after(t + 1, phase, period);
}

#endif
