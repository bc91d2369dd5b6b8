/* The unit normal law, far into its tails. */
#include "sim/laws/gaussian.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_erf.h>

/* exp(-FAR) is still a normal double. */
#define FAR 700

double gaussian_hazard(double z)
{
    if (z < 0)
        return -log1p(-gsl_cdf_ugaussian_P(z));
    if (isinf(z))
        return z;
    return M_LN2 - gsl_sf_log_erfc(z * M_SQRT1_2);
}

double gaussian_at_hazard(double h)
{
    double z, before;

    if (h < M_LN2)
        return gsl_cdf_ugaussian_Pinv(-expm1(-h));
    if (h < FAR)
        return gsl_cdf_ugaussian_Qinv(exp(-h));
    if (isinf(h))
        return h;
    /* Newton's method from above: the hazard is convex, nearly z^2 / 2. */
    z = sqrt(2 * h);
    do {
        before = z;
        z -= (gaussian_hazard(z) - h) / gsl_sf_hazard(z);
    } while (fabs(z - before) > 1e-14 * z);
    return z;
}
