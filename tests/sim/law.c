/* Laws: what they draw against their closed forms, and how they are read. */
#include "sim/law.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <stdlib.h>
#include <string.h>

#include "sim/io/yaml.h"
#include "sim/stats.h"
#include "tests/suite.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

enum { DRAWS = 20000 };

/* The first message, or NULL if the text is a law. */
static const char *read_law(struct arena *arena, const char *text,
                            struct law *law)
{
    struct errors errors = {.arena = arena};
    struct tree *documents =
        yaml_read(arena, "test.yaml", text, strlen(text), &errors);
    bool good;

    CU_ASSERT_FATAL(errors.first == NULL && documents->first != NULL);
    good = law_read(documents->first, law, &errors);
    CU_ASSERT_EQUAL(good, errors.mistakes == 0);
    return errors.first == NULL ? NULL : errors.first->text;
}

static double uniform_cdf(double x)
{
    return gsl_cdf_flat_P(x, 2, 10);
}

static double exponential_cdf(double x)
{
    return x < 5 ? 0 : gsl_cdf_exponential_P(x - 5, 30);
}

static double young_cdf(double x)
{
    return gsl_cdf_weibull_P(x, 100, 0.7);
}

static double old_cdf(double x)
{
    return gsl_cdf_weibull_P(x, 100, 2.5);
}

static double lognormal_cdf(double x)
{
    return gsl_cdf_lognormal_P(x, log(7200), 0.5);
}

static double gamma_cdf(double x)
{
    return gsl_cdf_gamma_P(x, 3, 20);
}

static double spread_gamma_cdf(double x)
{
    return gsl_cdf_gamma_P(x, 0.5, 20);
}

static double normal_cdf(double x)
{
    return 1 - gsl_cdf_gaussian_Q(x - 10, 5) / gsl_cdf_ugaussian_P(2);
}

static const struct {
    const char *text;
    double (*cdf)(double x);
} known[] = {
    {"{law: uniform, low: 2s, high: 10s}", uniform_cdf},
    {"{law: exponential, mean: 30s, offset: 5s}", exponential_cdf},
    {"{law: weibull, shape: 0.7, scale: 100s}", young_cdf},
    {"{law: weibull, shape: 2.5, scale: 100s}", old_cdf},
    {"{law: lognormal, median: 2h, sigma: 0.5}", lognormal_cdf},
    {"{law: gamma, shape: 3, scale: 20s}", gamma_cdf},
    {"{law: gamma, shape: 0.5, mean: 10s}", spread_gamma_cdf},
    {"{law: normal, mean: 10s, sigma: 5s}", normal_cdf},
};

/* Means and variances of the known ones: Johnson, Kotz, Balakrishnan. */
static void known_moments(double mean[], double variance[])
{
    double cut = gsl_ran_ugaussian_pdf(2) / gsl_cdf_ugaussian_P(2);

    mean[0] = 6;
    variance[0] = 64. / 12;
    mean[1] = 35;
    variance[1] = 900;
    mean[2] = 100 * tgamma(1 + 1 / 0.7);
    variance[2] = 1e4 * tgamma(1 + 2 / 0.7) - mean[2] * mean[2];
    mean[3] = 100 * tgamma(1 + 1 / 2.5);
    variance[3] = 1e4 * tgamma(1 + 2 / 2.5) - mean[3] * mean[3];
    mean[4] = 7200 * exp(0.125);
    variance[4] = mean[4] * mean[4] * (exp(0.25) - 1);
    mean[5] = 60;
    variance[5] = 1200;
    mean[6] = 10;
    variance[6] = 200;
    mean[7] = 10 + 5 * cut;
    variance[7] = 25 * (1 - 2 * cut - cut * cut);
}

static void draw_known(struct arena *arena, size_t which, double *values)
{
    const struct seed seed = {.seed = 31};
    struct stream stream;
    struct law law;

    CU_ASSERT_PTR_NULL_FATAL(read_law(arena, known[which].text, &law));
    stream_open(&stream, &seed, which);
    for (int i = 0; i < DRAWS; i++)
        values[i] = law_draw(&law, &stream);
}

