/*
 * Never less than the scale, and then a tail that is a power: P(T > x) =
 * (scale / x)^shape. Its mean is scale * shape / (shape - 1), and infinite for
 * shapes up to 1. Johnson, Kotz, Balakrishnan, Continuous Univariate
 * Distributions 1, ch. 20 (of the first kind).
 */
#include "sim/law.h"

static const struct parameter words[] = {
    {LAW_WORD(shape, of_positive), "", "the tail's power, above 1"},
    {LAW_WORD(cv, of_positive), "",
     "standard deviation / mean, instead of the shape"},
    {LAW_WORD(scale, of_span), "", "the least"},
    {LAW_WORD(mean, of_span), "", "the mean, instead of the scale"},
    {LAW_WORD(median, of_span), "", "the median, instead of the scale"},
    {LAW_PERCENTILES, "one instead of the scale, or two of all"},
    {LAW_OFFSET},
    {0},
};

static double mean(const struct law *law)
{
    return law->b > 1 ? law->a * law->b / (law->b - 1) : INFINITY;
}

static double variation(double shape)
{
    return shape > 2 ? 1 / sqrt(shape * (shape - 2)) : INFINITY;
}

static double hazard(const struct law *law, double x)
{
    return x > law->a ? law->b * log(x / law->a) : 0;
}

static double at_hazard(const struct law *law, double h)
{
    return law->a * exp(h / law->b);
}

const struct law_kind law_pareto = {
    .plugin = {"pareto", "never less than a scale, then a power's tail", words},
    .a = "scale",
    .b = "shape",
    .resolve = law_fit,
    .mean = mean,
    .hazard = hazard,
    .at_hazard = at_hazard,
    .variation = variation,
    .least_shape = 0.02,
    .most_shape = 1e6,
};
