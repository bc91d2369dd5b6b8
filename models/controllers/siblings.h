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

/* A pod of the owner came to the node (sign 1), or left it (sign -1); where it
 * has none left, owner->siblings is NULL. */
void siblings_add(struct siblings_pool *pool, struct owner *owner,
                  const struct node *node, int sign);

/* The place of the first inhabited node with at least that ordinal. */
int siblings_from(const struct siblings *siblings, int node);

#endif
