/*
 * A HorizontalPodAutoscaler, as it was applied: which workload it sizes, by
 * what metrics, and how fast it may. Constant, in the scenario.
 * (staging/src/k8s.io/api/autoscaling/v2/types.go, 1.36)
 */
#ifndef MODELS_API_AUTOSCALER_H
#define MODELS_API_AUTOSCALER_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/error.h"
#include "sim/time.h"

struct tree;
struct workload;

enum metric_source {
    METRIC_RESOURCE,           /* of whole pods */
    METRIC_CONTAINER_RESOURCE, /* of one container of each */
    METRIC_PODS,
    METRIC_OBJECT,
    METRIC_EXTERNAL,
    METRIC_UNKNOWN
};

enum metric_target {
    METRIC_NO_TARGET,
    METRIC_UTILIZATION,  /* averageUtilization: percent of the request */
    METRIC_VALUE,        /* value: thousandths */
    METRIC_AVERAGE_VALUE /* averageValue: thousandths, of each pod */
};

struct metric_design {
    enum metric_source source;
    const char *name;      /* "cpu", "memory", or what it is called */
    const char *container; /* of METRIC_CONTAINER_RESOURCE */
    enum metric_target kind;
    int64_t target;
};

struct scaling_policy {
    bool percent; /* of the size at the period's start; else pods */
    int32_t value;
    sim_time period;
};

enum policy_select { SELECT_MAX_CHANGE, SELECT_MIN_CHANGE, SELECT_DISABLED };

/* How fast it may scale one way. */
struct scaling_rules {
    enum policy_select select;
    sim_time stabilization; /* NEVER: the controller's own */
    double tolerance;       /* NAN: likewise */
    int policy_count;
    const struct scaling_policy *policies;
};

struct autoscaler_design {
    const char *namespace;
    const char *name;
    const char *object; /* "horizontalpodautoscaler/web" */
    int ordinal;
    const struct tree *reference;  /* scaleTargetRef, as it was written */
    const struct workload *target; /* NULL: there is none that it can size */
    bool ambiguous;                /* others size its target as well */
    int32_t min_replicas;
    int32_t max_replicas;
    int metric_count;
    const struct metric_design *metrics;
    bool behavior; /* it has rules of its own: */
    struct scaling_rules up;
    struct scaling_rules down;
};

/* What holds where a behavior leaves rules out: up as many pods again or four,
 * whatever is more, within 15 s; down all of them.
 * (pkg/apis/autoscaling/v2/defaults.go, GenerateHPAScaleUpRules and
 * GenerateHPAScaleDownRules, 1.36) */
extern const struct scaling_rules scaling_up_rules;
extern const struct scaling_rules scaling_down_rules;

#endif
