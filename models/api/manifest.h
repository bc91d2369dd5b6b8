/*
 * Kubernetes objects, from trees to what is simulated: workloads, Services and
 * nodes. What a simulation has no use for is counted, what it does not know
 * yet is named, and every default that stands in for something is told.
 *
 * An object is written as kubectl writes it, "service/web"; where two
 * namespaces hold one of the same kind and name, the one that is not in the
 * namespace "default" is "service/web.NAMESPACE".
 */
#ifndef MODELS_API_MANIFEST_H
#define MODELS_API_MANIFEST_H

#include "models/api/node.h"
#include "models/api/remark.h"

/* One object; its texts live in the tree or the arena. */
struct manifest {
    struct tree *tree;
    const char *kind; /* "Deployment" */
    const char *namespace;
    const char *name;   /* "" if it has none */
    const char *object; /* "deployment/web" */
    struct place place;
    int order; /* in which it was added */
    struct manifest *next;
};

struct priority_class;

/* All objects of a question, and what is made of them. */
struct manifests {
    struct arena *arena;
    struct errors *errors;
    int minor; /* they are Kubernetes 1.minor's */
    struct manifest *first;
    struct manifest *last;
    int count;

    struct manifest *sorted; /* by namespace, name and kind */
    struct workload *workloads;
    int workload_count;
    struct service *services; /* those that select pods, by name */
    int service_count;
    struct service **by_label; /* those, by the label that they ask for first */
    int by_label_count;
    struct service **selected; /* room for those that select some pods */
    struct budget_design *budgets;
    int budget_count;
    struct autoscaler_design *autoscalers;
    int autoscaler_count;
    struct ingress_backend *backends;
    struct claim_design *claims;
    int volume_count;          /* designs of volumes */
    struct node_design *nodes; /* by name; their zones are not set yet */
    int node_count;
    const struct priority_class *classes;
    int class_count;
    const struct priority_class *everybodys_class; /* globalDefault, or NULL */
    int most_containers;                           /* in one pod */
    int ignored;               /* objects that a simulation has no use for */
    struct taint_list *taints; /* of nodes; added to */
    struct remarks assumed;
    struct remarks unmodelled;
};

void manifests_open(struct manifests *manifests, struct arena *arena,
                    struct taint_list *taints, struct errors *errors,
                    int minor);

/* Adds a document: an object, or a List of objects. */
void manifests_add(struct manifests *manifests, struct tree *document);

/* Sorts and names what was added; reports what is there twice. */
void manifests_sort(struct manifests *manifests);

/* Makes workloads, Services and nodes of the sorted objects; reports mistakes,
 * each at its place. */
void manifests_read(struct manifests *manifests);

/* The taints of a list, as bits; mistakes are reported. And of one: 0 where
 * there are too many. */
uint64_t manifest_taints(struct manifests *manifests, const struct tree *list);
uint64_t manifest_taint(struct manifests *manifests, const struct taint *taint,
                        struct place place);

/* Lists, in the workload's template, the Services and budgets that select its
 * pods. */
void manifests_link(const struct manifests *manifests,
                    struct workload *workload);

/* Whether the kind is one of which objects are made. */
bool manifest_modelled(const char *kind);

/* Whether the object is the configuration of a component of Kubernetes, which
 * says something of the question and is in no API. */
bool manifest_configures(const struct tree *object);

/* "deployment" of "deploy" and "Deployment"; the text itself in lower case
 * where it is no short name of kubectl's. */
const char *manifest_kind_word(struct arena *arena, const char *kind);

enum manifest_limits {
    MOST_PODS = 1000000 /* that a question may ask for */
};

/* What a node has if nobody says so (a choice; 110 is the kubelet's maxPods).
 */
#define NODE_CPU "4"
#define NODE_MEMORY "16Gi"
#define NODE_PODS "110"

#endif
