/* Laws: how they are read and told. */
#include "sim/law.h"

#include <gsl/gsl_cdf.h>
#include <string.h>

#include "sim/io/yaml.h"
#include "tests/suite.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

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

/* However far out: a step of Newton's may not leave the doubles there. */
static void test_gamma_tail(void)
{
    static const double shapes[] = {0.001, 0.01, 0.017, 0.05, 0.5,
                                    0.99,  1,    3.7,   10000};
    struct arena arena;
    struct law law;

    arena_open(&arena);
    CU_ASSERT_PTR_NULL_FATAL(
        read_law(&arena, "{law: gamma, shape: 1, scale: 1s}", &law));
    for (size_t i = 0; i < COUNT_OF(shapes); i++)
        for (double h = 20; h < 1e300; h *= 1.7) {
            law.b = shapes[i];
            CU_ASSERT_DOUBLE_EQUAL(law_hazard(&law, law_at_hazard(&law, h)) / h,
                                   1, 1e-12);
        }
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
    {"{law: normal, mean: 60s, cv: 0.01}", 60, 60},
    {"{law: normal, sigma: 10m, percentiles: {50%: 1h}}", 0, 3600},
    {"{law: normal, sigma: 10m, percentiles: {50%: 7m}}", 0, 420},
    {"{law: normal, percentiles: {50%: 1m}, sigma: 1s}", 60, 60},
    {"{law: exponential, rate: 2/m}", 30, 0},
    {"{law: exponential, percentiles: {50%: 60s}}", 0, 60},
    {"{law: erlang, shape: 3, rate: 2/m}", 90, 0},
    {"{law: pareto, shape: 3, scale: 2s}", 3, 0},
    {"{law: pareto, shape: 3, mean: 1h}", 3600, 0},
    {"{law: log-logistic, shape: 3, median: 1h}", 0, 3600},
    {"{law: log-logistic, shape: 3, mean: 1h}", 3600, 0},
    {"{law: uniform, percentiles: {25%: 10s, 75%: 20s}}", 15, 15},
    {"{law: hyperexponential, mean: 1h, cv: 3}", 3600, 0},
    {"{law: empirical, values: [9s, 1s, 2s, 4s]}", 4, 2},
    {"{law: empirical, values: [9s, 1s, 2s]}", 4, 2},
    {"{law: mixture, laws: [{weight: 1, law: 2s}]}", 2, 2},
    {"{law: mixture, laws: [{weight: 3, law: 2s}, {weight: 1, law: 4s}]}", 2.5,
     2},
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
    {"{law: exponential}",
     "an exponential law needs one of mean, median, rate, percentiles"},
    {"{law: exponential, mean: 1h, median: 1h}", "needs one of mean"},
    {"{law: exponential, mean: 1h, rate: 1/h}", "needs one of mean"},
    {"{law: exponential, percentiles: {50%: 1h, 90%: 3h}}",
     "needs one of mean"},
    {"{law: exponential, rate: 0}", "no finite mean"},
    {"{law: exponential, mean: 0s}", "\"0s\" must be more than 0"},
    {"{law: exponential, mean: 0s, median: 1s}", "\"0s\" must be more than 0"},
    {"{law: exponential, mean: }", "needs one of mean, median"},
    {"{law: exponential, mean: -5s}", "-5s"},
    {"{law: exponential, mean: 5s, sigma: 1}", "sigma"},
    {"{law: lognormal, sigma: 1}",
     "a lognormal law needs one of median, mean, percentiles and one of sigma, "
     "cv, or two percentiles"},
    {"{law: lognormal, median: 2h}", "one of sigma, cv"},
    {"{law: lognormal, sigma: 1, cv: 1, median: 2h}", "one of sigma, cv"},
    {"{law: lognormal, sigma: 1, median: 2h, mean: 3h}", "one of median"},
    {"{law: lognormal, sigma: 1, percentiles: {5%: 1s, 9%: 2s}}",
     "one of median"},
    {"{law: lognormal, sigma: 100, median: 1s}", "no finite mean"},
    {"{law: weibull, shape: 2}",
     "a weibull law needs one of scale, mean, median, percentiles and one of "
     "shape, cv, or two percentiles"},
    {"{law: weibull, scale: 2s}", "one of shape"},
    {"{law: weibull, shape: 2, mean: 1s, scale: 1s}", "one of scale"},
    {"{law: weibull, shape: -2, scale: 1s}", "\"-2\" must be more than 0"},
    {"{law: weibull, shape: 0.001, scale: 1s}", "no finite mean"},
    {"{law: weibull, shape: 0.001, mean: 1s}", "no finite mean"},
    {"{law: weibull, mean: 1s, cv: 1e30}", "no weibull law has this cv"},
    {"{law: gamma, mean: 2s}",
     "a gamma law needs one of scale, rate, mean, median, percentiles and one "
     "of shape, cv, or two percentiles"},
    {"{law: gamma, shape: 2, mean: 1s, scale: 1s}", "one of scale"},
    {"{law: gamma, shape: 20000, mean: 1s}",
     "a gamma law with a shape above 10000 is as good as constant"},
    {"{law: erlang, shape: 20000, mean: 1s}", "an erlang law with a shape"},
    {"{law: erlang, shape: 2.5, mean: 1s}",
     "the shape of an erlang law is a whole number: 2.5 is for a gamma law"},
    {"{law: erlang, percentiles: {50%: 1h, 90%: 3h}}",
     "an erlang law needs one of scale, rate, mean, median, percentiles and "
     "shape"},
    {"{law: normal, mean: 2s}",
     "a normal law needs one of mean, percentiles and one of sigma, cv, or two "
     "percentiles"},
    {"{law: normal, sigma: 2s}", "a normal law needs one of mean"},
    {"{law: normal, mean: 1h, sigma: 2s, cv: 1}", "one of sigma, cv"},
    {"{law: normal, percentiles: {50%: 1h, 51%: 1d}}",
     "no normal law has these percentiles"},
    {"{law: pareto, shape: 1, scale: 1s}", "no finite mean"},
    {"{law: pareto, mean: 1s}", "a pareto law needs one of scale, mean"},
    {"{law: log-logistic, shape: 0.9, median: 1s}", "no finite mean"},
    {"{law: log-logistic, shape: 2}", "a log-logistic law needs one of median"},
    {"{law: uniform, low: 2s, high: 1s}",
     "a uniform law needs a low that is less than its high"},
    {"{law: uniform, low: 2s}", "a uniform law needs high, or two percentiles"},
    {"{law: uniform, high: 2s, percentiles: {50%: 1s}}", "needs high, or two"},
    {"{law: uniform, percentiles: {50%: 1s, 90%: 1h}}",
     "no uniform law has these percentiles"},
    {"{law: hyperexponential, mean: 1h}",
     "a hyperexponential law needs mean and cv, or phases"},
    {"{law: hyperexponential, mean: 1h, phases: [{weight: 1, mean: 1h}]}",
     "needs mean and cv, or phases"},
    {"{law: hyperexponential, mean: 1h, cv: 0.5}", "has a cv above 1"},
    {"{law: hyperexponential, phases: {weight: 1}}",
     "a list expected, not a mapping"},
    {"{law: hyperexponential, phases: [{weight: 1}]}",
     "a phase needs \"mean\": of an exponential law"},
    {"{law: mixture}", "law \"mixture\" needs \"laws\""},
    {"{law: mixture, laws: []}", "a list expected, not an empty one"},
    {"{law: mixture, laws: [{law: 5s}]}",
     "a part of a mixture needs \"weight\""},
    {"{law: mixture, laws: [{weight: 0, law: 5s}]}", "must be more than 0"},
    {"{law: mixture, laws: [{weight: 1, law: {law: gamma}}]}",
     "a gamma law needs"},
    {"{law: mixture, laws: [5s]}", "a part of a mixture must be a mapping"},
    {"{law: empirical}", "an empirical law needs values, or file and column"},
    {"{law: empirical, file: a.csv}", "needs values, or file and column"},
    {"{law: empirical, values: [1s], unit: hours}", "needs values, or file"},
    {"{law: empirical, values: [1s], file: a.csv, column: x}",
     "needs values, or file"},
    {"{law: empirical, values: []}", "a list expected, not an empty one"},
    {"{law: empirical, values: 5s}", "a list expected, not a scalar"},
    {"{law: empirical, values: [5s, 5]}", "did you mean 5s?"},
    {"{law: empirical, file: a.csv, column: x}", "no file can be named here"},
    {"{law: empirical, file: a.csv, column: x, unit: hour}",
     "unknown unit \"hour\" (for example minutes); did you mean \"hours\"?"},
    {"{law: gamma, percentiles: 5s}",
     "percentiles expected (for example {50%: 2h, 95%: 9h}), not a scalar"},
    {"{law: gamma, percentiles: {p50: 5s}}",
     "\"p50\" is not a percentage between 0% and 100% (for example 95%)"},
    {"{law: gamma, percentiles: {100%: 5s}}", "is not a percentage between"},
    {"{law: gamma, percentiles: {50%: 5s, 95%: 0s}}", "must be more than 0"},
    {"{law: gamma, percentiles: {5%: 5s, 95%: 6s, 6%: 7s}}",
     "two percentiles determine a law: one too many"},
    {"{law: gamma, median: 1s, percentiles: {5%: 5s, 95%: 6s}}",
     "two percentiles determine a law: one too many"},
    {"{law: gamma, percentiles: {50%: 5s, 50.0%: 6s}}", "50% is given twice"},
    {"{law: gamma, median: 5s, percentiles: {50%: 5s}}", "50% is given twice"},
    {"{law: gamma, percentiles: {95%: 5s, 50%: 2h}}",
     "percentiles must rise: 50% of the draws are shorter than 2 h, but 95% "
     "than 5 s"},
    {"{law: gamma, median: 5s, percentiles: {40%: 6s}}",
     "percentiles must rise"},
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
        if (strstr(message, wrong[i].message) == NULL)
            printf("\n%s: %s", wrong[i].text, message);
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
        {"{law: normal, mean: 60s, sigma: 6s}", "normal, mean 60 s, cv 0.1"},
        {"{law: erlang, shape: 4, mean: 1h}",
         "erlang, scale 15 min, shape 4 (mean 60 min)"},
        {"{law: pareto, shape: 3, scale: 2s}",
         "pareto, scale 2 s, shape 3 (mean 3 s)"},
        {"{law: log-logistic, shape: 2, median: 1m}",
         "log-logistic, median 60 s, shape 2 (mean 94.2 s)"},
        {"{law: lognormal, percentiles: {50%: 2h, 95%: 9h}}",
         "lognormal, median 2 h, sigma 0.9144 (mean 3.04 h)"},
        {"{law: hyperexponential, mean: 5m, cv: 2}",
         "hyperexponential: 88.73% exponential, mean 169 s; 11.27% "
         "exponential, mean 22.2 min (mean 300 s)"},
        {"{law: mixture, laws: [{weight: 9, law: 1m}, {weight: 1, law: {law: "
         "lognormal, median: 2h, sigma: 1}}], offset: 1m}",
         "mixture: 90% 60 s; 10% lognormal, median 2 h, sigma 1 (mean 3.3 h), "
         "plus 60 s (mean 21.7 min)"},
        {"{law: empirical, values: [2h, 3m, 5m]}",
         "empirical, 3 values from 180 s to 2 h (mean 42.7 min)"},
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

SUITE("sim/law", {"quantiles of gamma", test_gamma_quantiles},
      {"the tail of gamma", test_gamma_tail}, {"words", test_words},
      {"messages", test_messages}, {"durations", test_durations},
      {"descriptions", test_descriptions}, {"delays", test_delays})
