/*
 * A rate that falls with age (shape < 1), is constant (shape 1) or rises with
 * it (shape > 1). Its mean is scale * Gamma(1 + 1/shape).
 */
#include "sim/law.h"

static const struct parameter words[] = {
    {LAW_WORD(shape, of_positive), "",
     "below 1 fails young, above 1 wears out"},
    {LAW_WORD(scale, of_span), "", "63% of the draws are shorter"},
    {LAW_WORD(mean, of_span), "", "the mean, instead of the scale"},
    {LAW_WORD(median, of_span), "", "the median, instead of the scale"},
    {LAW_OFFSET},
    {0},
};

static const char *resolve(const struct law_words *said, struct law *law)
{
    int sizes =
        law_said(said->scale) + law_said(said->mean) + law_said(said->median);

    if (!law_said(said->shape) || sizes != 1)
        return "a weibull law needs shape and one of scale, mean, median";
    law->b = said->shape;
    law->a = said->scale;
    if (law_said(said->mean))
        law->a = said->mean / tgamma(1 + 1 / said->shape);
    else if (law_said(said->median))
        law->a = said->median / pow(log(2), 1 / said->shape);
    return NULL;
}

static double draw(const struct law *law, struct stream *stream)
{
    return law->a * pow(-log(stream_uniform(stream)), 1 / law->b);
}

static double mean(const struct law *law)
{
    /* Not gsl_sf_gamma(), which aborts where this overflows. */
    return law->a * tgamma(1 + 1 / law->b);
}

static double quantile(const struct law *law, double p)
{
    return law->a * pow(-log1p(-p), 1 / law->b);
}

const struct law_kind law_weibull = {
    .plugin = {"weibull", "a rate that falls or rises with age", words},
    .a = "scale",
    .b = "shape",
    .resolve = resolve,
    .draw = draw,
    .mean = mean,
    .quantile = quantile,
};
