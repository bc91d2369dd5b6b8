/*
 * The normal law given that it is not negative: mean and sigma are those before
 * the truncation (Johnson, Kotz, Balakrishnan, Continuous Univariate
 * Distributions 1, sec. 13.10.1).
 */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#include "sim/law.h"

static const struct parameter words[] = {
    {LAW_WORD(mean, of_span), "", "the mean, were nothing cut off"},
    {LAW_WORD(sigma, of_span), "", "the standard deviation, likewise"},
    {LAW_OFFSET},
    {0},
};

static const char *resolve(const struct law_words *said, struct law *law)
{
    if (!law_said(said->mean) || !law_said(said->sigma))
        return "a normal law needs mean and sigma";
    law->a = said->mean;
    law->b = said->sigma;
    return NULL;
}

/* How much is left of the normal law above zero. */
static double kept(const struct law *law)
{
    return gsl_cdf_ugaussian_P(law->a / law->b);
}

static double quantile(const struct law *law, double p)
{
    double x = law->a + law->b * gsl_cdf_ugaussian_Qinv((1 - p) * kept(law));

    return x > 0 ? x : 0;
}

static double draw(const struct law *law, struct stream *stream)
{
    return quantile(law, stream_uniform(stream));
}

static double mean(const struct law *law)
{
    double density = gsl_ran_ugaussian_pdf(law->a / law->b);

    return law->a + law->b * density / kept(law);
}

const struct law_kind law_normal = {
    .plugin = {"normal", "around a mean, cut off at zero", words},
    .a = "mean",
    .b = "sigma",
    .resolve = resolve,
    .draw = draw,
    .mean = mean,
    .quantile = quantile,
};
