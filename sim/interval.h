/*
 * Confidence intervals over replications.
 */
#ifndef SIM_INTERVAL_H
#define SIM_INTERVAL_H

#include <stdbool.h>
#include <stdint.h>

struct tally;

struct interval {
    double mean;
    double low;
    double high;
    double level;       /* 0.95 */
    uint64_t count;     /* of observations behind it */
    const char *method; /* "t", "poisson", "exact", "none" */
};

/* Student's t over independent observations, spaced `stride` doubles apart.
 * One observation has no interval: low = high = NaN, method "none". If all are
 * equal the interval has no width. */
struct interval interval_t(const double *values, uint64_t count,
                           uint64_t stride, double level);

/* The same, of observations that were tallied as they came. */
struct interval interval_of_tally(const struct tally *tally, double level);

/* t interval of the mean difference first - second of pairs of observations
 * (paired-t): with common random numbers narrower than the intervals of the
 * two apart. */
struct interval interval_paired(const double *first, const double *second,
                                uint64_t count, uint64_t stride, double level);

/* t interval of the ratio sum(numerators)/sum(denominators) by the delta
 * method (Law, Simulation Modeling and Analysis, sec. 9.5.3). */
struct interval interval_ratio(const double *numerators,
                               const double *denominators, uint64_t count,
                               uint64_t stride, double level);

/* Exact interval of a rate, from `count` happenings in `exposure` (Garwood
 * 1936, by chi-square quantiles). With none, low is 0 and high is the
 * one-sided bound. */
struct interval interval_poisson(uint64_t count, double exposure, double level);

/* Interval of the rate of a sum of weights that come as a Poisson process: of
 * the sum per exposure, given also the sum of their squares and the largest.
 * With equal weights it is the exact Poisson interval; where nothing came there
 * is none, method "none", because the weights are not known. (Fay and Feuer,
 * Confidence intervals for directly standardized rates, Statistics in Medicine
 * 16, 1997) */
struct interval interval_weighted(uint64_t count, double sum, double squares,
                                  double largest, double exposure,
                                  double level);

enum {
    FEW_OUTAGES = 30 /* of equal weight: fewer have no t interval, and none
                        is precise enough */
};

/* Whether outages weigh less than FEW_OUTAGES of equal length, which are
 * downtime^2/squares: given the sums of their lengths and of the squares of
 * these. */
bool outages_are_few(double downtime, double squares);

/* What replications saw of how long, and how often, one thing was down. */
struct downtime {
    const double *seconds; /* in each, `stride` doubles apart */
    uint64_t replications;
    uint64_t stride;
    double horizon;   /* seconds; of each */
    uint64_t outages; /* and what follows, in all replications */
    double squares;   /* sum of their squared lengths */
    double longest;   /* seconds */
    double supposed;  /* how long one would be, where there was none */
};

/* Interval of the unavailability, within 0 and 1: t, of its logarithm by the
 * delta method, unless few outages make up most of the downtime: then they are
 * taken for a Poisson process of lengths like those seen. Without any it is the
 * bound of their rate times the length supposed. */
struct interval interval_unavailability(const struct downtime *downtime,
                                        double level);

/* By how much the mean may be wrong, relative to the truth, if the interval
 * covers the truth; INFINITY if it reaches zero, or is none. It is at most g
 * exactly if the half-width is at most g/(1 + g) of the mean, where the
 * interval is symmetric (Law, Simulation Modeling and Analysis, sec. 9.4.1). */
double interval_error(const struct interval *interval);

#endif
