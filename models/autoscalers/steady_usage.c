/* Usage that asks for no other size. */
#include "models/autoscalers/steady_usage.h"

#include <math.h>

#include "models/autoscalers/conversion.h"

/* Whether the metric asks for the size that there is: it is as good as on its
 * target, or what it wants is rounded up to that size. */
static bool stays(const struct steady *steady, double usage)
{
    double ratio = usage / (double)steady->metric->target;

    return tolerance_bears(steady->tolerance, ratio, steady->minor) ||
           (steady->pods == steady->size &&
            whole_32(ceil(ratio * (double)steady->pods)) == steady->size);
}

/* The least and the greatest whole number with which it does, on both sides of
 * the target: each is guessed, and set right by what rounding does. */
static void find(const struct steady *steady, double *least, double *most)
{
    double target = (double)steady->metric->target;
    double down = fmax(steady->tolerance.down, 1 / (double)steady->pods);

    *least = fmax(floor(target * (1.0 - down)) - 1, 0);
    *most = ceil(target * (1.0 + steady->tolerance.up)) + 1;
    while (*least < target && !stays(steady, *least))
        ++*least;
    while (*most > target && !stays(steady, *most))
        --*most;
}

struct usage_bounds steady_usage(const struct steady *steady, int64_t requests)
{
    double pods = (double)steady->pods, least, most;
    double unit = steady->metric->kind == METRIC_UTILIZATION
                      ? (double)requests / 100
                      : pods;

    find(steady, &least, &most);
    return (struct usage_bounds){least * unit + 0.001 * pods,
                                 (most + 1) * unit - pods};
}
