/*
 * The sum of `shape` exponential steps, each of mean `scale`. Johnson, Kotz,
 * Balakrishnan, Continuous Univariate Distributions 1, ch. 17. Its inverse is
 * the file's own: gsl_cdf_gamma_Pinv() ends the program where it does not
 * converge, as it does for small shapes and small p.
 */
#include "sim/laws/gamma.h"

#include <float.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_gamma.h>

#include "sim/laws/gaussian.h"

enum { MOST_STEPS = 60 };

static const struct parameter words[] = {
    {LAW_WORD(shape, of_positive), "", "how many steps; need not be whole"},
    {LAW_WORD(cv, of_positive), "",
     "standard deviation / mean, instead of the shape"},
    {LAW_WORD(scale, of_span), "", "the mean of one step"},
    {LAW_WORD(rate, of_rate), "", "of steps, instead of the scale"},
    {LAW_WORD(mean, of_span), "", "the mean of all, instead of the scale"},
    {LAW_WORD(median, of_span), "", "the median of all, instead of the scale"},
    {LAW_PERCENTILES, "one instead of the scale, or two of all"},
    {LAW_OFFSET},
    {0},
};

bool gamma_resolve(const struct law_words *said, struct law *law,
                   struct errors *errors)
{
    const char *name = law->kind->plugin.name;

    if (!law_said(said->shape) || said->shape <= GAMMA_MOST_SHAPE)
        return law_fit(said, law, errors);
    error_at(errors, said->at,
             "%s %s law with a shape above %.0f is as good as constant",
             *name == 'e' ? "an" : "a", name, GAMMA_MOST_SHAPE);
    return false;
}

double gamma_mean(const struct law *law)
{
    return law->a * law->b;
}

static double variation(double shape)
{
    return 1 / sqrt(shape);
}

static bool is_far(double shape, double x)
{
    return x > shape + 35 * sqrt(shape) + 50;
}

/* Far out, x times the hazard's density, by Legendre's continued fraction
 * (Abramowitz, Stegun 6.5.31), from its end backwards. */
static double far_density(double shape, double x)
{
    double fraction = 0;

    for (int n = 60; n > 0; n--)
        fraction = n * (n - shape) / (x + 2 * n + 1 - shape - fraction);
    return x + 1 - shape - fraction;
}

static double unit_hazard(double shape, double x)
{
    double p;

    if (isinf(x))
        return x;
    if (is_far(shape, x))
        return gsl_sf_lngamma(shape) + x - shape * log(x) +
               log(far_density(shape, x));
    /* The median lies below the mean. */
    p = x < shape ? gsl_cdf_gamma_P(x, shape, 1) : 1;
    return p < 0.5 ? -log1p(-p) : -log(gsl_cdf_gamma_Q(x, shape, 1));
}

double gamma_hazard(const struct law *law, double x)
{
    return unit_hazard(law->b, x / law->a);
}

/* Near x: P(T <= x) <= x^shape / Gamma(1 + shape), and equal for x near 0; in
 * the middle Wilson and Hilferty's cube (Johnson, Kotz, Balakrishnan 1, sec.
 * 17.3). */
static double log_near(double shape, double h)
{
    double bound = (log(-expm1(-h)) + gsl_sf_lngamma(1 + shape)) / shape;
    double root =
        1 - 1 / (9 * shape) + gaussian_at_hazard(h) / (3 * sqrt(shape));

    if (shape < 1 || root <= 0)
        return bound;
    return fmax(bound, log(shape) + 3 * log(root));
}

/* By Newton's method in log x against log H, which is bent to one side only,
 * towards straight lines in both tails. No step need go further than Chernoff:
 * H(x) >= x - shape - shape log(x / shape) >= x / 2 - shape log 2. The steps
 * become squares of those before: after a small one comes none. */
double gamma_at_hazard(const struct law *law, double h)
{
    double shape = law->b, most = log(2 * (h + shape * M_LN2));
    double constant = gsl_sf_lngamma(shape), y, step;

    if (h == 0 || isinf(h))
        return h;
    y = fmin(log_near(shape, h), most);
    if (y < log(DBL_EPSILON))
        return law->a * exp(y);
    for (int i = 0; i < MOST_STEPS; i++) {
        double x = exp(y), hazard = unit_hazard(shape, x);
        double density = is_far(shape, x)
                             ? far_density(shape, x)
                             : exp(shape * y - x - constant + hazard);

        step = log(h / hazard) * hazard / density;
        y = fmin(y + step, most);
        if (fabs(step) < 1e-9)
            break;
    }
    return law->a * exp(y);
}

const struct law_kind law_gamma = {
    .plugin = {"gamma", "the sum of exponential steps", words},
    .a = "scale",
    .b = "shape",
    .resolve = gamma_resolve,
    .mean = gamma_mean,
    .hazard = gamma_hazard,
    .at_hazard = gamma_at_hazard,
    .variation = variation,
    .least_shape = 0.01,
    .most_shape = GAMMA_MOST_SHAPE,
};
