/*
 * Every way of saying a law comes to what was said: means and coefficients of
 * variation by integration over the inverse alone, percentiles as they were
 * given; and delays are times.
 */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_randist.h>
#include <string.h>

#include "sim/io/yaml.h"
#include "sim/law.h"
#include "tests/suite.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

enum { PIECES = 2000 };

static void read_law(struct arena *arena, const char *text, struct law *law)
{
    struct errors errors = {.arena = arena};
    struct tree *documents =
        yaml_read(arena, "test.yaml", text, strlen(text), &errors);

    CU_ASSERT_FATAL(errors.first == NULL && documents->first != NULL);
    CU_ASSERT_TRUE_FATAL(law_read(documents->first, law, &errors));
}

struct moment_of {
    const struct law *law;
    int power;
};

static double integrand(double log_h, void *context)
{
    const struct moment_of *of = context;
    double h = exp(log_h);

    return gsl_pow_int(law_at_hazard(of->law, h), of->power) * exp(-h) * h;
}

/* E(T^power): T is the inverse at an exponential number h, here by its
 * logarithm, where the integrand is smooth. */
static double moment_by_integration(const struct law *law, int power)
{
    struct moment_of of = {law, power};
    gsl_function function = {integrand, &of};
    gsl_integration_glfixed_table *table =
        gsl_integration_glfixed_table_alloc(8);
    double sum = 0, step = (log(400) - log(1e-14)) / PIECES;

    for (int i = 0; i < PIECES; i++)
        sum += gsl_integration_glfixed(&function, log(1e-14) + i * step,
                                       log(1e-14) + (i + 1) * step, table);
    gsl_integration_glfixed_table_free(table);
    return sum;
}

static void check_moments(const struct law *law, double mean, double cv)
{
    double first = moment_by_integration(law, 1);
    double second = moment_by_integration(law, 2);

    CU_ASSERT_DOUBLE_EQUAL(law_mean(law) / mean, 1, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(first / mean, 1, 1e-6);
    CU_ASSERT_DOUBLE_EQUAL(sqrt(second / first / first - 1) / cv, 1, 1e-5);
}

/* A tail that is a power has a cv that an integral finds only if it is small.
 */
static const struct {
    const char *law;
    double cv[3];
} varied[] = {
    {"weibull", {0.3, 1, 2.5}},         {"gamma", {0.2, 1, 1.8}},
    {"lognormal", {0.3, 1, 2.5}},       {"pareto", {0.1, 0.2, 0.3}},
    {"log-logistic", {0.1, 0.25, 0.4}}, {"hyperexponential", {1.01, 2, 5}},
};

static void variations(void)
{
    struct arena arena;
    struct law law;

    arena_open(&arena);
    for (size_t i = 0; i < COUNT_OF(varied); i++)
        for (int j = 0; j < 3; j++) {
            read_law(&arena,
                     arena_format(&arena, "{law: %s, mean: 1h, cv: %g}",
                                  varied[i].law, varied[i].cv[j]),
                     &law);
            check_moments(&law, 3600, varied[i].cv[j]);
        }
    arena_close(&arena);
}

/* The mean and the deviation of what is left when a part is cut off: Johnson,
 * Kotz, Balakrishnan 1, sec. 13.10.1. */
static void truncation(void)
{
    struct arena arena;
    struct law law;
    double cut = gsl_ran_ugaussian_pdf(2) / gsl_cdf_ugaussian_P(2);
    double mean = 10 + 5 * cut;

    arena_open(&arena);
    read_law(&arena, "{law: normal, mean: 10s, sigma: 5s}", &law);
    check_moments(&law, mean, 5 * sqrt(1 - 2 * cut - cut * cut) / mean);
    arena_close(&arena);
}

static const struct {
    double low, high;       /* shares */
    const char *seconds[2]; /* as said */
    double low_seconds, high_seconds;
} pairs[] = {
    {0.5, 0.95, {"2h", "9h"}, 7200, 32400},
    {0.1, 0.9, {"20m", "25m"}, 1200, 1500},
    {0.001, 0.999, {"1m", "3m"}, 60, 180},
    {0.25, 0.5, {"10s", "13s"}, 10, 13},
};

/* A normal law is not as spread out as the first pair, nor a uniform one. */
static void percentiles(void)
{
    static const char *const names[] = {"weibull", "gamma",        "lognormal",
                                        "pareto",  "log-logistic", "normal",
                                        "uniform"};
    struct arena arena;
    struct law law;

    arena_open(&arena);
    for (size_t n = 0; n < COUNT_OF(names); n++)
        for (size_t i = 0; i < COUNT_OF(pairs); i++) {
            if (i == 0 && n >= 5)
                continue;
            read_law(&arena,
                     arena_format(&arena,
                                  "{law: %s, percentiles: {%g%%: %s, %g%%: "
                                  "%s}}",
                                  names[n], pairs[i].high * 100,
                                  pairs[i].seconds[1], pairs[i].low * 100,
                                  pairs[i].seconds[0]),
                     &law);
            CU_ASSERT_DOUBLE_EQUAL(law_quantile(&law, pairs[i].low) /
                                       pairs[i].low_seconds,
                                   1, 1e-11);
            CU_ASSERT_DOUBLE_EQUAL(law_quantile(&law, pairs[i].high) /
                                       pairs[i].high_seconds,
                                   1, 1e-11);
        }
    arena_close(&arena);
}

/* H and its inverse undo each other, from the least to the farthest. */
static void inverses(void)
{
    static const char *const texts[] = {
        "{law: gamma, shape: 0.3, scale: 1s}",
        "{law: gamma, shape: 1, scale: 1s}",
        "{law: gamma, shape: 9999, scale: 1s}",
        "{law: erlang, shape: 40, scale: 1s}",
        "{law: lognormal, sigma: 3, median: 1s}",
        "{law: weibull, shape: 0.3, scale: 1s}",
        "{law: log-logistic, shape: 1.2, median: 1s}",
        "{law: normal, mean: 60s, sigma: 50s}",
        "{law: hyperexponential, mean: 1h, cv: 3}",
    };
    struct arena arena;
    struct law law;

    arena_open(&arena);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        read_law(&arena, texts[i], &law);
        for (double h = 1e-9; h < 1e6; h *= 3) {
            double x = law_at_hazard(&law, h), back = law_hazard(&law, x);

            CU_ASSERT(isinf(x) ? isinf(back) : fabs(back / h - 1) < 3e-7);
        }
        CU_ASSERT(isinf(law_at_hazard(&law, INFINITY)));
        CU_ASSERT_EQUAL(law_hazard(&law, 0), 0);
    }
    arena_close(&arena);
}

