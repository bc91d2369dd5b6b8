/*
 * PersistentVolumes, PersistentVolumeClaims and StorageClasses, and what of
 * them pods claim.
 */
#ifndef MODELS_API_MANIFEST_VOLUME_H
#define MODELS_API_MANIFEST_VOLUME_H

#include "models/api/manifest.h"
#include "models/api/volume.h"

/* Reads all of them, before anything that names a claim. */
void volumes_read(struct manifests *manifests);

/* The claims among a pod's spec.volumes. */
void claims_read(struct manifests *manifests, const struct manifest *owner,
                 const struct tree *spec, struct pod_template *into);

/* A StatefulSet's volumeClaimTemplates: each of its pods has its own. */
void claim_templates_read(struct manifests *manifests, const struct tree *spec,
                          struct workload *into);

#endif
