/*
 * How many of an owner's pods are ready, and how many are available: ready for
 * minReadySeconds. Counted as changes pass; a pod that is not available yet
 * waits in a list, in the order in which they will be.
 */
#ifndef MODELS_CONTROLLERS_READINESS_H
#define MODELS_CONTROLLERS_READINESS_H

#include "models/api/pod.h"
#include "sim/pool.h"

/* What a controller keeps of a pod of which there is more to know: pod->own. */
struct replica {
    struct pod *pod;
    bool doomed; /* its controller has asked for its deletion */
    bool waiting;
    sim_time available_at;
    struct replica *next; /* that waits */
    struct replica *previous;
};

struct readiness {
    sim_time least; /* minReadySeconds */
    int ready;
    int available;
    struct replica *first; /* that waits */
    struct replica *last;
};

/* The pod's; it is made if there is none. And its end, when it waits no more.
 */
struct replica *replica_of(struct pool *replicas, struct pod *pod);
void replica_forget(struct pool *replicas, struct pod *pod);

/* A pod of the owner changed. */
void readiness_change(struct readiness *readiness, struct pool *replicas,
                      struct pod *pod, const struct pod_status *before,
                      const struct pod_status *now, sim_time at);

/* They are available after another time. The pods, by age, are as `reader` has
 * seen them. */
void readiness_set_least(struct readiness *readiness, struct pool *replicas,
                         struct pod *pods, enum reader reader, sim_time least,
                         sim_time now);

/* Counts those that have become available until now. */
void readiness_advance(struct readiness *readiness, sim_time now);

/* How long until the next one will; NEVER if none waits. */
sim_time readiness_next(const struct readiness *readiness, sim_time now);

/* None waits any more. */
void readiness_end(struct readiness *readiness);

#endif
