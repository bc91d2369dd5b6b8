/*
 * What a pod asks for of a resource, as an autoscaler reckons it: more exactly
 * than the scheduler does, as a container without a request leaves it without
 * an answer. (Kubernetes 1.36, pkg/controller/podautoscaler/
 * replica_calculator.go, calculateRequests)
 */
#ifndef MODELS_AUTOSCALERS_REQUEST_SUM_H
#define MODELS_AUTOSCALERS_REQUEST_SUM_H

#include <stdbool.h>
#include <stdint.h>

enum request_fault {
    REQUEST_KNOWN,
    REQUEST_MISSING,          /* of a container */
    REQUEST_WITHOUT_CONTAINER /* it has none of that name */
};

/* A container that goes on beside the others: any but an init container that
 * ends. */
struct container_request {
    const char *name;
    bool given;
    int64_t request; /* thousandths */
};

struct request_sum {
    const char *container; /* of this one alone; NULL: of all */
    bool pod_level; /* the pod has a request of its own, and it counts (feature
                       PodLevelResources) */
    int64_t pod_request;
    int count;
    const struct container_request *containers;
};

enum request_fault request_sum(const struct request_sum *of, int64_t *request);

#endif
