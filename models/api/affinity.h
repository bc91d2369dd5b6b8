/*
 * What a pod asks of its place beyond resources: of the labels of its node, of
 * the pods near it, of the spread of pods, and ports of the host. Constant, in
 * the scenario.
 */
#ifndef MODELS_API_AFFINITY_H
#define MODELS_API_AFFINITY_H

#include <stdint.h>

#include "models/api/selector.h"

struct pod_template;

/* One term of a node affinity: all of it must hold; one that says nothing
 * matches nothing. */
struct node_term {
    struct selector labels;
    struct selector fields; /* metadata.name */
};

struct node_preference {
    int weight; /* 1..100 */
    struct node_term term;
};

/* Pods of some namespaces that a selector matches, in the domain that a node
 * label tells. */
struct pod_term {
    const char *topology_key;
    struct selector selector;
    bool same_template; /* of one revision alone (matchLabelKeys) */
    int namespace_count;
    const char *const *namespaces;
    struct selector namespace_selector; /* of others, by name */
};

struct pod_preference {
    int weight; /* 1..100; of an anti-affinity -100..-1 */
    struct pod_term term;
};

struct spread_constraint {
    const char *topology_key;
    struct selector selector;
    bool same_template;
    bool hard; /* DoNotSchedule */
    int max_skew;
    int min_domains;
    bool any_node;      /* nodeAffinityPolicy: Ignore */
    bool honour_taints; /* nodeTaintsPolicy: Honor */
};

struct host_port {
    int port;
    const char *protocol;
    const char *address; /* "0.0.0.0": all of the host's */
};

struct affinity {
    bool selects_nodes; /* one of these terms must match: */
    int node_term_count;
    const struct node_term *node_terms;
    int node_preference_count;
    const struct node_preference *node_preferences;
    int near_count; /* required pod affinity, and anti-affinity: */
    const struct pod_term *near;
    int apart_count;
    const struct pod_term *apart;
    int preference_count;
    const struct pod_preference *preferences;
    int constraint_count;
    const struct spread_constraint *constraints;
    int port_count;
    const struct host_port *ports;
};

/* Whether the pod's node selector and required node affinity match a node; how
 * much its preferences do. (component-helpers/scheduling/corev1/nodeaffinity)
 */
bool affinity_selects(const struct pod_template *template,
                      const struct labels *labels, const char *name);
int64_t affinity_preference(const struct affinity *affinity,
                            const struct labels *labels, const char *name);

/* Whether a term of pods of one template matches pods of another.
 * (framework.AffinityTerm.Matches) */
bool pod_term_matches(const struct pod_term *term,
                      const struct pod_template *itself,
                      const struct pod_template *other);

/* Likewise for a constraint, which looks at its own namespace alone. */
bool spread_constraint_matches(const struct spread_constraint *constraint,
                               const struct pod_template *itself,
                               const struct pod_template *other);

/* Whether two pods cannot share a host because of its ports. */
bool affinity_ports_clash(const struct affinity *one,
                          const struct affinity *other);

#endif
