/*
 * What a Service says of the way that requests take to its endpoints, and what
 * an Ingress adds to that.
 */
#ifndef MODELS_API_MANIFEST_SERVICE_H
#define MODELS_API_MANIFEST_SERVICE_H

#include "models/api/manifest.h"

/* A Service that an Ingress sends requests to. */
struct ingress_backend {
    const char *namespace;
    const char *service;
    const char *object; /* of the Ingress */
    struct place place; /* of the name */
    struct upstream_wishes wishes;
    struct ingress_backend *next;
};

/* Reads type, clusterIP, sessionAffinity, the traffic policies,
 * trafficDistribution and publishNotReadyAddresses; false if it has no
 * endpoints here. (pkg/apis/core/v1/defaults.go, pkg/apis/core/validation) */
bool routing_read(struct manifests *manifests, const struct manifest *manifest,
                  const struct tree *spec, struct service *into);

/* Adds the Services that an Ingress' spec names to manifests->backends, with
 * what its annotations say of tries. */
void ingress_read(struct manifests *manifests, const struct manifest *manifest,
                  const struct tree *spec);

/* Once all Services are known: requests to these come through an Ingress. */
void ingresses_apply(struct manifests *manifests);

#endif
