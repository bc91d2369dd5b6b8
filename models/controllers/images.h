/*
 * ImageLocality: nodes that have a pod's images already. Only what Nodes list
 * as they are given counts, among the nodes that are there; so a template's
 * scores are found anew only when a node has come or gone.
 * (pkg/scheduler/framework/plugins/imagelocality)
 */
#ifndef MODELS_CONTROLLERS_IMAGES_H
#define MODELS_CONTROLLERS_IMAGES_H

#include "models/api/node.h"
#include "sim/arena.h"

struct images {
    const struct node *nodes;
    int count;
    bool listed;  /* some node lists images that it has */
    uint32_t age; /* raised when a node comes or goes; from 1 on */
    int64_t *sums;
};

/* A template's scores. */
struct image_scores {
    uint32_t age;     /* of which they are; 0: none yet */
    bool any;         /* is more than 0 */
    uint8_t *by_node; /* as many as there are nodes */
};

void images_open(struct images *images, struct arena *arena,
                 const struct node *nodes, int count);

/* Finds them, where some node lists images; so many nodes are there. */
void images_score(const struct images *images,
                  const struct pod_template *template, int there,
                  struct image_scores *into);

#endif
