/*
 * The logarithm is normal, with standard deviation sigma: most are short, some
 * very long. Its mean is median * exp(sigma^2 / 2).
 */
#include <gsl/gsl_cdf.h>

#include "sim/law.h"

static const struct parameter words[] = {
    {LAW_WORD(sigma, of_positive), "", "standard deviation of the logarithm"},
    {LAW_WORD(median, of_span), "", "the median; this or the mean"},
    {LAW_WORD(mean, of_span), "", "the mean"},
    {LAW_OFFSET},
    {0},
};

static double mean_over_median(double sigma)
{
    return exp(sigma * sigma / 2);
}

static const char *resolve(const struct law_words *said, struct law *law)
{
    if (!law_said(said->sigma) ||
        law_said(said->median) == law_said(said->mean))
        return "a lognormal law needs sigma and one of median, mean";
    law->b = said->sigma;
    law->a = law_said(said->median)
                 ? said->median
                 : said->mean / mean_over_median(said->sigma);
    return NULL;
}

static double quantile(const struct law *law, double p)
{
    return law->a * exp(law->b * gsl_cdf_ugaussian_Pinv(p));
}

/* By inversion: one number a draw, so that two runs of one seed that differ in
 * a parameter stay in step. */
static double draw(const struct law *law, struct stream *stream)
{
    return quantile(law, stream_uniform(stream));
}

static double mean(const struct law *law)
{
    return law->a * mean_over_median(law->b);
}

const struct law_kind law_lognormal = {
    .plugin = {"lognormal", "most are short, some very long", words},
    .a = "median",
    .b = "sigma",
    .resolve = resolve,
    .draw = draw,
    .mean = mean,
    .quantile = quantile,
};
