/*
 * Where an owner's pods are, as the scheduler knows: kept as changes pass its
 * cursor, so that no placement counts them anew. Only the nodes that have some
 * are kept, by ordinal: memory goes with the pods, not with nodes and owners.
 */
#ifndef MODELS_CONTROLLERS_SIBLINGS_H
#define MODELS_CONTROLLERS_SIBLINGS_H

#include "models/api/pod.h"
#include "sim/pool.h"

struct inhabited {
    int node; /* its ordinal */
    int pods; /* of the owner, on it; at least one */
};

struct siblings {
    struct inhabited *nodes; /* by ordinal */
    int count;
    int capacity;   /* a power of two, or 0 */
    int *zone_pods; /* of the owner, in each zone */
};

/* Memory for the siblings of all owners. */
struct siblings_pool {
    struct arena *arena;
    int zone_count;
    struct pool owners;
    struct pool zones;
    struct pool rooms[31]; /* for 1, 2, 4, ... nodes */
};

void siblings_pool_open(struct siblings_pool *pool, struct arena *arena,
                        int zone_count);

/* Those of a pod, NULL if its owner has no selector, which default constraints
 * have then too. (podtopologyspread/common.go; helper.DefaultSelector) */
const struct siblings *siblings_of(const struct pod *pod);

/* A pod of the owner came to the node (sign 1), or left it (sign -1); where it
 * has none left, owner->siblings is NULL. */
void siblings_add(struct siblings_pool *pool, struct owner *owner,
                  const struct node *node, int sign);

/* PodTopologySpread with the default constraints over an owner's pods, before
 * normalisation. (podtopologyspread/plugin.go, systemDefaultConstraints) */
struct sibling_spread {
    double node_weight;
    double zone_weight;
    const int *zone_pods;   /* NULL: none in any */
    const bool *zone_named; /* nodes of a zone have its label */
    int64_t least;
    int64_t most;
};

/* Begins with so many candidates in so many zones. */
struct sibling_spread sibling_spread_begin(const struct siblings *siblings,
                                           const bool *zone_named,
                                           int candidates, int zones);

/* Of a candidate with so many pods of the owner; and its score among those of
 * which sibling_spread_widen() was told. */
int64_t sibling_spread_raw(const struct sibling_spread *spread, int pods,
                           int zone);
void sibling_spread_widen(struct sibling_spread *spread, int64_t raw);
int sibling_spread_score(const struct sibling_spread *spread, int64_t raw);

/* The pods of the owner on a node. */
int siblings_on(const struct siblings *siblings, int node);

/* The place of the first inhabited node with at least that ordinal. */
int siblings_from(const struct siblings *siblings, int node);

#endif
