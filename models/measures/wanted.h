/*
 * How many pods are wanted of what owns pods: by whoever sized it last, be that
 * an autoscaler.
 */
#ifndef MODELS_MEASURES_WANTED_H
#define MODELS_MEASURES_WANTED_H

#include "models/cluster/cluster.h"

/* Whether a DaemonSet is to have a pod on the node; how many pods the owner is
 * to have now. */
bool wanted_on(const struct owner *owner, const struct node *node);
int wanted_pods(const struct api *api, const struct owner *owner);

#endif
