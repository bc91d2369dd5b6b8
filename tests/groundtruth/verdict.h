/*
 * Whether a simulated sample agrees with a measured one.
 */
#ifndef TESTS_GROUNDTRUTH_VERDICT_H
#define TESTS_GROUNDTRUTH_VERDICT_H

#include "tests/groundtruth/metric.h"
#include "tests/groundtruth/sample.h"

/* The probability of at least such a distance between the distribution
 * functions of two samples of one law: Kolmogorov and Smirnov's test, with the
 * correction of Stephens, Journal of the Royal Statistical Society B 32 (1970)
 * for small samples. Both must be sorted. */
double kolmogorov_smirnov(const struct sample *a, const struct sample *b);

/* How far the simulated median is from the measured one, in units of what is
 * allowed; false if it is not the machine's speed that is judged. */
bool speed_misfit(enum metric_class class, const struct sample *measured,
                  const struct sample *simulated, double *misfit);

/* How many of the measured values lie between the first and the last hundredth
 * of the simulated ones. Sorted. */
int count_central(const struct sample *measured,
                  const struct sample *simulated);

/* By the metric's class; both sorted and not empty. */
bool samples_agree(enum metric_class class, const struct sample *measured,
                   const struct sample *simulated);

#endif
