/*
 * How fast a HorizontalPodAutoscaler may scale: its spec.behavior.
 */
#ifndef MODELS_API_MANIFEST_BEHAVIOR_H
#define MODELS_API_MANIFEST_BEHAVIOR_H

#include "models/api/autoscaler.h"
#include "models/api/manifest.h"

/* Either half that is left out, and what is left out in one, has Kubernetes'
 * defaults. */
void behavior_read(struct manifests *manifests, const struct tree *spec,
                   struct autoscaler_design *into);

#endif
