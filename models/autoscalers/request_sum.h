/*
 * What a pod asks for of a resource, as an autoscaler reckons it: a container
 * without a request leaves it without an answer, where the scheduler takes it
 * for nothing. (Kubernetes 1.36, pkg/controller/podautoscaler/
 * replica_calculator.go, calculateRequests)
 */
#ifndef MODELS_AUTOSCALERS_REQUEST_SUM_H
#define MODELS_AUTOSCALERS_REQUEST_SUM_H

#include "models/api/autoscaler.h"
#include "models/api/template.h"

enum request_fault {
    REQUEST_KNOWN,
    REQUEST_MISSING,          /* of a container */
    REQUEST_WITHOUT_CONTAINER /* it has none of that name */
};

struct request_sum {
    const char *container; /* of this one alone; NULL: of all */
    int64_t request;       /* so far; thousandths */
    bool found;
    bool missing;
};

/* Adds a container that goes on beside the others: any but an init container
 * that ends. */
void request_add(struct request_sum *sum, const char *name, bool given,
                 int64_t request);

enum request_fault request_end(const struct request_sum *sum);

/* The same of all containers of a template, for a metric of CPU or memory. A
 * pod's own request would go before (feature PodLevelResources); nobody reads
 * those yet. */
enum request_fault template_request(const struct pod_template *template,
                                    const struct metric_design *metric,
                                    int64_t *request);

#endif
