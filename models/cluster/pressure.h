/*
 * Node-pressure eviction for memory: a kubelet whose node has too little left
 * ends one pod after the other, those first that use more than they asked for.
 * (pkg/kubelet/eviction/eviction_manager.go, helpers.go, 1.36)
 */
#ifndef MODELS_CLUSTER_PRESSURE_H
#define MODELS_CLUSTER_PRESSURE_H

#include <stdbool.h>
#include <stdint.h>

#include "models/api/template.h"
#include "sim/cause.h"
#include "sim/event.h"

struct kubelet;
struct sandbox;

struct pressure_settings {
    int64_t threshold;   /* evictionHard memory.available: 100Mi */
    sim_time period;     /* 10 s, between two looks */
    sim_time transition; /* 5 min: evictionPressureTransitionPeriod */
};

/* What a kubelet knows of its node's memory. */
struct pressure {
    struct event looked; /* the next look of its eviction manager */
    sim_time phase;
    int64_t available;   /* bytes; as it truly is */
    sim_time last;       /* it was seen below the threshold; NEVER: never */
    sim_time wait_until; /* for the clean-up of the last evicted pod */
    struct cause cause;  /* of the last change of `available` */
    bool reported;       /* the condition MemoryPressure */
};

/* One candidate, as it is ranked. */
struct candidate {
    int64_t used; /* bytes, and asked for */
    int64_t requested;
    int priority;
};

/* Pods of this priority and above are not evicted (critical ones). */
enum { CRITICAL_PRIORITY = 2000000000 };

/* Whether `a` is evicted before `b`: it uses more than it asked for and `b`
 * does not; its priority is lower; it uses more beyond its request.
 * (rankMemoryPressure) */
bool pressure_before(const struct candidate *a, const struct candidate *b);

void pressure_open(struct kubelet *kubelet);

/* The memory that is available on the node has changed. */
void pressure_change(struct kubelet *kubelet, int64_t available,
                     struct cause cause);

/* Its machine went down, or its kubelet starts: the manager knows nothing. */
void pressure_forget(struct kubelet *kubelet);

#endif
