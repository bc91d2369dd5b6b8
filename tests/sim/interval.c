/* Confidence intervals against published values, and their coverage. */
#include "sim/interval.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_statistics_double.h>
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

/* Garwood, Biometrika 28 (1936), table 1. */
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

/* Ten hours in ten replications: of one outage, of a hundred, of none. */
static void test_unavailability(void)
{
    const double seconds[] = {0, 2, 1, 1, 1, 1, 1, 1, 1, 1};
    struct downtime downtime = {.seconds = seconds,
                                .replications = 10,
                                .stride = 1,
                                .horizon = 100,
                                .outages = 1,
                                .squares = 100,
                                .longest = 10,
                                .supposed = 3};
    struct interval interval = interval_unavailability(&downtime, 0.95);

    CU_ASSERT_STRING_EQUAL(interval.method, "poisson");
    CU_ASSERT_DOUBLE_EQUAL(interval.mean, 0.01, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(interval.high, 0.05572, 0.00001);
    downtime.outages = 100;
    downtime.squares = 1;
    interval = interval_unavailability(&downtime, 0.95);
    CU_ASSERT_STRING_EQUAL(interval.method, "t");
    CU_ASSERT_DOUBLE_EQUAL(interval.mean, 0.01, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(
        interval.high, 0.01 * exp(interval_t(seconds, 10, 1, 0.95).high - 1),
        1e-12);
    CU_ASSERT_DOUBLE_EQUAL(interval.low * interval.high, 0.01 * 0.01, 1e-12);
    downtime.outages = 0;
    downtime.stride = 0;
    interval = interval_unavailability(&downtime, 0.95);
    CU_ASSERT_EQUAL(interval.mean, 0);
    CU_ASSERT_DOUBLE_EQUAL(interval.high, 2.9957 * 3 / 1000, 1e-6);
    /* One replication has no t interval. */
    downtime = (struct downtime){seconds + 1, 1, 1, 4, 1, 4, 2, 3};
    interval = interval_unavailability(&downtime, 0.95);
    CU_ASSERT_EQUAL(interval.mean, 0.5);
    CU_ASSERT(isnan(interval.low) && isnan(interval.high));
    downtime.horizon = 40;
    interval = interval_unavailability(&downtime, 0.95);
    CU_ASSERT_STRING_EQUAL(interval.method, "poisson");
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

/* Published quantiles once more, through what GSL computes them with: the
 * cumulative laws give back the levels. */
static void test_against_cdf(void)
{
    for (int count = 2; count < 60; count += 7) {
        double values[60], error;
        struct interval interval;

        for (int i = 0; i < count; i++)
            values[i] = i * i % 11;
        interval = interval_t(values, (uint64_t)count, 1, 0.95);
        error = gsl_stats_sd(values, 1, (size_t)count) / sqrt(count);
        CU_ASSERT_DOUBLE_EQUAL(interval.mean,
                               gsl_stats_mean(values, 1, (size_t)count), 1e-12);
        CU_ASSERT_DOUBLE_EQUAL(
            gsl_cdf_tdist_P((interval.high - interval.mean) / error, count - 1),
            0.975, 1e-9);
        interval = interval_poisson((uint64_t)count, 3, 0.95);
        CU_ASSERT_DOUBLE_EQUAL(
            gsl_cdf_poisson_Q((unsigned)count - 1, interval.low * 3), 0.025,
            1e-9);
        CU_ASSERT_DOUBLE_EQUAL(
            gsl_cdf_poisson_P((unsigned)count, interval.high * 3), 0.025, 1e-9);
    }
    CU_ASSERT_DOUBLE_EQUAL(
        gsl_cdf_poisson_P(0, interval_poisson(0, 3, 0.95).high * 3), 0.05,
        1e-9);
}

/* Student's own data (1908), the sleep of ten patients under two drugs:
 * differences of mean 1.58 and standard deviation 1.2300. */
/* Where GSL's quantiles of the chi-square law fail. */
static void test_poisson_of_many(void)
{
    static const uint64_t counts[] = {4990, 5000, 84445, 10000000};

    for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
        double n = (double)counts[i];
        struct interval poisson = interval_poisson(counts[i], 2, 0.95);
        struct interval weighted =
            interval_weighted(counts[i], n, n, 1, 2, 0.95);

        CU_ASSERT_DOUBLE_EQUAL((poisson.high - n / 2) / sqrt(n), 0.98, 0.02);
        CU_ASSERT_DOUBLE_EQUAL((n / 2 - poisson.low) / sqrt(n), 0.98, 0.02);
        CU_ASSERT_DOUBLE_EQUAL(weighted.high / poisson.high, 1, 1e-9);
        CU_ASSERT_DOUBLE_EQUAL(weighted.low / poisson.low, 1, 1e-9);
    }
    /* On both sides of where the way of inverting changes. */
    CU_ASSERT_DOUBLE_EQUAL(interval_poisson(4999, 1, 0.95).low + 1 -
                               interval_poisson(5000, 1, 0.95).low,
                           0.0139, 0.002);
}

static void test_paired(void)
{
    static const double d[] = {1.9, 0.8, 1.1, 0.1, -0.1,
                               4.4, 5.5, 1.6, 4.6, 3.4};
    static const double l[] = {0.7, -1.6, -0.2, -1.2, -0.1,
                               3.4, 3.7,  0.8,  0,    2};
    struct interval interval = interval_paired(d, l, 10, 1, 0.95);

    CU_ASSERT_DOUBLE_EQUAL(interval.mean, 1.58, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(interval.low, 0.7001142, 1e-6);
    CU_ASSERT_DOUBLE_EQUAL(interval.high, 2.4598858, 1e-6);
    CU_ASSERT_EQUAL(interval.count, 10);
    CU_ASSERT_STRING_EQUAL(interval_paired(d, l, 1, 1, 0.95).method, "none");
}

/* What two policies share is no part of their difference's interval. */
static void test_paired_coverage(void)
{
    const struct seed seed = {.seed = 23};
    struct stream stream;
    int hits = 0;

    stream_open(&stream, &seed, 1);
    for (int trial = 0; trial < 2000; trial++) {
        double x[20], y[20];
        struct interval interval;

        for (int i = 0; i < 20; i++) {
            double shared = gsl_ran_gaussian(&stream.rng, 100);

            x[i] = shared + gsl_ran_gaussian(&stream.rng, 1);
            y[i] = shared + 2 + gsl_ran_gaussian(&stream.rng, 1);
        }
        interval = interval_paired(y, x, 20, 1, 0.9);
        hits += covers(interval, 2);
        CU_ASSERT(interval.high - interval.low < 4);
    }
    check_share(hits, 0.9);
}

/* A half-width of g/(1 + g) of the mean is an error of at most g. */
static void test_error(void)
{
    struct interval interval = {2,  2 - 0.1 / 1.05, 2 + 0.1 / 1.05, 0.95, 9,
                                "t"};

    CU_ASSERT_DOUBLE_EQUAL(interval_error(&interval), 0.05, 1e-12);
    interval.low = 1.9;
    interval.high = 4;
    CU_ASSERT_DOUBLE_EQUAL(interval_error(&interval), 0.5, 1e-12);
    interval.low = 0;
    CU_ASSERT_EQUAL(interval_error(&interval), INFINITY);
    interval.low = interval.high = NAN;
    CU_ASSERT_EQUAL(interval_error(&interval), INFINITY);
    interval.low = interval.high = 2;
    CU_ASSERT_EQUAL(interval_error(&interval), 0);
}

SUITE("sim/interval", {"t", test_t}, {"unavailability", test_unavailability},
      {"few values", test_few_values}, {"ratio", test_ratio},
      {"ratio, edges", test_ratio_edges}, {"Poisson", test_poisson},
      {"Poisson of many", test_poisson_of_many},
      {"unequal weights", test_weighted},
      {"unequal weights, coverage", test_weighted_coverage},
      {"coverage", test_coverage}, {"against the laws", test_against_cdf},
      {"paired", test_paired}, {"paired, coverage", test_paired_coverage},
      {"relative error", test_error})
