/* The sum of `shape` exponential steps, each of mean `scale`. */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#include "sim/law.h"

static const struct parameter words[] = {
    {LAW_WORD(shape, of_number), "", "how many steps; need not be whole"},
    {LAW_WORD(scale, of_seconds), "", "the mean of one step"},
    {LAW_WORD(mean, of_seconds), "", "the mean of all, instead of the scale"},
    {LAW_OFFSET},
    {0},
};

static const char *resolve(const struct law_words *said, struct law *law)
{
    if (said->shape == 0 || (said->scale == 0) == (said->mean == 0))
        return "a gamma law needs shape and one of mean, scale";
    law->b = said->shape;
    law->a = said->scale != 0 ? said->scale : said->mean / said->shape;
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

static double quantile(const struct law *law, double p)
{
    return gsl_cdf_gamma_Pinv(p, law->b, law->a);
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
