/*
 * Statistics of one replication: a tally of observations, a level over time.
 */
#ifndef SIM_STATS_H
#define SIM_STATS_H

#include <stdint.h>

#include "sim/time.h"

/* Observations; mean and variance by Welford's method. */
struct tally {
    uint64_t count;
    double mean;
    double squares; /* sum of squared deviations */
    double least;
    double most;
};

void tally_add(struct tally *tally, double value);
double tally_variance(const struct tally *tally); /* NaN below 2 */

/* A piecewise constant value, and its integral over simulated seconds. */
struct level {
    double value;
    double integral;
    sim_time since;
};

void level_open(struct level *level, sim_time now, double value);
void level_set(struct level *level, sim_time now, double value);

/* Integral up to now; the mean is this over the time since level_open(). */
double level_integral(const struct level *level, sim_time now);

#endif
