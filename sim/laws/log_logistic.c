/*
 * A rate that rises and then falls, with a power's tail: P(T > x) = 1 / (1 +
 * (x / scale)^shape); the scale is the median. Its mean is scale * t / sin(t),
 * t = pi / shape, and infinite for shapes up to 1. Johnson, Kotz, Balakrishnan,
 * Continuous Univariate Distributions 2, sec. 23.11.
 */
#include <gsl/gsl_math.h>

#include "sim/law.h"

static const struct parameter words[] = {
    {LAW_WORD(shape, of_positive), "", "the tail's power, above 1"},
    {LAW_WORD(cv, of_positive), "",
     "standard deviation / mean, instead of the shape"},
    {LAW_WORD(median, of_span), "", "half of the draws are shorter"},
    {LAW_WORD(mean, of_span), "", "the mean, instead of the median"},
    {LAW_PERCENTILES, "one instead of the median, or two of all"},
    {LAW_OFFSET},
    {0},
};

static double mean(const struct law *law)
{
    double t = M_PI / law->b;

    return law->b > 1 ? law->a * t / sin(t) : INFINITY;
}

static double variation(double shape)
{
    double t = M_PI / shape;

    return shape > 2 ? sqrt(tan(t) / t - 1) : INFINITY;
}

/* log(1 + exp(y)), where exp(y) may be beyond all numbers. */
static double hazard(const struct law *law, double x)
{
    double y = law->b * log(x / law->a);

    return y > 0 ? y + log1p(exp(-y)) : log1p(exp(y));
}

/* log(exp(h) - 1), likewise. */
static double at_hazard(const struct law *law, double h)
{
    double y = h > 1 ? h + log1p(-exp(-h)) : log(expm1(h));

    return law->a * exp(y / law->b);
}

const struct law_kind law_log_logistic = {
    .plugin = {"log-logistic", "a rate that rises, then falls; a long tail",
               words},
    .a = "median",
    .b = "shape",
    .resolve = law_fit,
    .mean = mean,
    .hazard = hazard,
    .at_hazard = at_hazard,
    .variation = variation,
    .least_shape = 0.02,
    .most_shape = 1e4,
};
