/* Confidence intervals against published values, and their coverage. */
#include "sim/interval.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#include "sim/random.h"
#include "tests/suite.h"

/* t(9) at 0.975 is 2.262, t(2) is 4.303 (Student, Biometrika 6, 1908). */
static void test_t(void)
{
    static const double values[] = {1, -7, 2, -7, 3, -7};
    struct interval interval = interval_t(values, 3, 2, 0.95);

    CU_ASSERT_DOUBLE_EQUAL(interval.mean, 2, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(interval.high, 2 + 4.3026527 / sqrt(3), 1e-6);
    CU_ASSERT_DOUBLE_EQUAL(interval.low, 2 - 4.3026527 / sqrt(3), 1e-6);
    CU_ASSERT_EQUAL(interval.level, 0.95);
    CU_ASSERT_EQUAL(interval.count, 3);
    CU_ASSERT_STRING_EQUAL(interval.method, "t");
    interval = interval_t(values, 3, 2, 0.9);
    CU_ASSERT_DOUBLE_EQUAL(interval.high, 2 + 2.9199856 / sqrt(3), 1e-6);
}

static void test_few_values(void)
{
    static const double values[] = {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1};
    struct interval interval = interval_t(values, 1, 1, 0.95);

    CU_ASSERT_EQUAL(interval.mean, 0.1);
    CU_ASSERT(isnan(interval.low) && isnan(interval.high));
    CU_ASSERT_STRING_EQUAL(interval.method, "none");
    interval = interval_t(values, 0, 1, 0.95);
    CU_ASSERT(isnan(interval.mean) && isnan(interval.low));
    CU_ASSERT_STRING_EQUAL(interval.method, "none");
    interval = interval_t(values, 7, 1, 0.95);
    CU_ASSERT_EQUAL(interval.low, 0.1);
    CU_ASSERT_EQUAL(interval.high, 0.1);
    CU_ASSERT_STRING_EQUAL(interval.method, "t");
}

/* By hand: ratio 12/6; residuals 0, 1, -1; s^2 = 1; t(2) = 4.3026527. */
static void test_ratio(void)
{
    static const double above[] = {2, 5, 5}, below[] = {1, 2, 3};
    struct interval interval = interval_ratio(above, below, 3, 1, 0.95);

    CU_ASSERT_DOUBLE_EQUAL(interval.mean, 2, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(interval.high, 2 + 4.3026527 / sqrt(3) / 2, 1e-6);
    CU_ASSERT_DOUBLE_EQUAL(interval.low, 2 - 4.3026527 / sqrt(3) / 2, 1e-6);
    CU_ASSERT_STRING_EQUAL(interval.method, "t");
    interval = interval_ratio(above, below, 1, 1, 0.95);
    CU_ASSERT_EQUAL(interval.mean, 2);
    CU_ASSERT(isnan(interval.low) && isnan(interval.high));
    CU_ASSERT_STRING_EQUAL(interval.method, "none");
}

static void test_ratio_edges(void)
{
    static const double ones[] = {1, 1, 1}, twos[] = {2, 2, 2};
    static const double zeros[] = {0, 0, 0};
    struct interval interval = interval_ratio(ones, zeros, 3, 1, 0.95);

    CU_ASSERT(isnan(interval.mean) && isnan(interval.high));
    CU_ASSERT_STRING_EQUAL(interval.method, "none");
    interval = interval_ratio(ones, twos, 3, 1, 0.95);
    CU_ASSERT_EQUAL(interval.low, 0.5);
    CU_ASSERT_EQUAL(interval.high, 0.5);
    /* Over a constant it is the interval of the mean. */
    interval = interval_ratio((double[]){2, 4, 6}, twos, 3, 1, 0.95);
    CU_ASSERT_DOUBLE_EQUAL(interval.high, 2 + 4.3026527 / sqrt(3), 1e-6);
}

/* Garwood, Biometrika 28 (1936), table 1. */
/* Equal weights are counted; unequal ones widen the interval. */
static void test_weighted(void)
{
    struct interval interval = interval_weighted(10, 20, 40, 2, 4, 0.95);

    CU_ASSERT_EQUAL(interval.mean, 5);
    CU_ASSERT_DOUBLE_EQUAL(interval.low, 2 * 4.795 / 4, 0.001);
    CU_ASSERT_DOUBLE_EQUAL(interval.high, 2 * 18.390 / 4, 0.001);
    interval = interval_weighted(10, 20, 100, 8, 4, 0.95);
    CU_ASSERT(interval.low < 2 * 4.795 / 4);
    CU_ASSERT(interval.high > 2 * 18.390 / 4);
    interval = interval_weighted(0, 0, 0, 0, 4, 0.95);
    CU_ASSERT_STRING_EQUAL(interval.method, "none");
}

static void test_poisson(void)
{
    struct interval interval = interval_poisson(10, 1, 0.95);

    CU_ASSERT_EQUAL(interval.mean, 10);
    CU_ASSERT_DOUBLE_EQUAL(interval.low, 4.795, 0.001);
    CU_ASSERT_DOUBLE_EQUAL(interval.high, 18.390, 0.001);
    CU_ASSERT_STRING_EQUAL(interval.method, "poisson");
    interval = interval_poisson(10, 4, 0.95);
    CU_ASSERT_EQUAL(interval.mean, 2.5);
    CU_ASSERT_DOUBLE_EQUAL(interval.high, 18.390 / 4, 0.001);
    interval = interval_poisson(1, 1, 0.95);
    CU_ASSERT_DOUBLE_EQUAL(interval.low, 0.0253, 0.0001);
    CU_ASSERT_DOUBLE_EQUAL(interval.high, 5.572, 0.001);
    interval = interval_poisson(0, 2, 0.95);
    CU_ASSERT_EQUAL(interval.mean, 0);
    CU_ASSERT_EQUAL(interval.low, 0);
    CU_ASSERT_DOUBLE_EQUAL(interval.high, 2.9957 / 2, 0.0001);
    interval = interval_poisson(3, 0, 0.95);
    CU_ASSERT_STRING_EQUAL(interval.method, "none");
}

static bool covers(struct interval interval, double truth)
{
    return interval.low <= truth && truth <= interval.high;
}

/* A share of 2000 trials with probability p is within 4 standard errors. */
static void check_share(int hits, double p)
{
    CU_ASSERT(fabs(hits / 2000. - p) < 4 * sqrt(p * (1 - p) / 2000));
}

static void test_coverage(void)
{
    const struct seed seed = {.seed = 21};
    struct stream stream;
    int mean_hits = 0, ratio_hits = 0, rate_hits = 0;

    stream_open(&stream, &seed, 1);
    for (int trial = 0; trial < 2000; trial++) {
        double x[30], y[30];

        for (int i = 0; i < 30; i++) {
            x[i] = 10 + gsl_ran_gaussian(&stream.rng, 1);
            y[i] = 3 * x[i] + gsl_ran_gaussian(&stream.rng, 2);
        }
        mean_hits += covers(interval_t(x, 30, 1, 0.9), 10);
        ratio_hits += covers(interval_ratio(y, x, 30, 1, 0.9), 3);
        rate_hits += covers(
            interval_poisson(gsl_ran_poisson(&stream.rng, 200), 100, 0.9), 2);
    }
    check_share(mean_hits, 0.9);
    check_share(ratio_hits, 0.9);
    /* Exact intervals of a count cover a little more than they say. */
    CU_ASSERT(rate_hits > 0.89 * 2000 && rate_hits < 0.94 * 2000);
}

/* Few outages of very unequal length: the normal law would cover far less. */
static void test_weighted_coverage(void)
{
    const struct seed seed = {.seed = 22};
    struct stream stream;
    int hits = 0;

    stream_open(&stream, &seed, 8);
    for (int k = 0; k < 1000; k++) {
        unsigned count = gsl_ran_poisson(&stream.rng, 20);
        double sum = 0, squares = 0, largest = 0;

        for (unsigned i = 0; i < count; i++) {
            double weight = gsl_ran_exponential(&stream.rng, 3);

            sum += weight;
            squares += weight * weight;
            largest = weight > largest ? weight : largest;
        }
        hits += covers(
            interval_weighted(count, sum, squares, largest, 10, 0.95), 6);
    }
    CU_ASSERT(hits > 0.93 * 1000);
}

SUITE("sim/interval", {"t", test_t}, {"few values", test_few_values},
      {"ratio", test_ratio}, {"ratio, edges", test_ratio_edges},
      {"Poisson", test_poisson}, {"unequal weights", test_weighted},
      {"unequal weights, coverage", test_weighted_coverage},
      {"coverage", test_coverage})
