/*
 * What an EndpointSlice says of a pod's address, and which of the addresses a
 * proxy uses.
 */
#ifndef MODELS_API_ENDPOINT_H
#define MODELS_API_ENDPOINT_H

#include "models/api/pod.h"

/* The conditions of an endpoint; what is in a final phase or has no address is
 * in no slice. (staging/src/k8s.io/endpointslice/utils.go podToEndpoint,
 * ShouldPodBeInEndpoints, 1.36) */
struct endpoint_conditions {
    bool exists;
    bool serving;
    bool terminating;
    bool ready;
};

/* In the header, as the next one: both are asked at each change of a pod. */
static inline struct endpoint_conditions
endpoint_conditions(const struct pod_status *status, bool publish_not_ready)
{
    bool has_address = status->phase != POD_PENDING || status->ready;
    bool exists = status->exists && has_address && !pod_ended(status);

    return (struct endpoint_conditions){
        .exists = exists,
        .serving = exists && status->ready,
        .terminating = exists && status->deleted,
        .ready = exists &&
                 (publish_not_ready || (status->ready && !status->deleted))};
}

/* What a kube-proxy makes of it: it uses those that are ready; where there is
 * none, those that serve and are terminating (struct routing, last_resort);
 * and no others. (pkg/proxy/topology.go CategorizeEndpoints) */
enum endpoint {
    READY_ENDPOINT,
    TERMINATING_ENDPOINT,
    USABLE_ENDPOINTS,
    NO_ENDPOINT = USABLE_ENDPOINTS
};

static inline enum endpoint endpoint_use(struct endpoint_conditions conditions)
{
    if (conditions.ready)
        return READY_ENDPOINT;
    return conditions.serving && conditions.terminating ? TERMINATING_ENDPOINT
                                                        : NO_ENDPOINT;
}

/* Whether a kube-proxy of Kubernetes 1.minor uses the latter at all.
 * (pkg/features/kube_features.go: ProxyTerminatingEndpoints is beta and on
 * since 1.26) */
bool endpoint_last_resort(int minor);

#endif
