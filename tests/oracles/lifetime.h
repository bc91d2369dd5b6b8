/*
 * Laws as the tables of references write them, in hours: "weibull k=0.7
 * scale=10", "exp mean 10", "deterministic 2", "lognormal mu=0.05 s=1.42",
 * "gamma k=0.35 scale=5102.71"; and times in hours.
 */
#ifndef TESTS_ORACLES_LIFETIME_H
#define TESTS_ORACLES_LIFETIME_H

#include "sim/law.h"

/* The law of a duration in which everything is faster by the factor `rate`.
 * Its kind is NULL if the words are not understood. */
struct law lifetime_read(const char *words, double rate);

/* The laws of up and down times, separated by "/"; or those that were fitted to
 * a trace, as in "LANL05 weibull" (fta_fits.csv). False if not understood. */
bool lifetime_pair(const char *parameters, double failure, double repair,
                   struct law *up, struct law *down);

/* Exponential, with a rate per hour; constant, in hours. */
struct law lifetime_exponential(double per_hour);
struct law lifetime_constant(double hours);

/* Of a mean in hours: Weibull with a shape, lognormal with a sigma. */
struct law lifetime_weibull(double shape, double mean);
struct law lifetime_lognormal(double sigma, double mean);

static inline sim_time hours(double count)
{
    return time_from_seconds(3600 * count);
}

static inline double in_hours(double seconds)
{
    return seconds / 3600;
}

#endif
