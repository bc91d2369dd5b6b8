/*
 * The pods of a node that has become Unknown are marked as not Ready, one after
 * the other, as fast as the controller's client may: that is what takes them
 * out of their Services. (pkg/controller/util/node/controller_utils.go,
 * MarkPodsNotReady, 1.36)
 */
#ifndef MODELS_CONTROLLERS_MARKING_H
#define MODELS_CONTROLLERS_MARKING_H

#include "models/api/client.h"
#include "models/api/component.h"

struct marking;

struct marker {
    struct api *api;
    struct client client;
    struct marking **all; /* by the nodes' ordinals; NULL: none is marked */
    struct pool pool;
};

/* Its client may make so many calls a second, and at once. */
void marker_open(struct marker *marker, struct component *component, double qps,
                 int burst);

/* Marks the node's pods, because of the cause; leaves the others alone. */
void marker_begin(struct marker *marker, const struct node *node,
                  struct cause cause);
void marker_stop(struct marker *marker, const struct node *node);

#endif
