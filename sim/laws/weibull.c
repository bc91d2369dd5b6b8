/*
 * A rate that falls with age (shape < 1), is constant (shape 1) or rises with
 * it (shape > 1): H(x) = (x / scale)^shape, and the mean is scale * Gamma(1 +
 * 1 / shape). Johnson, Kotz, Balakrishnan, Continuous Univariate Distributions
 * 1, ch. 21.
 */
#include "sim/law.h"

static const struct parameter words[] = {
    {LAW_WORD(shape, of_positive), "",
     "below 1 fails young, above 1 wears out"},
    {LAW_WORD(cv, of_positive), "",
     "standard deviation / mean, instead of the shape"},
    {LAW_WORD(scale, of_span), "", "63% of the draws are shorter"},
    {LAW_WORD(mean, of_span), "", "the mean, instead of the scale"},
    {LAW_WORD(median, of_span), "", "the median, instead of the scale"},
    {LAW_PERCENTILES, "one instead of the scale, or two of all"},
    {LAW_OFFSET},
    {0},
};

/* Not gsl_sf_gamma(), which ends the program where this overflows. */
static double mean(const struct law *law)
{
    return law->a * tgamma(1 + 1 / law->b);
}

static double variation(double shape)
{
    double gamma = tgamma(1 + 1 / shape);

    return sqrt(tgamma(1 + 2 / shape) / gamma / gamma - 1);
}

static double hazard(const struct law *law, double x)
{
    return pow(x / law->a, law->b);
}

static double at_hazard(const struct law *law, double h)
{
    return law->a * pow(h, 1 / law->b);
}

const struct law_kind law_weibull = {
    .plugin = {"weibull", "a rate that falls or rises with age", words},
    .a = "scale",
    .b = "shape",
    .resolve = law_fit,
    .mean = mean,
    .hazard = hazard,
    .at_hazard = at_hazard,
    .variation = variation,
    .least_shape = 0.02,
    .most_shape = 1e4,
};
