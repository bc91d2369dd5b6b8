/* Two samples, compared. */
#include "tests/groundtruth/verdict.h"

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

static bool constant(const struct sample *sample)
{
    return sample->values[0] == sample->values[sample->count - 1];
}

bool samples_agree(enum metric_class class, const struct sample *measured,
                   const struct sample *simulated)
{
    double median = sample_quantile(measured, 0.5);
    double difference = fabs(sample_quantile(simulated, 0.5) - median);

    if (class == BY_TIMERS)
        return kolmogorov_smirnov(measured, simulated) >= significance;
    if (class == BY_SPEED)
        return difference <= fmax(share * fabs(median), least_seconds);
    if (constant(measured))
        return constant(simulated) && difference == 0;
    return simulated->values[0] >= measured->values[0] &&
           simulated->values[simulated->count - 1] <=
               measured->values[measured->count - 1];
}
