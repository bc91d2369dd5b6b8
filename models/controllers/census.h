/*
 * How many pods of some kind are in each domain of a topology (each zone, each
 * host), as the scheduler knows: kept as pods come and go, so that no placement
 * counts them anew.
 */
#ifndef MODELS_CONTROLLERS_CENSUS_H
#define MODELS_CONTROLLERS_CENSUS_H

#include "models/api/node.h"

/* The nodes by their values of one label. */
struct topology {
    const char *key;
    bool hosts; /* kubernetes.io/hostname */
    int node_count;
    int *domains; /* of each node; -1: it lacks the label */
    int domain_count;
};

/* Those of a label. */
void topology_open(struct topology *topology, struct arena *arena,
                   const char *key, const struct node *nodes, int count);

struct census {
    const struct topology *topology;
    int *on_node;   /* pods on each node */
    bool *excluded; /* nodes whose pods do not count in their domains */
    int *in_domain; /* pods on the nodes that count, by domain */
    int *nodes;     /* nodes that count, by domain */
    int domains;    /* that have such nodes */
    bool *met;      /* room for whoever asks of domains, one more; all false */
    int total;      /* pods on nodes with the label, excluded or not */
};

/* All nodes count that have the label. */
void census_open(struct census *census, struct arena *arena,
                 const struct topology *topology);

/* The node counts from now on, or no more. */
void census_include(struct census *census, int node, bool counts);

/* A pod came to the node (sign 1), or left it (sign -1). */
void census_add(struct census *census, int node, int sign);

/* Pods in the node's domain, on nodes that count; 0 if it has no domain. */
int census_near(const struct census *census, int node);

/* The fewest in any domain that has nodes which count; INT_MAX: none has. */
int census_least(const struct census *census);

#endif