static void test_moments(void)
{
    double mean[COUNT_OF(known)], variance[COUNT_OF(known)];
    struct arena arena;
    double *values;

    arena_open(&arena);
    known_moments(mean, variance);
    values = ARENA_ARRAY(&arena, double, DRAWS);
    for (size_t k = 0; k < COUNT_OF(known); k++) {
        struct tally tally = {0};
        struct law law;

        CU_ASSERT_PTR_NULL_FATAL(read_law(&arena, known[k].text, &law));
        CU_ASSERT_DOUBLE_EQUAL(law_mean(&law) / mean[k], 1, 1e-12);
        draw_known(&arena, k, values);
        for (int i = 0; i < DRAWS; i++)
            tally_add(&tally, values[i]);
        CU_ASSERT(tally.least >= 0);
        CU_ASSERT(fabs(tally.mean - mean[k]) < 4 * sqrt(variance[k] / DRAWS));
        CU_ASSERT_DOUBLE_EQUAL(tally_variance(&tally) / variance[k], 1, 0.08);
    }
    arena_close(&arena);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Kolmogorov and Smirnov's distance times the root of the sample's size: more
 * than 1.95 once in a thousand times. */
static double distance(double *values, double (*cdf)(double x))
{
    double most = 0;

    qsort(values, DRAWS, sizeof(*values), by_value);
    for (int i = 0; i < DRAWS; i++) {
        double p = cdf(values[i]);

        most = fmax(most,
                    fmax(p - (double)i / DRAWS, (double)(i + 1) / DRAWS - p));
    }
    return most * sqrt(DRAWS);
}

static void test_shapes(void)
{
    struct arena arena;
    double *values;

    arena_open(&arena);
    values = ARENA_ARRAY(&arena, double, DRAWS);
    for (size_t k = 0; k < COUNT_OF(known); k++) {
        draw_known(&arena, k, values);
        CU_ASSERT(distance(values, known[k].cdf) < 1.95);
        CU_ASSERT(distance(values, known[k].cdf) > 0.3);
        /* And the test sees a law that is five percent too long. */
        for (int i = 0; i < DRAWS; i++)
            values[i] *= 1.05;
        CU_ASSERT(distance(values, known[k].cdf) > 1.95);
    }
    arena_close(&arena);
}

static void test_quantiles(void)
{
    static const double shares[] = {1e-6, 0.01, 0.25, 0.5, 0.9, 0.99999};
    struct arena arena;
    struct law law;

    arena_open(&arena);
    for (size_t k = 0; k < COUNT_OF(known); k++) {
        CU_ASSERT_PTR_NULL_FATAL(read_law(&arena, known[k].text, &law));
        for (size_t i = 0; i < COUNT_OF(shares); i++)
            CU_ASSERT_DOUBLE_EQUAL(known[k].cdf(law_quantile(&law, shares[i])),
                                   shares[i], 1e-9);
    }
    arena_close(&arena);
}

/* Where GSL's own inverse would end the program. */
static void test_gamma_quantiles(void)
{
    static const double shapes[] = {0.001, 0.1, 1, 100, 10000};
    static const double shares[] = {0, 1e-12, 1e-3, 0.5, 0.999, 1 - 1e-9};
    struct arena arena;
    struct law law;

    arena_open(&arena);
    CU_ASSERT_PTR_NULL_FATAL(
        read_law(&arena, "{law: gamma, shape: 1, scale: 1s}", &law));
    for (size_t i = 0; i < COUNT_OF(shapes); i++)
        for (size_t j = 0; j < COUNT_OF(shares); j++) {
            double x;

            law.b = shapes[i];
            x = law_quantile(&law, shares[j]);
            CU_ASSERT(x < 1e-200 ||
                      fabs(gsl_cdf_gamma_P(x, law.b, 1) - shares[j]) < 1e-9);
        }
    CU_ASSERT(isinf(law_quantile(&law, 1)));
    arena_close(&arena);
}

static const struct {
    const char *text;
    double mean;   /* or 0 */
    double median; /* or 0 */
} said[] = {
    /* exp(1/2) is 1.6487212707001282. */
    {"40s", 40, 40},
    {"0s", 0, 0},
    {"{law: constant, value: 2m}", 120, 120},
    {"{law: constant, value: 0s}", 0, 0},
    {"{law: constant, value: 2m, offset: 1s}", 121, 121},
    {"{law: uniform, high: 10s}", 5, 5},
    {"{law: uniform, low: , high: 10s, offset: }", 5, 5},
    {"{law: exponential, mean: , median: 60s}", 0, 60},
    {"{law: uniform, low: 2s, high: 10s, offset: 1m}", 66, 66},
    {"{law: exponential, mean: 120d}", 120 * 86400, 0},
    {"{law: exponential, median: 60s}", 0, 60},
    {"{law: exponential, median: 60s, offset: 5s}", 0, 65},
    {"{law: weibull, shape: 1, scale: 60s}", 60, 0},
    {"{law: weibull, shape: 0.5, mean: 60s}", 60, 0},
    {"{law: weibull, shape: 3, median: 60s}", 0, 60},
    {"{law: lognormal, sigma: 1, median: 2h}", 7200 * 1.6487212707001282, 7200},
    {"{law: lognormal, sigma: 1, mean: 2h}", 7200, 7200 / 1.6487212707001282},
    {"{law: gamma, shape: 2, mean: 60s}", 60, 0},
    {"{law: gamma, shape: 2, scale: 60s}", 120, 0},
    {"{law: normal, mean: 60s, sigma: 1s}", 60, 60},
};

static void test_words(void)
{
    struct arena arena;
    struct law law;

    arena_open(&arena);
    for (size_t i = 0; i < COUNT_OF(said); i++) {
        CU_ASSERT_PTR_NULL_FATAL(read_law(&arena, said[i].text, &law));
        if (said[i].mean != 0)
            CU_ASSERT_DOUBLE_EQUAL(law_mean(&law) / said[i].mean, 1, 1e-12);
        if (said[i].median != 0)
            CU_ASSERT_DOUBLE_EQUAL(law_quantile(&law, 0.5) / said[i].median, 1,
                                   1e-12);
    }
    arena_close(&arena);
}

static const struct {
    const char *text;
    const char *message; /* a part of it */
} wrong[] = {
    {"{law: lognormall, sigma: 1, mean: 1h}", "did you mean \"lognormal\""},
    {"{law: exponential, men: 5s}", "did you mean \"mean\""},
    {"{law: exponential}", "an exponential law needs one of mean, median"},
    {"{law: exponential, mean: 1h, median: 1h}", "needs one of mean"},
    {"{law: exponential, mean: 0s}", "\"0s\" must be more than 0"},
    {"{law: exponential, mean: 0s, median: 1s}", "\"0s\" must be more than 0"},
    {"{law: exponential, mean: }", "needs one of mean, median"},
    {"{law: exponential, mean: -5s}", "-5s"},
    {"{law: exponential, mean: 5s, sigma: 1}", "sigma"},
    {"{law: lognormal, sigma: 1}",
     "a lognormal law needs sigma and one of median, mean"},
    {"{law: lognormal, median: 2h}", "needs sigma"},
    {"{law: lognormal, sigma: 1, median: 2h, mean: 3h}", "one of median"},
    {"{law: lognormal, sigma: 100, median: 1s}", "no finite mean"},
    {"{law: weibull, shape: 2}",
     "a weibull law needs shape and one of scale, mean, median"},
    {"{law: weibull, scale: 2s}", "needs shape"},
    {"{law: weibull, shape: 2, mean: 1s, scale: 1s}", "one of scale"},
    {"{law: weibull, shape: -2, scale: 1s}", "\"-2\" must be more than 0"},
    {"{law: weibull, shape: 0.001, scale: 1s}", "no finite mean"},
    {"{law: weibull, shape: 0.001, mean: 1s}", "no finite mean"},
    {"{law: gamma, mean: 2s}",
     "a gamma law needs shape and one of mean, scale"},
    {"{law: gamma, shape: 2, mean: 1s, scale: 1s}", "one of mean"},
    {"{law: gamma, shape: 20000, mean: 1s}", "shape above 10000"},
    {"{law: normal, mean: 2s}", "a normal law needs mean and sigma"},
    {"{law: normal, sigma: 2s}", "a normal law needs mean and sigma"},
    {"{law: uniform, low: 2s, high: 1s}",
     "a uniform law needs a low that is less than its high"},
    {"{law: uniform, low: 2s}", "high"},
    {"{law: constant}", "value"},
    {"{mean: 5s}", "a law is named by \"law\""},
    {"{law: [exponential], mean: 5s}", "a law is named by \"law\""},
    {"[5s, 6s]", "a law is a duration or a mapping, not a sequence"},
    {"soon", "soon"},
};

static void test_messages(void)
{
    struct arena arena;
    struct law law;

    arena_open(&arena);
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        const char *message = read_law(&arena, wrong[i].text, &law);

        CU_ASSERT_PTR_NOT_NULL_FATAL(message);
        CU_ASSERT_PTR_NOT_NULL(strstr(message, wrong[i].message));
    }
    arena_close(&arena);
}

