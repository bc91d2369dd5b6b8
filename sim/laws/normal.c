/*
 * The normal law given that it is not negative, which is the rest of a life
 * begun below zero: mean and sigma are those before the truncation (Johnson,
 * Kotz, Balakrishnan, Continuous Univariate Distributions 1, sec. 13.10.1).
 */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#include "sim/law.h"
#include "sim/laws/gaussian.h"

static const struct parameter words[] = {
    {LAW_WORD(mean, of_span), "", "the mean, were nothing cut off"},
    {LAW_WORD(sigma, of_span), "", "the standard deviation, likewise"},
    {LAW_WORD(cv, of_positive), "", "sigma / mean, instead of sigma"},
    {LAW_PERCENTILES, "one instead of the mean, or two of all; as drawn"},
    {LAW_OFFSET},
    {0},
};

/* The size is the mean before the truncation, the shape sigma / mean. */
static bool resolve(const struct law_words *said, struct law *law,
                    struct errors *errors)
{
    struct law_words fitted = *said;

    fitted.scale = said->mean;
    fitted.mean = NAN;
    fitted.sigma = said->sigma / said->mean;
    return law_fit(&fitted, law, errors);
}

/* A cv is said, as sigma is, of what nothing was cut off. */
static double variation(double shape)
{
    return shape;
}

static double mean(const struct law *law)
{
    double cut = 1 / law->b;

    return law->a + law->a * law->b * gsl_ran_ugaussian_pdf(cut) /
                        gsl_cdf_ugaussian_P(cut);
}

/* Of the part below zero. */
static double hazard_of_cut(const struct law *law)
{
    return gaussian_hazard(-1 / law->b);
}

static double hazard(const struct law *law, double x)
{
    return gaussian_hazard((x / law->a - 1) / law->b) - hazard_of_cut(law);
}

static double at_hazard(const struct law *law, double h)
{
    double z = gaussian_at_hazard(h + hazard_of_cut(law));

    return fmax(0, law->a + law->a * law->b * z);
}

const struct law_kind law_normal = {
    .plugin = {"normal", "around a mean, cut off at zero", words},
    .a = "mean",
    .b = "cv",
    .resolve = resolve,
    .mean = mean,
    .hazard = hazard,
    .at_hazard = at_hazard,
    .variation = variation,
    .least_shape = 1e-6,
    .most_shape = 1e6,
};
