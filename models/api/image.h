/*
 * Container images by their names, as nodes list those that they have.
 */
#ifndef MODELS_API_IMAGE_H
#define MODELS_API_IMAGE_H

#include <stdbool.h>
#include <stdint.h>

struct node_image {
    const char *name;
    int64_t bytes;
};

/* Whether the two name one image: without a tag, ":latest" is meant.
 * (pkg/scheduler/framework/plugins/imagelocality, normalizedImageName) */
bool image_same(const char *one, const char *other);

#endif
