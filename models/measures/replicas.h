/*
 * How many replicas of each Service serve, and how many are wanted: by whoever
 * sized their workload last, be that an autoscaler.
 */
#ifndef MODELS_MEASURES_REPLICAS_H
#define MODELS_MEASURES_REPLICAS_H

#include "models/measures/measure.h"

/* A Service's. */
struct service_replicas {
    int serving;
    int desired;
};

struct replicas {
    const struct observation *observation;
    struct service_replicas *services; /* by their ordinals */
    int *wanted; /* by the workloads' ordinals: the last that was said, also of
                    what was deleted since */
    void (*changed)(void *context, int service);
    void *context;
    struct listener serving_changed;
    struct listener written;
};

/* Counts them, and from now on calls `changed` after each change. */
void replicas_open(struct replicas *replicas,
                   const struct observation *observation,
                   void (*changed)(void *context, int service), void *context);

#endif
