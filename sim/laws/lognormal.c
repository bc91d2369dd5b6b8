/*
 * The logarithm is normal, with standard deviation sigma: most are short, some
 * very long. Its mean is median * exp(sigma^2 / 2). Johnson, Kotz,
 * Balakrishnan, Continuous Univariate Distributions 1, ch. 14.
 */
#include "sim/law.h"
#include "sim/laws/gaussian.h"

static const struct parameter words[] = {
    {LAW_WORD(sigma, of_positive), "", "standard deviation of the logarithm"},
    {LAW_WORD(cv, of_positive), "",
     "standard deviation / mean, instead of sigma"},
    {LAW_WORD(median, of_span), "", "half of the draws are shorter"},
    {LAW_WORD(mean, of_span), "", "the mean, instead of the median"},
    {LAW_PERCENTILES, "one instead of the median, or two of all"},
    {LAW_OFFSET},
    {0},
};

static double mean(const struct law *law)
{
    return law->a * exp(law->b * law->b / 2);
}

static double variation(double sigma)
{
    return sqrt(expm1(sigma * sigma));
}

static double hazard(const struct law *law, double x)
{
    return x > 0 ? gaussian_hazard(log(x / law->a) / law->b) : 0;
}

static double at_hazard(const struct law *law, double h)
{
    return law->a * exp(law->b * gaussian_at_hazard(h));
}

const struct law_kind law_lognormal = {
    .plugin = {"lognormal", "most are short, some very long", words},
    .a = "median",
    .b = "sigma",
    .resolve = law_fit,
    .mean = mean,
    .hazard = hazard,
    .at_hazard = at_hazard,
    .variation = variation,
    .least_shape = 1e-6,
    .most_shape = 100,
};
