/* The steady state of one long run. */
#include "sim/long_run.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#include "sim/random.h"
#include "tests/suite.h"

enum { LONG = 20000 };

/* x_k = mean + a (x_(k-1) - mean) + noise, from far above. */
static void autoregress(struct stream *stream, double *values, int count,
                        double a, double start)
{
    double x = start;

    for (int i = 0; i < count; i++) {
        x = a * x + gsl_ran_gaussian(&stream->rng, 1);
        values[i] = 10 + x;
    }
}

/* By hand: batch means 9, 5, 1, 1, ...: removing two leaves no error. */
static void test_warm_up_by_hand(void)
{
    double values[101];
    struct warm_up warm_up;

    for (int i = 0; i < 100; i++)
        values[i] = i < 5 ? 9 : i < 10 ? 5 : 1;
    values[100] = 1e9; /* in no whole batch */
    warm_up = warm_up_of(values, 101);
    CU_ASSERT(warm_up.found);
    CU_ASSERT_EQUAL(warm_up.removed, 10);
    /* A swing: its squares are 10 over 10^2, without the first batch 8.89
     * over 9^2, which is more. */
    for (int i = 0; i < 50; i++)
        values[i] = i % 10 < 5 ? 3 : 1;
    warm_up = warm_up_of(values, 50);
    CU_ASSERT(warm_up.found);
    CU_ASSERT_EQUAL(warm_up.removed, 0);
}

static void test_warm_up_refused(void)
{
    double values[100];
    struct warm_up warm_up;

    for (int i = 0; i < 100; i++)
        values[i] = i < 60 ? i : 60;
    warm_up = warm_up_of(values, 100);
    CU_ASSERT_FALSE(warm_up.found);
    CU_ASSERT_EQUAL(warm_up.removed, 0);
    /* Too few batches to say anything. */
    CU_ASSERT_FALSE(warm_up_of(values + 60, MSER_BATCH * MSER_LEAST - 1).found);
    /* The first half exactly is not too much. */
    for (int i = 0; i < 100; i++)
        values[i] = i < 50 ? i : 60;
    warm_up = warm_up_of(values, 100);
    CU_ASSERT(warm_up.found);
    CU_ASSERT_EQUAL(warm_up.removed, 50);
}

static void test_warm_up_of_nothing(void)
{
    double values[100] = {0};
    struct warm_up warm_up = warm_up_of(values, 100);

    CU_ASSERT(warm_up.found);
    CU_ASSERT_EQUAL(warm_up.removed, 0);
}

/* A transient 100 high that halves every 14 observations is below the noise of
 * a batch after some 90; what is cut leaves no bias that could be seen. */
static void test_warm_up_of_a_transient(void)
{
    const struct seed seed = {.seed = 41};
    static double values[2000];
    double all = 0, kept = 0;

    for (uint64_t k = 0; k < 50; k++) {
        struct warm_up warm_up;
        struct stream stream;

        stream_open(&stream, &seed, k);
        autoregress(&stream, values, 2000, 0.95, 100);
        warm_up = warm_up_of(values, 2000);
        CU_ASSERT(warm_up.found);
        CU_ASSERT(warm_up.removed >= 40 && warm_up.removed <= 1000);
        all += batch_means_of(values, 2000, 20, 0.95).interval.mean / 50;
        kept += batch_means_of(values + warm_up.removed, 2000 - warm_up.removed,
                               20, 0.95)
                    .interval.mean /
                50;
    }
    /* The bias is 100 * 0.95 / 0.05 / 2000 = 0.95; the standard error of the
     * mean of the 50 runs 1 / 0.05 / sqrt(100000) = 0.063. */
    CU_ASSERT(all - 10 > 0.95 - 4 * 0.063);
    CU_ASSERT(fabs(kept - 10) < 4 * 0.07);
}

/* Without a transient little is removed, mostly. */
static void test_warm_up_of_none(void)
{
    const struct seed seed = {.seed = 42};
    static double values[2000];
    int little = 0;

    for (uint64_t k = 0; k < 50; k++) {
        struct stream stream;

        stream_open(&stream, &seed, k);
        autoregress(&stream, values, 2000, 0, 0);
        little += warm_up_of(values, 2000).removed <= 400;
    }
    CU_ASSERT(little >= 35);
}

/* By hand: batch means 1, 3, 2, 6 about 3: squares 14, products -2 + 0 + ...,
 * squared differences 4 + 1 + 16. */
static void test_batches_by_hand(void)
{
    static const double values[] = {99, 0, 2, 2, 4, 1, 3, 5, 7};
    struct batch_means means = batch_means_of(values, 9, 4, 0.95);
    double ratio = 21.0 / 14;

    CU_ASSERT_DOUBLE_EQUAL(means.interval.mean, 3, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(means.interval.high,
                           3 + 3.182446 * sqrt(14.0 / 3 / 4), 1e-5);
    CU_ASSERT_EQUAL(means.interval.count, 4);
    CU_ASSERT_DOUBLE_EQUAL(means.lag1, (-2.0 * 0 + 0 * -1 + -1 * 3) / 14,
                           1e-12);
    CU_ASSERT_DOUBLE_EQUAL(
        means.chance, gsl_cdf_ugaussian_P((ratio / 2 - 1) / sqrt(2.0 / 15)),
        1e-12);
}

/* The test keeps its word: at 5 % it refuses 5 % of independent batches, and
 * nearly all of those that are a part of one swing. */
static void test_independence(void)
{
    const struct seed seed = {.seed = 43};
    static double values[1000];
    int refused = 0, refused_swings = 0;

    for (uint64_t k = 0; k < 1000; k++) {
        struct stream stream;

        stream_open(&stream, &seed, k);
        autoregress(&stream, values, 1000, 0, 0);
        refused += batch_means_of(values, 1000, 30, 0.95).chance < 0.05;
        autoregress(&stream, values, 1000, 0.99, 0);
        refused_swings += batch_means_of(values, 1000, 30, 0.95).chance < 0.05;
    }
    CU_ASSERT(abs(refused - 50) < 4 * 6.9);
    CU_ASSERT(refused_swings > 950);
}

/* Batches of 1000 observations that are correlated over some 10 cover as they
 * say; batches of 10 do not, and their test says so. */
static void test_coverage(void)
{
    const struct seed seed = {.seed = 44};
    static double values[LONG];
    int covered = 0, short_covered = 0, warned = 0;

    for (uint64_t k = 0; k < 200; k++) {
        struct batch_means means;
        struct stream stream;

        stream_open(&stream, &seed, k);
        autoregress(&stream, values, LONG, 0.9, 0);
        means = batch_means_of(values, LONG, 20, 0.9);
        covered += means.interval.low <= 10 && 10 <= means.interval.high;
        means = batch_means_of(values, LONG, LONG / 10, 0.9);
        short_covered += means.interval.low <= 10 && 10 <= means.interval.high;
        warned += means.chance < 0.05;
    }
    CU_ASSERT(fabs(covered / 200. - 0.9) < 4 * sqrt(0.09 / 200));
    CU_ASSERT(short_covered < 150);
    CU_ASSERT_EQUAL(warned, 200);
}

SUITE("sim/long_run", {"a warm-up by hand", test_warm_up_by_hand},
      {"a warm-up is refused", test_warm_up_refused},
      {"nothing happens", test_warm_up_of_nothing},
      {"a transient", test_warm_up_of_a_transient},
      {"no transient", test_warm_up_of_none},
      {"batches by hand", test_batches_by_hand},
      {"independence", test_independence}, {"coverage", test_coverage})
