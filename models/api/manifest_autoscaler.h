/*
 * HorizontalPodAutoscalers, of autoscaling/v2 and v1, and whom they size.
 */
#ifndef MODELS_API_MANIFEST_AUTOSCALER_H
#define MODELS_API_MANIFEST_AUTOSCALER_H

#include "models/api/manifest.h"
#include "models/api/manifest_fields.h"

/* That of its version; whatever is not v1 is taken for v2. */
const struct schema *autoscaler_schema_of(const struct manifest *manifest);

/* With Kubernetes' defaults (pkg/apis/autoscaling/v2/defaults.go); what it
 * refuses (pkg/apis/autoscaling/validation) is a mistake. Metrics that nothing
 * here measures are left out, and told of. */
void autoscaler_read(struct manifests *manifests,
                     const struct manifest *manifest, const struct tree *spec);

/* Finds their targets among the workloads. A target that is not there, cannot
 * be sized, has two autoscalers, or lacks what a metric needs, is warned of:
 * Kubernetes takes it, and then does nothing. */
void autoscalers_link(struct manifests *manifests);

#endif
