/*
 * What a workload says, beside the template of its pods, of how they are
 * changed and which of them go first.
 */
#ifndef MODELS_API_MANIFEST_ROLLOUT_H
#define MODELS_API_MANIFEST_ROLLOUT_H

#include "models/api/manifest.h"

/* minReadySeconds, and a Deployment's strategy, progressDeadlineSeconds,
 * revisionHistoryLimit and paused, with their defaults (pkg/apis/apps/v1/
 * defaults.go) and what Kubernetes refuses (pkg/apis/apps/validation). */
void rollout_read(struct manifests *manifests, const struct tree *spec,
                  bool deployment, struct workload *into);

/* The annotation controller.kubernetes.io/pod-deletion-cost of a pod. */
int deletion_cost_read(struct manifests *manifests,
                       const struct tree *metadata);

#endif
