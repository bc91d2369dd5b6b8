/*
 * Between which sums of the usage of some pods what a metric asks for stays the
 * size that there is; where the size is at its least or most anyway, nothing
 * changes below or above that either. So looks that would change nothing need
 * not be simulated.
 */
#ifndef MODELS_AUTOSCALERS_STEADY_USAGE_H
#define MODELS_AUTOSCALERS_STEADY_USAGE_H

#include "models/api/autoscaler.h"
#include "models/autoscalers/tolerance.h"

/* Strictly between these, in thousandths. */
struct usage_bounds {
    double low;
    double high;
};

#define NO_LOWER_BOUND (-1.0)
#define NO_UPPER_BOUND 1e18

/* What a metric asks for is compared with: */
struct steady {
    const struct metric_design *metric;
    struct tolerance tolerance;
    int minor; /* of Kubernetes */
    int32_t size;
    int pods; /* all of which count */
};

/* Of pods with these requests in all. Each pod's usage is rounded up to a
 * thousandth before it is summed: what rounding may do is left out, on the safe
 * side. */
struct usage_bounds steady_usage(const struct steady *steady, int64_t requests);

#endif
