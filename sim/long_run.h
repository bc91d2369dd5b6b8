/*
 * What one long run says of its steady state: when that begins, and how sure
 * its mean is although neighbouring observations resemble each other.
 */
#ifndef SIM_LONG_RUN_H
#define SIM_LONG_RUN_H

#include <stdbool.h>

#include "sim/interval.h"

enum {
    MSER_BATCH = 5, /* observations in a batch */
    MSER_LEAST = 10 /* batches, without which there is nothing to find */
};

struct warm_up {
    uint64_t removed; /* observations at the beginning, a multiple of 5 */
    bool found; /* else the run is too short to show a steady state: the best
                   cut lies in its second half, and nothing is removed */
};

/* Where the transient ends, by MSER-5: of batch means Y_0 ... Y_(n-1) over 5
 * observations each, the first d are removed that minimise
 * sum_{i >= d} (Y_i - mean of these)^2 / (n - d)^2. (White, An effective
 * truncation heuristic for bias reduction in simulation output, Simulation 69,
 * 1997; with batches of 5: White, Cobb and Spratt, A comparison of five
 * steady-state truncation heuristics for simulation, WSC 2000.) The last five
 * cuts are not looked at, and one beyond the middle is refused (Hoad, Robinson
 * and Davies, Automating warm-up length estimation, Journal of the Operational
 * Research Society 61, 2010). Of equals the first is taken. */
struct warm_up warm_up_of(const double *values, uint64_t count);

struct batch_means {
    struct interval interval; /* of the run's mean; method "t" */
    double lag1;              /* correlation of a batch with the next */
    double chance; /* of a von Neumann ratio as low as this one if the batches
                      were independent: if it is below 0.05, the interval is too
                      narrow, and the batches should be longer. NaN if all
                      batches are equal */
};

/* The mean of one long run from `batches` (at least 3, at most count) batches
 * of equal length; what cannot be shared equally is left out at the beginning.
 * Independence is tested by von Neumann's ratio, one-sided (von Neumann,
 * Annals of Mathematical Statistics 12, 1941; Fishman, Grouping observations in
 * digital simulation, Management Science 24, 1978). */
struct batch_means batch_means_of(const double *values, uint64_t count,
                                  uint64_t batches, double level);

#endif
