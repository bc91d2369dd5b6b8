/*
 * The template of a pod, out of a Deployment, a ReplicaSet or the Pod itself.
 */
#ifndef MODELS_API_MANIFEST_POD_H
#define MODELS_API_MANIFEST_POD_H

#include "models/api/manifest.h"

/* Reads metadata.labels and spec of the tree; false after a mistake, or when
 * there is nothing to run (a warning told). */
bool pod_template_read(struct manifests *manifests,
                       const struct manifest *owner, const struct tree *tree,
                       struct pod_template *into);

/* The taint that a mapping tells; false after a mistake. */
bool taint_read(struct manifests *manifests, const struct tree *tree,
                struct taint *into);

/* Whether the field is there and says something. */
bool field_given(const struct tree *mapping, const char *name);

#endif