static void test_durations(void)
{
    static const struct {
        double seconds;
        const char *text;
    } known_texts[] = {
        {0, "0 s"},
        {2e-6, "2 us"},
        {0.0123, "12.3 ms"},
        {1.5, "1.5 s"},
        {40, "40 s"},
        {340, "340 s"},
        {600, "10 min"},
        {5400, "90 min"},
        {7200, "2 h"},
        {11870.8, "3.3 h"},
        {86400, "24 h"},
        {120 * 86400, "120 d"},
        {59.96, "60 s"},
        {365. * 86400, "365 d"},
        {3 * 365. * 86400, "3 y"},
        {1e12, "31710 y"},
    };
    struct arena arena;

    arena_open(&arena);
    for (size_t i = 0; i < COUNT_OF(known_texts); i++)
        CU_ASSERT_STRING_EQUAL(
            duration_describe(&arena, known_texts[i].seconds),
            known_texts[i].text);
    arena_close(&arena);
}

static void test_descriptions(void)
{
    static const char *const described[][2] = {
        {"40s", "40 s"},
        {"{law: constant, value: 40s, offset: 2s}", "42 s"},
        {"{law: exponential, mean: 120d}", "exponential, mean 120 d"},
        {"{law: exponential, mean: 120d, offset: 3d}",
         "exponential, mean 120 d, plus 3 d (mean 123 d)"},
        {"{law: lognormal, median: 2h, sigma: 1}",
         "lognormal, median 2 h, sigma 1 (mean 3.3 h)"},
        {"{law: uniform, low: 2s, high: 10s}",
         "uniform, low 2 s, high 10 s (mean 6 s)"},
        {"{law: weibull, shape: 0.5, scale: 1h}",
         "weibull, scale 60 min, shape 0.5 (mean 2 h)"},
        {"{law: gamma, shape: 2.25, scale: 4s}",
         "gamma, scale 4 s, shape 2.25 (mean 9 s)"},
        {"{law: normal, mean: 60s, sigma: 5s}", "normal, mean 60 s, sigma 5 s"},
    };
    struct arena arena;
    struct law law;

    arena_open(&arena);
    for (size_t i = 0; i < COUNT_OF(described); i++) {
        CU_ASSERT_PTR_NULL_FATAL(read_law(&arena, described[i][0], &law));
        CU_ASSERT_STRING_EQUAL(law_describe(&arena, &law), described[i][1]);
    }
    arena_close(&arena);
}

static void test_delays(void)
{
    const struct seed seed = {.seed = 1};
    struct stream stream, same;
    struct arena arena;
    struct law law;

    arena_open(&arena);
    stream_open(&stream, &seed, 1);
    stream_open(&same, &seed, 1);
    CU_ASSERT_PTR_NULL_FATAL(read_law(&arena, "1500ms", &law));
    CU_ASSERT_EQUAL(law_delay(&law, &stream), MILLISECONDS(1500));
    CU_ASSERT_PTR_NULL_FATAL(
        read_law(&arena, "{law: exponential, mean: 1h}", &law));
    for (int i = 0; i < 100; i++)
        CU_ASSERT_EQUAL(law_delay(&law, &stream),
                        time_from_seconds(law_draw(&law, &same)));
    law.a = 1e300;
    CU_ASSERT_EQUAL(law_delay(&law, &stream), NEVER);
    arena_close(&arena);
}

SUITE("sim/law", {"moments", test_moments}, {"shapes", test_shapes},
      {"quantiles", test_quantiles},
      {"quantiles of gamma", test_gamma_quantiles}, {"words", test_words},
      {"messages", test_messages}, {"durations", test_durations},
      {"descriptions", test_descriptions}, {"delays", test_delays})