/* Of an age that the law says nothing reaches. */
static void nothing_is_left(void)
{
    static const char *const texts[] = {
        "40s", "{law: uniform, high: 30s, offset: 10s}",
        "{law: empirical, values: [3s, 40s]}"};
    const struct seed seed = {.seed = 1};
    struct stream stream;
    struct arena arena;
    struct law law;

    arena_open(&arena);
    stream_open(&stream, &seed, 1);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        read_law(&arena, texts[i], &law);
        CU_ASSERT_EQUAL(law_residual(&law, 40, &stream), 0);
        CU_ASSERT_EQUAL(law_residual(&law, 1e9, &stream), 0);
        CU_ASSERT(law_residual(&law, 39, &stream) <= 1);
        CU_ASSERT(law_residual(&law, 39, &stream) > 0);
    }
    /* Younger than the offset: the whole law is still ahead. */
    read_law(&arena, "{law: exponential, mean: 1us, offset: 1h}", &law);
    CU_ASSERT_DOUBLE_EQUAL(law_residual(&law, 600, &stream), 3000, 1e-4);
    arena_close(&arena);
}

/* Never negative, in whole microseconds, NEVER beyond the clock. */
static void delays(void)
{
    const struct seed seed = {.seed = 1};
    struct stream stream, same;
    struct arena arena;

    arena_open(&arena);
    for (double size = 1e-9; size < 1e18; size *= 10) {
        struct law law = {&law_gamma, 0, size, 0.3, NULL};

        stream_open(&stream, &seed, 1);
        stream_open(&same, &seed, 1);
        for (int i = 0; i < 50; i++) {
            double seconds = law_draw(&law, &same);
            sim_time delay = law_delay(&law, &stream);

            CU_ASSERT(delay >= 0);
            CU_ASSERT(seconds < 9.2e12 ? fabs((double)delay - seconds * 1e6) <=
                                             0.5 + seconds * 1e-9
                                       : delay == NEVER);
        }
    }
    arena_close(&arena);
}

SUITE("sim/law moments", {"variations", variations}, {"truncation", truncation},
      {"percentiles", percentiles}, {"inverses", inverses},
      {"nothing is left", nothing_is_left}, {"delays", delays})
