/*
 * The containers of a pod template: what they ask for, their probes and hooks.
 */
#ifndef MODELS_API_MANIFEST_CONTAINER_H
#define MODELS_API_MANIFEST_CONTAINER_H

#include "models/api/manifest.h"

/* Reads spec.initContainers and spec.containers, which is not empty; the
 * policy is that of the pod, in `into` already. */
void containers_read(struct manifests *manifests, const struct tree *spec,
                     const char *object, struct pod_template *into);

#endif
