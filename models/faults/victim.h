/*
 * Whom faults befall, by family: each is looked at and named in its own way,
 * and fault.c treats all alike.
 */
#ifndef MODELS_FAULTS_VICTIM_H
#define MODELS_FAULTS_VICTIM_H

#include "models/cluster/cluster.h"
#include "models/faults/target.h"

struct victims {
    bool (*well)(const void *thing);
    uint64_t (*identity)(const void *thing);
    struct victim (*victim)(const struct cluster *cluster, const void *thing);
    bool (*meant)(const struct cluster *cluster, const struct target *target,
                  const void *thing);
    /* Visits all there are now. */
    void (*each)(const struct cluster *cluster,
                 void (*visit)(void *context, void *thing), void *context);
};

extern const struct victims victims[FAMILIES_BEFALLEN];

#endif
