/*
 * Statistics of one replication, as its observations come, in a memory that
 * does not grow: a tally, a level over time, a quantile, a histogram. All may
 * live in an arena.
 */
#ifndef SIM_STATS_H
#define SIM_STATS_H

#include <gsl/gsl_histogram.h>
#include <gsl/gsl_rstat.h>
#include <stdint.h>

#include "sim/arena.h"
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
    double integral; /* over microseconds */
    sim_time since;
};

static inline void level_open(struct level *level, sim_time now, double value)
{
    *level = (struct level){.value = value, .since = now};
}

static inline void level_set(struct level *level, sim_time now, double value)
{
    level->integral += level->value * (double)(now - level->since);
    level->value = value;
    level->since = now;
}

/* Changes it by so much; returns the new value. */
static inline double level_add(struct level *level, sim_time now, double change)
{
    level_set(level, now, level->value + change);
    return level->value;
}

/* Over seconds, up to now; the mean is this over the time since level_open().
 */
static inline double level_integral(const struct level *level, sim_time now)
{
    return (level->integral + level->value * (double)(now - level->since)) /
           1e6;
}

/* An estimate of one quantile from five markers: P^2 (Jain and Chlamtac,
 * Communications of the ACM 28, 1985). Up to five observations it is exact. */
struct quantile {
    gsl_rstat_quantile_workspace markers;
};

void quantile_open(struct quantile *quantile, double p);
void quantile_add(struct quantile *quantile, double value);
double quantile_value(const struct quantile *quantile); /* NaN without any */

/* How many observations, or what weight of them, fell into each of `bins.n`
 * bins of equal width from low to below high, and outside. */
struct histogram {
    gsl_histogram bins;
    double below;
    double above;
};

void histogram_open(struct histogram *histogram, struct arena *arena,
                    size_t bins, double low, double high);
void histogram_add(struct histogram *histogram, double value, double weight);

/* The weight of a bin, and of all that was added. */
double histogram_weight(const struct histogram *histogram, size_t bin);
double histogram_total(const struct histogram *histogram);

#endif
