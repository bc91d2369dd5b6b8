/* The sum of `shape` exponential steps, each of mean `scale`. */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#include "sim/law.h"

static const struct parameter words[] = {
    {LAW_WORD(shape, of_positive), "", "how many steps; need not be whole"},
    {LAW_WORD(scale, of_span), "", "the mean of one step"},
    {LAW_WORD(mean, of_span), "", "the mean of all, instead of the scale"},
    {LAW_OFFSET},
    {0},
};

static const char *resolve(const struct law_words *said, struct law *law)
{
    if (!law_said(said->shape) || law_said(said->scale) == law_said(said->mean))
        return "a gamma law needs shape and one of mean, scale";
    if (said->shape > 1e4)
        return "a gamma law with a shape above 10000 is as good as constant";
    law->b = said->shape;
    law->a = law_said(said->scale) ? said->scale : said->mean / said->shape;
    return NULL;
}

static double draw(const struct law *law, struct stream *stream)
{
    return gsl_ran_gamma(&stream->rng, law->b, law->a);
}

static double mean(const struct law *law)
{
    return law->a * law->b;
}

/* By halving: gsl_cdf_gamma_Pinv() aborts the program where it does not
 * converge, as it does for small shapes and small p. */
static double quantile(const struct law *law, double p)
{
    double low = 0, high = law->b + 1;

    if (p >= 1)
        return INFINITY;
    while (gsl_cdf_gamma_P(high, law->b, 1) < p)
        high *= 2;
    while (high - low > 1e-14 * high) {
        double middle = low + (high - low) / 2;

        if (middle <= low || middle >= high)
            break;
        if (gsl_cdf_gamma_P(middle, law->b, 1) < p)
            low = middle;
        else
            high = middle;
    }
    return law->a * low;
}

const struct law_kind law_gamma = {
    .plugin = {"gamma", "the sum of exponential steps", words},
    .a = "scale",
    .b = "shape",
    .resolve = resolve,
    .draw = draw,
    .mean = mean,
    .quantile = quantile,
};
