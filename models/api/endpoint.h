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

struct endpoint_conditions endpoint_conditions(const struct pod_status *status,
                                               bool publish_not_ready);

/* What a kube-proxy makes of it: it uses those that are ready; where there is
 * none, those that serve and are terminating (struct routing, last_resort);
 * and no others. (pkg/proxy/topology.go CategorizeEndpoints) */
enum endpoint {
    READY_ENDPOINT,
    TERMINATING_ENDPOINT,
    USABLE_ENDPOINTS,
    NO_ENDPOINT = USABLE_ENDPOINTS
};

enum endpoint endpoint_use(struct endpoint_conditions conditions);

/* Whether a kube-proxy of Kubernetes 1.minor uses the latter at all.
 * (pkg/features/kube_features.go: ProxyTerminatingEndpoints is beta and on
 * since 1.26) */
bool endpoint_last_resort(int minor);

#endif
