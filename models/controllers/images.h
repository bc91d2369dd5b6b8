/*
 * ImageLocality: nodes that have a pod's images already. Only what Nodes list
 * as they are given counts; so a template's scores are found once.
 * (pkg/scheduler/framework/plugins/imagelocality)
 */
#ifndef MODELS_CONTROLLERS_IMAGES_H
#define MODELS_CONTROLLERS_IMAGES_H

#include "models/api/node.h"

/* A template's score on each node, or NULL if all are 0. */
const uint8_t *images_score(struct arena *arena, const struct node *nodes,
                            int count, const struct pod_template *template);

#endif
