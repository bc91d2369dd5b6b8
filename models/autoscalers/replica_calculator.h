/*
 * How many replicas one metric asks for. (Kubernetes 1.36,
 * pkg/controller/podautoscaler/{replica_calculator,metrics/utilization}.go; in
 * the same order of operations, as the numbers are rounded on the way)
 */
#ifndef MODELS_AUTOSCALERS_REPLICA_CALCULATOR_H
#define MODELS_AUTOSCALERS_REPLICA_CALCULATOR_H

#include "models/autoscalers/observed_pod.h"
#include "models/autoscalers/tolerance.h"

/* What the metrics API and the controller manager's cache have for a metric. */
struct observation {
    bool failed; /* the metrics API has no answer */
    bool cpu;    /* it is the resource CPU */
    int pod_count;
    const struct observed_pod *pods;
    int value_count; /* series of an external metric; one of an object's */
    const int64_t *values; /* thousandths */
};

struct calculator {
    int minor; /* of Kubernetes 1.minor */
    struct initialization initialization;
    struct tolerance tolerance;
    sim_time now;
    int32_t replicas;        /* spec.replicas of the scale */
    int32_t status_replicas; /* and its status.replicas */
};

/* Why a metric is invalid. */
enum metric_fault {
    METRIC_VALID,
    METRIC_NO_PODS,   /* the selector matches none */
    METRIC_NO_SAMPLE, /* of a pod that counts */
    METRIC_NO_REQUEST,
    METRIC_NO_MATCH /* no sample is of a pod with a request */
};

struct proposal {
    enum metric_fault fault;
    int32_t replicas;
    int32_t utilization; /* percent, where the target is */
    int64_t usage;       /* thousandths, as the status tells it */
};

/* By the samples of pods: a target in percent of their requests
 * (GetResourceReplicas), or in thousandths for each (GetRawResourceReplicas,
 * GetMetricReplicas). */
struct proposal propose_utilization(const struct calculator *calculator,
                                    const struct observation *observation,
                                    int32_t target);
struct proposal propose_average(const struct calculator *calculator,
                                const struct observation *observation,
                                int64_t target);

/* By a value of its own: the whole of it, in proportion to the pods that are
 * ready (GetObjectMetricReplicas, GetExternalMetricReplicas), or so much for
 * each pod (the same with PerPod). */
struct proposal propose_object(const struct calculator *calculator,
                               const struct observation *observation,
                               int64_t target);
struct proposal propose_external(const struct calculator *calculator,
                                 const struct observation *observation,
                                 int64_t target);
struct proposal propose_object_per_pod(const struct calculator *calculator,
                                       const struct observation *observation,
                                       int64_t target);
struct proposal propose_external_per_pod(const struct calculator *calculator,
                                         const struct observation *observation,
                                         int64_t target);

#endif
