/*
 * The pods that do not serve, with what a measure remembers of each: a hash
 * table by the pods' identities.
 */
#ifndef MODELS_MEASURES_ABSENCE_H
#define MODELS_MEASURES_ABSENCE_H

#include "models/api/pod.h"
#include "sim/pool.h"

struct absence {
    const struct pod *pod;
    struct cause cause;   /* why: what missing.c asks for */
    sim_time since;       /* what detection.c asks for */
    struct absence *next; /* in its bucket */
};

struct absences {
    struct arena *arena;
    struct pool pool;
    struct absence **buckets;
    uint32_t bucket_count; /* a power of two */
    uint32_t count;
};

void absences_open(struct absences *absences, struct arena *arena);

/* The pod's absence, or NULL. */
struct absence *absence_of(const struct absences *absences,
                           const struct pod *pod);

/* A new one, which keeps its cause; the pod must have none. */
struct absence *absence_begin(struct absences *absences, const struct pod *pod,
                              struct cause cause, sim_time since);

/* Forgets the pod's absence, which there must be. */
void absence_end(struct absences *absences, const struct pod *pod);

#endif
