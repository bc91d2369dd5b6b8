/* Statistics of one replication. */
#include "sim/stats.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <string.h>

#include "sim/random.h"
#include "tests/suite.h"

static void test_tally(void)
{
    static const double values[] = {4, -1, 10, 3};
    struct tally tally = {0};

    for (int i = 0; i < 4; i++)
        tally_add(&tally, values[i]);
    CU_ASSERT_EQUAL(tally.count, 4);
    CU_ASSERT_DOUBLE_EQUAL(tally.mean, 4, 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(tally_variance(&tally), 62. / 3, 1e-13);
    CU_ASSERT_EQUAL(tally.least, -1);
    CU_ASSERT_EQUAL(tally.most, 10);
}

static void test_one_value(void)
{
    struct tally tally = {0};

    CU_ASSERT(isnan(tally_variance(&tally)));
    tally_add(&tally, 5);
    CU_ASSERT(isnan(tally_variance(&tally)));
    CU_ASSERT_EQUAL(tally.least, 5);
    CU_ASSERT_EQUAL(tally.most, 5);
    tally_add(&tally, 5);
    CU_ASSERT_EQUAL(tally_variance(&tally), 0);
}

/* The textbook formula of squares would cancel all digits here. */
static void test_small_deviations(void)
{
    struct tally tally = {0};

    for (int i = 0; i < 1000; i++)
        tally_add(&tally, 1e9 + i % 2);
    CU_ASSERT_DOUBLE_EQUAL(tally.mean, 1e9 + 0.5, 1e-6);
    CU_ASSERT_DOUBLE_EQUAL(tally_variance(&tally), 0.25 * 1000 / 999, 1e-9);
}

static void test_level(void)
{
    struct level level;

    level_open(&level, SECONDS(-10), 2);
    CU_ASSERT_EQUAL(level_integral(&level, SECONDS(-10)), 0);
    level_set(&level, SECONDS(0), 5);
    level_set(&level, SECONDS(0), 3);
    level_set(&level, MILLISECONDS(500), 0);
    CU_ASSERT_DOUBLE_EQUAL(level_integral(&level, SECONDS(7)), 21.5, 1e-12);
    level_set(&level, SECONDS(8), -1);
    CU_ASSERT_DOUBLE_EQUAL(level_integral(&level, SECONDS(9)), 20.5, 1e-12);
    CU_ASSERT_EQUAL(level.value, -1);
    CU_ASSERT_EQUAL(level_add(&level, SECONDS(9), 3), 2);
    CU_ASSERT_DOUBLE_EQUAL(level_integral(&level, SECONDS(10)), 22.5, 1e-12);
    level_open(&level, SECONDS(9), 1);
    CU_ASSERT_EQUAL(level_integral(&level, SECONDS(10)), 1);
}

/* The worked example of Jain and Chlamtac (1985), table I: the median of 20
 * observations. */
static void test_quantile(void)
{
    static const double observed[] = {
        0.02,  0.15,  0.74, 3.39, 0.83, 22.37, 10.15, 15.43, 38.62, 15.92,
        34.60, 10.28, 1.47, 0.40, 0.05, 11.39, 0.27,  0.42,  0.09,  11.37};
    struct quantile median;

    quantile_open(&median, 0.5);
    CU_ASSERT(isnan(quantile_value(&median)));
    quantile_add(&median, observed[2]);
    CU_ASSERT_EQUAL(quantile_value(&median), observed[2]);
    quantile_open(&median, 0.5);
    for (int i = 0; i < 3; i++)
        quantile_add(&median, observed[2 - i]);
    CU_ASSERT_EQUAL(quantile_value(&median), 0.15);
    quantile_open(&median, 0.5);
    for (int i = 0; i < 20; i++) {
        quantile_add(&median, observed[i]);
        quantile_value(&median);
    }
    CU_ASSERT_DOUBLE_EQUAL(quantile_value(&median), 4.44, 0.005);
}

/* The standard error of a sample quantile is sqrt(p (1 - p) / n) / density;
 * P^2 adds a little of its own. */
static void test_quantiles_of_a_law(void)
{
    static const double ps[] = {0.05, 0.5, 0.99};
    enum { DRAWS = 100000 };
    const struct seed seed = {.seed = 31};

    for (int i = 0; i < 3; i++) {
        double p = ps[i];
        double truth = gsl_cdf_exponential_Pinv(p, 3);
        double error =
            sqrt(p * (1 - p) / DRAWS) / gsl_ran_exponential_pdf(truth, 3);
        struct quantile quantile;
        struct stream stream;

        stream_open(&stream, &seed, (uint64_t)i);
        quantile_open(&quantile, p);
        for (int k = 0; k < DRAWS; k++)
            quantile_add(&quantile, gsl_ran_exponential(&stream.rng, 3));
        CU_ASSERT(fabs(quantile_value(&quantile) - truth) < 4 * error);
    }
}

static void test_histogram(void)
{
    struct histogram histogram;
    struct arena arena;

    arena_open(&arena);
    histogram_open(&histogram, &arena, 4, -1, 3);
    histogram_add(&histogram, -1, 1);
    histogram_add(&histogram, -1.5, 2);
    histogram_add(&histogram, 2.9, 1);
    histogram_add(&histogram, 2, 0.5);
    histogram_add(&histogram, 3, 4);
    CU_ASSERT_EQUAL(histogram_weight(&histogram, 0), 1);
    CU_ASSERT_EQUAL(histogram_weight(&histogram, 1), 0);
    CU_ASSERT_EQUAL(histogram_weight(&histogram, 3), 1.5);
    CU_ASSERT_EQUAL(histogram.below, 2);
    CU_ASSERT_EQUAL(histogram.above, 4);
    CU_ASSERT_EQUAL(histogram_total(&histogram), 8.5);
    arena_close(&arena);
}

/* Bins of equal chance: Pearson's chi-square has 19 degrees of freedom. */
static void test_histogram_of_a_law(void)
{
    enum { DRAWS = 20000, BINS = 20 };
    const struct seed seed = {.seed = 32};
    struct histogram histogram;
    struct stream stream;
    struct arena arena;
    double chi_square = 0;

    arena_open(&arena);
    stream_open(&stream, &seed, 1);
    histogram_open(&histogram, &arena, BINS, 0, 1);
    for (int i = 0; i < DRAWS; i++)
        histogram_add(&histogram, stream_uniform(&stream), 1);
    CU_ASSERT_EQUAL(histogram_total(&histogram), DRAWS);
    for (size_t i = 0; i < BINS; i++) {
        double more = histogram_weight(&histogram, i) - (double)DRAWS / BINS;

        chi_square += more * more / ((double)DRAWS / BINS);
    }
    CU_ASSERT(gsl_cdf_chisq_Q(chi_square, BINS - 1) > 1e-4);
    arena_close(&arena);
}

/* A saved moment holds all of them: restored, they go on as if they had not
 * seen what came after. */
static void test_in_an_arena(void)
{
    struct both {
        struct quantile quantile;
        struct histogram histogram;
    } * both;
    struct moment moment;
    struct arena arena;
    double value, weight;

    arena_open(&arena);
    both = ARENA_NEW(&arena, struct both);
    quantile_open(&both->quantile, 0.9);
    histogram_open(&both->histogram, &arena, 10, 0, 1000);
    for (int i = 0; i < 500; i++) {
        quantile_add(&both->quantile, i * 37 % 500);
        histogram_add(&both->histogram, i, 1);
    }
    moment = arena_save(&arena);
    value = quantile_value(&both->quantile);
    weight = histogram_weight(&both->histogram, 1);
    for (int i = 0; i < 500; i++) {
        quantile_add(&both->quantile, 1e6);
        histogram_add(&both->histogram, 150, 1);
    }
    CU_ASSERT_NOT_EQUAL(quantile_value(&both->quantile), value);
    arena_restore(&arena, &moment);
    CU_ASSERT_EQUAL(quantile_value(&both->quantile), value);
    CU_ASSERT_EQUAL(histogram_weight(&both->histogram, 1), weight);
    moment_release(&moment);
    arena_close(&arena);
}

SUITE("sim/stats", {"a tally", test_tally}, {"one value", test_one_value},
      {"small deviations", test_small_deviations}, {"a level", test_level},
      {"a published quantile", test_quantile},
      {"quantiles of a law", test_quantiles_of_a_law},
      {"a histogram", test_histogram},
      {"a histogram of a law", test_histogram_of_a_law},
      {"in an arena", test_in_an_arena})
