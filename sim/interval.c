/* Confidence intervals over replications. */
#include "sim/interval.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "sim/stats.h"

/* With few outages a t interval is not trusted, unless being down is the rule:
 * for more than this share of the time. */
static const double seldom = 0.1;

/* Degrees of freedom up to which GSL inverts the chi-square law well. */
static const double many_freedoms = 1e4;

static struct interval no_interval(double mean, uint64_t count, double level)
{
    return (struct interval){mean, NAN, NAN, level, count, "none"};
}

static struct interval around(double mean, double deviation, uint64_t count,
                              double level)
{
    double n = (double)count;
    double half =
        gsl_cdf_tdist_Qinv((1 - level) / 2, n - 1) * deviation / sqrt(n);

    return (struct interval){mean, mean - half, mean + half, level, count, "t"};
}

struct interval interval_of_tally(const struct tally *tally, double level)
{
    if (tally->count < 2)
        return no_interval(tally->count == 0 ? NAN : tally->mean, tally->count,
                           level);
    return around(tally->mean, sqrt(tally_variance(tally)), tally->count,
                  level);
}

struct interval interval_t(const double *values, uint64_t count,
                           uint64_t stride, double level)
{
    struct tally tally = {0};

    for (uint64_t i = 0; i < count; i++)
        tally_add(&tally, values[i * stride]);
    return interval_of_tally(&tally, level);
}

struct interval interval_paired(const double *first, const double *second,
                                uint64_t count, uint64_t stride, double level)
{
    struct tally tally = {0};

    for (uint64_t i = 0; i < count; i++)
        tally_add(&tally, first[i * stride] - second[i * stride]);
    return interval_of_tally(&tally, level);
}

struct interval interval_ratio(const double *numerators,
                               const double *denominators, uint64_t count,
                               uint64_t stride, double level)
{
    struct tally above = {0}, below = {0}, residuals = {0};
    double ratio;

    for (uint64_t i = 0; i < count; i++) {
        tally_add(&above, numerators[i * stride]);
        tally_add(&below, denominators[i * stride]);
    }
    if (below.mean == 0)
        return no_interval(NAN, count, level);
    ratio = above.mean / below.mean;
    if (count < 2)
        return no_interval(ratio, count, level);
    /* The residuals' variance is s11 - 2 r s12 + r^2 s22, without its
     * cancellation. */
    for (uint64_t i = 0; i < count; i++)
        tally_add(&residuals,
                  numerators[i * stride] - ratio * denominators[i * stride]);
    return around(ratio, sqrt(tally_variance(&residuals)) / fabs(below.mean),
                  count, level);
}

/* The quantile above which a share `tail` of the chi-square law lies; tail 1 -
 * p is the one below which p does. Far out GSL's series do not converge: there
 * Wilson and Hilferty's cube root (PNAS 17, 1931) is right to seven digits. */
static double chi_square(double tail, double freedom)
{
    double spread = 2 / (9 * freedom);

    if (freedom < many_freedoms)
        return tail > 0.5 ? gsl_cdf_chisq_Pinv(1 - tail, freedom)
                          : gsl_cdf_chisq_Qinv(tail, freedom);
    return freedom *
           pow(1 - spread + gsl_cdf_ugaussian_Qinv(tail) * sqrt(spread), 3);
}

struct interval interval_poisson(uint64_t count, double exposure, double level)
{
    double n = (double)count;
    double tail = count == 0 ? 1 - level : (1 - level) / 2;
    struct interval interval = {n / exposure, 0, NAN, level, count, "poisson"};

    if (!(exposure > 0))
        return no_interval(NAN, count, level);
    if (count > 0)
        interval.low = chi_square(1 - tail, 2 * n) / 2 / exposure;
    interval.high = chi_square(tail, 2 * n + 2) / 2 / exposure;
    return interval;
}

struct interval interval_weighted(uint64_t count, double sum, double squares,
                                  double largest, double exposure, double level)
{
    double tail = (1 - level) / 2;
    double upper_sum = sum + largest;
    double upper_squares = squares + largest * largest;
    struct interval interval = {sum / exposure, 0,     NAN,
                                level,          count, "poisson"};

    if (!(exposure > 0) || !(sum > 0))
        return no_interval(NAN, count, level);
    interval.low = squares / (2 * sum) *
                   chi_square(1 - tail, 2 * sum * sum / squares) / exposure;
    interval.high =
        upper_squares / (2 * upper_sum) *
        chi_square(tail, 2 * upper_sum * upper_sum / upper_squares) / exposure;
    return interval;
}

bool outages_are_few(double downtime, double squares)
{
    return downtime * downtime < FEW_OUTAGES * squares;
}

/* Few outages, unless being down is the rule. */
static bool are_few(const struct downtime *downtime, double down)
{
    double exposure = (double)downtime->replications * downtime->horizon;

    return down < seldom * exposure &&
           (downtime->replications < 2 ||
            outages_are_few(down, downtime->squares));
}

/* The same interval on the logarithmic scale: a mean of few and unequal things
 * is skewed, and cannot be less than nothing. */
static struct interval in_proportion(struct interval interval)
{
    double half = (interval.high - interval.mean) / interval.mean;

    if (interval.mean > 0 && half >= 0) {
        interval.low = interval.mean * exp(-half);
        interval.high = interval.mean * exp(half);
    }
    return interval;
}

static double share(double seconds)
{
    /* fmax() and fmin() would make a number of what is none. */
    return isnan(seconds) ? seconds : fmin(fmax(seconds, 0), 1);
}

struct interval interval_unavailability(const struct downtime *downtime,
                                        double level)
{
    double exposure = (double)downtime->replications * downtime->horizon;
    double unit = downtime->horizon, down = 0;
    struct interval interval;

    for (uint64_t i = 0; i < downtime->replications; i++)
        down += downtime->seconds[i * downtime->stride];
    if (downtime->outages == 0) {
        interval = interval_poisson(0, exposure, level);
        unit = 1 / downtime->supposed;
    } else if (are_few(downtime, down)) {
        interval = interval_weighted(downtime->outages, down, downtime->squares,
                                     downtime->longest, exposure, level);
        unit = 1;
    } else {
        interval =
            in_proportion(interval_t(downtime->seconds, downtime->replications,
                                     downtime->stride, level));
    }
    interval.mean = share(interval.mean / unit);
    interval.low = share(interval.low / unit);
    interval.high = share(interval.high / unit);
    return interval;
}

double interval_error(const struct interval *interval)
{
    /* NaN is not greater than zero. */
    if (!(interval->low > 0) || !(interval->high > 0))
        return INFINITY;
    return fmax((interval->mean - interval->low) / interval->low,
                (interval->high - interval->mean) / interval->high);
}
