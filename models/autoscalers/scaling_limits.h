/*
 * How far a size may go at once. (Kubernetes 1.36,
 * pkg/controller/podautoscaler/horizontal.go)
 */
#ifndef MODELS_AUTOSCALERS_SCALING_LIMITS_H
#define MODELS_AUTOSCALERS_SCALING_LIMITS_H

#include "models/api/autoscaler.h"
#include "models/autoscalers/journal.h"

/* Without behavior: to so many times the size, and always to so many. */
struct scale_up_limit {
    double factor;
    double minimum;
};

extern const struct scale_up_limit usual_scale_up_limit;

struct sizes {
    int32_t current;
    int32_t desired;
    int32_t min;
    int32_t max;
};

struct limited {
    int32_t replicas;
    const char *reason; /* of the condition ScalingLimited */
};

/* (convertDesiredReplicasWithRules) */
struct limited limit_plainly(const struct sizes *sizes,
                             struct scale_up_limit limit);

/* What has been changed before, by the autoscaler itself; both ways as numbers
 * above 0. */
struct past_changes {
    struct journal up;
    struct journal down;
};

/* With a behavior. (convertDesiredReplicasWithBehaviorRate) */
struct limited limit_by_rules(const struct sizes *sizes,
                              const struct scaling_rules *up,
                              const struct scaling_rules *down,
                              const struct past_changes *past, sim_time now);

/* The longest period of any policy. (getLongestPolicyPeriod) */
sim_time longest_period(const struct scaling_rules *rules);

#endif
