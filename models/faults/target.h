/*
 * Whom a fault befalls: each thing by itself, or at one moment one, some or
 * all of the things that match.
 */
#ifndef MODELS_FAULTS_TARGET_H
#define MODELS_FAULTS_TARGET_H

#include "models/api/selector.h"
#include "sim/random.h"

enum target_mode {
    TARGET_EACH,  /* every one on its own clock */
    TARGET_ONE,   /* one at random */
    TARGET_COUNT, /* `count` at random */
    TARGET_SHARE, /* `share` of them at random, rounded up */
    TARGET_ALL    /* all at once */
};

struct target {
    enum target_mode mode;
    int count;
    double share;
    const char *zone;         /* only in this zone, or NULL */
    struct selector selector; /* only with these labels, if given */
    const char *only;         /* only the one of this name, or NULL: a node's
                                 name, or a workload's (deployment/web) */
};

/* How many of n things are befallen together. */
int target_number(const struct target *target, int n);

#endif
