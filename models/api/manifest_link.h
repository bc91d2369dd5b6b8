/*
 * Which Services select whose pods.
 */
#ifndef MODELS_API_MANIFEST_LINK_H
#define MODELS_API_MANIFEST_LINK_H

#include "models/api/manifest.h"

/* Sorts the Services, keeps those that select pods, and counts whom they
 * select; manifests_link() lists them. */
void services_keep(struct manifests *manifests);

#endif
