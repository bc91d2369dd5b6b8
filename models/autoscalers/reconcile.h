/*
 * One look of a horizontal autoscaler at its workload: what size it would have
 * it be. (Kubernetes 1.36, pkg/controller/podautoscaler/horizontal.go,
 * reconcileAutoscaler)
 */
#ifndef MODELS_AUTOSCALERS_RECONCILE_H
#define MODELS_AUTOSCALERS_RECONCILE_H

#include "models/autoscalers/replica_calculator.h"
#include "models/autoscalers/scaling_limits.h"

/* The controller's flags and feature gates. */
struct horizontal_settings {
    int minor; /* of Kubernetes 1.minor */
    struct initialization initialization;
    double tolerance;
    sim_time down_window; /* downscale stabilization */
    struct scale_up_limit scale_up;
    bool scale_to_zero;          /* HPAScaleToZero */
    bool configurable_tolerance; /* HPAConfigurableTolerance */
};

enum autoscaler_condition_type {
    ABLE_TO_SCALE,
    SCALING_ACTIVE,
    SCALING_LIMITED,
    SCALED_TO_ZERO,
    AUTOSCALER_CONDITIONS
};

struct autoscaler_condition {
    bool status;
    const char *reason; /* NULL: there is no such condition */
};

/* What the object says of itself; it outlives the controller. */
struct autoscaler_status {
    struct autoscaler_condition conditions[AUTOSCALER_CONDITIONS];
};

/* What the controller has in memory of an autoscaler; each journal has room for
 * one more entry. */
struct autoscaler_memory {
    bool begun; /* something has been recommended */
    struct journal recommendations;
    struct past_changes changes;
};

struct autoscaler {
    const struct autoscaler_design *design;
    const struct horizontal_settings *settings;
    struct autoscaler_status status;
    struct autoscaler_memory memory;
};

/* The scale of its target, as the API server has it. */
struct scale {
    int32_t replicas;
    int32_t status_replicas;
};

/* What a metric says now; asked for only where it matters. */
typedef struct observation observe_function(void *self,
                                            const struct metric_design *metric);

struct decision {
    int32_t replicas;
    bool rescale; /* the scale is to be written: autoscaler_rescaled() then */
};

struct decision autoscaler_decide(struct autoscaler *autoscaler,
                                  const struct scale *scale, sim_time now,
                                  observe_function *observe, void *self);

/* The scale has been written. (storeScaleEvent) */
void autoscaler_rescaled(struct autoscaler *autoscaler, int32_t from,
                         int32_t to, sim_time now);

/* Whether some metric is of another object or external, so that it has a value
 * without any pod. (hasObjectOrExternalMetrics) */
bool autoscaler_sees_without_pods(const struct autoscaler_design *design);

/* For how long it looks back upon recommendations on its way down; and the
 * longer of both ways. */
sim_time autoscaler_down_window(const struct autoscaler *autoscaler);
sim_time autoscaler_window(const struct autoscaler *autoscaler);

/* Its tolerances. (tolerancesForHpa) */
struct tolerance autoscaler_tolerance(const struct autoscaler *autoscaler);

#endif
