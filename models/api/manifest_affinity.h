/*
 * What a pod's spec asks of its place: affinity, topology spread, host ports;
 * and its priority.
 */
#ifndef MODELS_API_MANIFEST_AFFINITY_H
#define MODELS_API_MANIFEST_AFFINITY_H

#include "models/api/affinity.h"
#include "models/api/manifest.h"

/* Reads spec.affinity, topologySpreadConstraints and the containers' hostPorts,
 * with what Kubernetes refuses (pkg/apis/core/validation) reported; the labels
 * and the namespace are the pod's. NULL if it asks nothing of the like. */
const struct affinity *affinity_read(struct manifests *manifests,
                                     const struct tree *spec,
                                     const struct labels *labels,
                                     const char *namespace);

/* Reads all PriorityClasses, before the pods that name them. */
void priority_classes_read(struct manifests *manifests);

/* The priority of a pod and whether it never preempts, by its class, or the
 * class that is everybody's. (plugin/pkg/admission/priority) */
void priority_read(struct manifests *manifests, const struct tree *spec,
                   struct pod_template *into);

#endif
