/* Two samples, compared. */
#include "tests/groundtruth/verdict.h"

#include <gsl/gsl_statistics.h>
#include <math.h>

static const double significance = 0.01;
static const double share = 0.25;
static const double least_seconds = 0.1;

/* P(K > x) of Kolmogorov's distribution. */
static double beyond(double x)
{
    double sum = 0, sign = 1;

    if (x < 0.2)
        return 1;
    for (int k = 1; k < 100; k++, sign = -sign)
        sum += sign * exp(-2 * k * k * x * x);
    return fmin(2 * sum, 1);
}

/* The greatest distance between the two distribution functions. */
static double distance(const struct sample *a, const struct sample *b)
{
    double most = 0;
    int i = 0, j = 0;

    while (i < a->count && j < b->count) {
        double at = fmin(a->values[i], b->values[j]);

        while (i < a->count && a->values[i] <= at)
            i++;
        while (j < b->count && b->values[j] <= at)
            j++;
        most = fmax(most, fabs((double)i / a->count - (double)j / b->count));
    }
    return most;
}

double kolmogorov_smirnov(const struct sample *a, const struct sample *b)
{
    double size =
        sqrt((double)a->count * b->count / ((double)a->count + b->count));

    return beyond((size + 0.12 + 0.11 / size) * distance(a, b));
}

static double least(const struct sample *sample)
{
    return sample->values[0];
}

static double most(const struct sample *sample)
{
    return sample->values[sample->count - 1];
}

static bool within(const struct sample *inner, const struct sample *outer)
{
    return least(inner) >= least(outer) && most(inner) <= most(outer);
}

static double mean(const struct sample *sample)
{
    return gsl_stats_mean(sample->values, 1, (size_t)sample->count);
}

/* Of what was published the least, the mean and the most are known. */
static bool all_over(const struct sample *published,
                     const struct sample *simulated)
{
    double quarter = (most(published) - least(published)) / 4;
    double error =
        gsl_stats_sd(simulated->values, 1, (size_t)simulated->count) /
        sqrt(simulated->count);

    return within(simulated, published) &&
           least(simulated) <= least(published) + quarter &&
           most(simulated) >= most(published) - quarter &&
           fabs(mean(simulated) - mean(published)) <= 4 * error;
}

/* What was always measured is always simulated. */
static bool counts_agree(const struct sample *measured,
                         const struct sample *simulated)
{
    double difference =
        fabs(sample_quantile(simulated, 0.5) - sample_quantile(measured, 0.5));

    return least(measured) == most(measured) ? within(simulated, measured)
                                             : difference < 1;
}

bool speed_misfit(enum metric_class class, const struct sample *measured,
                  const struct sample *simulated, double *misfit)
{
    double median = sample_quantile(measured, 0.5);
    double allowed = class == BY_SPEED
                         ? fmax(share * fabs(median), least_seconds)
                         : least_seconds;

    *misfit = fabs(sample_quantile(simulated, 0.5) - median) / allowed;
    return class == BY_SPEED || class == BY_DELAY;
}

int count_central(const struct sample *measured, const struct sample *simulated)
{
    double low = sample_quantile(simulated, 0.01);
    double high = sample_quantile(simulated, 0.99);
    int count = 0;

    for (int i = 0; i < measured->count; i++)
        count += measured->values[i] >= low && measured->values[i] <= high;
    return count;
}

bool samples_agree(enum metric_class class, const struct sample *measured,
                   const struct sample *simulated)
{
    double misfit;

    switch (class) {
    case BY_TIMERS:
        return kolmogorov_smirnov(measured, simulated) >= significance;
    case BY_SPEED:
    case BY_DELAY:
        return speed_misfit(class, measured, simulated, &misfit) && misfit <= 1;
    case BY_COUNT:
        return counts_agree(measured, simulated);
    case ALL_WITHIN:
        return within(simulated, measured);
    case ALL_OVER:
        return all_over(measured, simulated);
    default:
        return within(measured, simulated);
    }
}
