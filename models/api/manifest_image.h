/*
 * The images that a Node has, as it lists them: status.images.
 */
#ifndef MODELS_API_MANIFEST_IMAGE_H
#define MODELS_API_MANIFEST_IMAGE_H

#include "models/api/manifest.h"

void images_read(struct manifests *manifests, const struct tree *status,
                 struct node_design *into);

#endif
