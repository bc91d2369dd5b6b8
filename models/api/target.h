/*
 * Whom something befalls, or is done to: each thing by itself, or at one moment
 * one, some or all of the things that match.
 */
#ifndef MODELS_API_TARGET_H
#define MODELS_API_TARGET_H

#include "models/api/pod.h"

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
    const char *only;         /* only the one of this name, or NULL: a node's,
                                 rack's, zone's or component's name, or a
                                 workload's (deployment/web) */
    const char *pod;          /* of a StatefulSet's only the one of this name
                                 (pod/db-1), or NULL, */
    int ordinal;              /* and this ordinal */
};

/* Whether a thing in the zone of that name may be befallen, as far as zones go;
 * whether a node or a rack that stands there, that zone itself, or a workload's
 * or pod's containers (which have the zone of the node that they run on), are
 * meant. */
bool target_matches_zone(const struct target *target, const char *zone);
bool target_matches_node(const struct target *target,
                         const struct node_design *node, const char *zone);
bool target_matches_domain(const struct target *target, const char *name,
                           const char *zone);
bool target_matches_component(const struct target *target, const char *name);
bool target_matches_workload(const struct target *target,
                             const struct workload *workload);
bool target_matches_pod(const struct target *target, const struct pod *pod);

/* How many of n things are befallen together. */
int target_number(const struct target *target, int n);

#endif
