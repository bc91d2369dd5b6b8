/*
 * The normal law given that it is not negative, which is the rest of a life
 * begun below zero: mean and sigma are those before the truncation (Johnson,
 * Kotz, Balakrishnan, Continuous Univariate Distributions 1, sec. 13.10.1).
 */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#include "sim/law.h"
#include "sim/laws/gaussian.h"
#include "sim/zero.h"

static const struct parameter words[] = {
    {LAW_WORD(mean, of_span), "", "the mean, were nothing cut off"},
    {LAW_WORD(sigma, of_span), "", "the standard deviation, likewise"},
    {LAW_WORD(cv, of_positive), "", "sigma / mean, instead of sigma"},
    {LAW_PERCENTILES, "one instead of the mean, or two of all; as drawn"},
    {LAW_OFFSET},
    {0},
};

static double at_hazard(const struct law *law, double h);

/* A percentile as a multiple of sigma. */
struct aim {
    const struct law_kind *kind;
    double h, wanted;
};

static double missed_by(double log_cv, void *context)
{
    const struct aim *aim = context;
    const struct law law = {.kind = aim->kind, .a = 1, .b = exp(log_cv)};

    return log(at_hazard(&law, aim->h)) - log_cv - aim->wanted;
}

/* sigma / mean, of a sigma and a percentile, or NaN. It falls with the mean, to
 * that of a mean of 0. */
static double cv_of(const struct law_words *said, const struct law_kind *kind)
{
    const struct percentile *at = &said->percentiles.at[0];
    struct aim aim = {kind, -log1p(-at->share),
                      log(at->seconds) - log(said->sigma)};
    double low = log(kind->least_shape), high = log(kind->most_shape);

    if (missed_by(low, &aim) < 0 || missed_by(high, &aim) > 0)
        return NAN;
    return exp(zero_between(missed_by, &aim, low, high));
}

/* The size is the mean before the truncation, the shape sigma / mean. */
static bool resolve(const struct law_words *said, struct law *law,
                    struct errors *errors)
{
    struct law_words fitted = *said;

    fitted.scale = said->mean;
    fitted.mean = NAN;
    if (law_said(said->mean)) {
        fitted.sigma = said->sigma / said->mean;
    } else if (law_said(said->sigma) && said->percentiles.count == 1) {
        fitted.sigma = cv_of(said, law->kind);
        if (isnan(fitted.sigma)) {
            error_at(errors, said->at,
                     "no normal law has this sigma and this percentile");
            return false;
        }
    }
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
