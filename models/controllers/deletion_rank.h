/*
 * Which pods go first when there are too many: those that do the least, and of
 * equal ones those that share their node with the most others, then the younger
 * ones. Ages are compared by their order of magnitude, so that chance decides
 * among pods of about one age. (Kubernetes 1.36,
 * pkg/controller/controller_utils.go ActivePodsWithRanks, ActivePods)
 */
#ifndef MODELS_CONTROLLERS_DELETION_RANK_H
#define MODELS_CONTROLLERS_DELETION_RANK_H

#include "models/api/pod.h"

struct ranked_pod {
    struct pod *pod; /* whose rank it is; nobody looks at it */
    bool assigned;   /* to a node */
    enum pod_phase phase;
    bool ready;
    int cost;             /* controller.kubernetes.io/pod-deletion-cost */
    int together;         /* active pods on its node of all ReplicaSets of the
                             same owner */
    sim_time ready_since; /* NEVER: nobody knows */
    sim_time created;     /* likewise */
    int restarts;         /* the most of any container; and of any side-car */
    int sidecar_restarts;
    uint64_t uid;            /* chance */
    struct ranked_pod *next; /* in a list */
    struct ranked_pod *child;
};

struct ranking {
    sim_time now;  /* NEVER: ages are compared exactly (without the feature
                      LogarithmicScaleDown) */
    bool sidecars; /* their restarts count, as from 1.32 on */
};

/* Whether a goes before b; neither does where nothing tells them apart. */
bool deletion_before(const struct ranking *ranking, const struct ranked_pod *a,
                     const struct ranked_pod *b);

/* Makes a heap of a list, whose root goes first; and what is left without the
 * root, or NULL. What nothing tells apart goes in any order, but in the same
 * one each time. */
struct ranked_pod *deletion_heap(const struct ranking *ranking,
                                 struct ranked_pod *list);
struct ranked_pod *deletion_rest(const struct ranking *ranking,
                                 struct ranked_pod *root);

#endif
