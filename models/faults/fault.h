/*
 * A fault: when (`every`, per target, from the moment that it is well), whom
 * (target.h), for how long (`lasts`), and what (its kind, one file each).
 * What it breaks is repaired through an order at infrastructure/repair.
 */
#ifndef MODELS_FAULTS_FAULT_H
#define MODELS_FAULTS_FAULT_H

#include "models/faults/victim.h"
#include "sim/law.h"

struct fault_kind {
    struct plugin plugin; /* no parameters: all faults take the same keys */
    enum befallen befalls;
    bool lasting; /* it has an end, and `lasts` must be given */
    /* Leaves the thing not well: its clocks are set when it is well again. */
    void (*begin)(struct cluster *cluster, void *thing, struct cause cause);
    void (*end)(struct cluster *cluster, void *thing, struct cause cause);
};

/* A fault as the scenario asks for it; constant. */
struct fault_design {
    const char *name; /* names its streams and its rows */
    const struct fault_kind *kind;
    struct law every;
    struct law lasts;
    struct target target;
};

/* Sets the faults of a cluster going, from now on. `designs` has `count`
 * entries; a fault's index there is its number in the ledger. */
void faults_open(struct cluster *cluster, const struct fault_design *designs,
                 int count);

#endif
