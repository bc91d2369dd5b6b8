/*
 * Whom faults befall, by family: each is looked at and named in its own way,
 * and fault.c treats all alike.
 */
#ifndef MODELS_FAULTS_VICTIM_H
#define MODELS_FAULTS_VICTIM_H

#include "models/api/target.h"
#include "models/cluster/cluster.h"

/* The families of things that faults befall. */
enum befallen {
    BEFALLS_MACHINES,
    BEFALLS_CONTAINERS,
    BEFALLS_SANDBOXES,
    BEFALLS_RACKS,
    BEFALLS_ZONES,
    BEFALLS_COMPONENTS,
    FAMILIES_BEFALLEN
};

/* Their names, "node" and "nodes"; the latter is their key in a target. */
extern const char *const befallen_one[FAMILIES_BEFALLEN];
extern const char *const befallen_many[FAMILIES_BEFALLEN];

struct victims {
    bool (*well)(const void *thing);
    uint64_t (*identity)(const void *thing);
    struct victim (*victim)(const struct cluster *cluster, const void *thing);
    bool (*meant)(const struct cluster *cluster, const struct target *target,
                  const void *thing);
    /* Where its first clock is linked. */
    struct clock **(*clocks)(void *thing);
    /* Called when one of them becomes well or ceases to be; when one that is
     * not well is no more (NULL: they stay). */
    struct hook *(*changed)(struct cluster *cluster);
    struct hook *(*removed)(struct cluster *cluster);
    /* Visits all there are now. */
    void (*each)(const struct cluster *cluster,
                 void (*visit)(void *context, void *thing), void *context);
};

extern const struct victims victims[FAMILIES_BEFALLEN];

#endif
