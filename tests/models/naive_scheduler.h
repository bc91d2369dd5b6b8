/*
 * A scheduler that keeps nothing: it counts all pods anew for every placement,
 * filters and scores one node after the other, draws the same numbers, and must
 * choose the same node. It hears what the real one has heard, behind it.
 */
#ifndef TESTS_MODELS_NAIVE_SCHEDULER_H
#define TESTS_MODELS_NAIVE_SCHEDULER_H

#include "models/api/component.h"
#include "models/api/fit.h"
#include "sim/hook.h"

enum { NAIVE_PODS = 1000 }; /* at most, at a time */
enum { NAIVE_NODES = 200, NAIVE_LABELS = 8, NAIVE_RULES = 4 };

/* A label's domains, each known by its first node; -1: it is lacking. */
struct naive_label {
    const char *key;
    int domain[NAIVE_NODES];
};

/* Of a spread constraint, by node or domain. */
struct naive_count {
    int domain[NAIVE_NODES];
    bool included[NAIVE_NODES];
    bool exists[NAIVE_NODES]; /* domains with nodes that are included */
    int in_domain[NAIVE_NODES];
    int on_node[NAIVE_NODES];
};

/* A pod as the scheduler knows it. */
struct known {
    struct pod *pod;
    struct node *node;
    bool deleted;
};

struct naive {
    struct component *component;
    struct controller controller;
    struct listener written;
    struct known pods[NAIVE_PODS];
    int pod_count;
    struct load *loads; /* these by node, all counted anew */
    int *node_pods;
    int *candidates;
    int *zone_pods; /* by the zones' first nodes */
    struct naive_label labels[NAIVE_LABELS];
    struct naive_count constraints[NAIVE_RULES];
    int near[NAIVE_RULES][NAIVE_NODES]; /* pods that must be near, by term */
    int apart[NAIVE_NODES];             /* that must not be, by node */
    int shunned[NAIVE_NODES];
    int liked[NAIVE_NODES];
    bool any_near;
    int next_node;
    int candidate_count;
    enum refusal last;
    int placed;
    int refused;
    int ties;
    struct stream chance; /* the same numbers as the real one's */
    int wrong;
};

/* Begins to judge; the scheduler must have joined the component already. */
void naive_open(struct naive *naive, struct component *component);

/* Whether a pod that waits could be placed now. */
bool naive_could_place(struct naive *naive);

#endif
