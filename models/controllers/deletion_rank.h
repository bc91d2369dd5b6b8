/*
 * Which pods go first when there are too many: those that do the least, and of
 * equal ones those that share their node with the most others, then the younger
 * ones. Ages are compared by their order of magnitude, so that chance decides
 * among pods of about one age. (Kubernetes 1.36,
 * pkg/controller/controller_utils.go ActivePodsWithRanks, ActivePods)
 */
#ifndef MODELS_CONTROLLERS_DELETION_RANK_H
#define MODELS_CONTROLLERS_DELETION_RANK_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/time.h"

/* By the order in which they go. */
enum ranked_phase { RANKED_PENDING, RANKED_UNKNOWN, RANKED_RUNNING };

struct ranked_pod {
    bool assigned; /* to a node */
    enum ranked_phase phase;
    bool ready;
    int cost;             /* controller.kubernetes.io/pod-deletion-cost */
    int together;         /* active pods on its node of all ReplicaSets of the
                             same owner */
    sim_time ready_since; /* NEVER: nobody knows */
    sim_time created;     /* likewise */
    int restarts;         /* the most of any container; and of any side-car */
    int sidecar_restarts;
    uint64_t uid; /* chance */
    struct ranked_pod *next;
};

struct ranking {
    sim_time now;  /* NEVER: ages are compared exactly (without the feature
                      LogarithmicScaleDown) */
    bool sidecars; /* their restarts count, as from 1.32 on */
};

/* Whether a goes before b; neither does where nothing tells them apart. */
bool deletion_before(const struct ranking *ranking, const struct ranked_pod *a,
                     const struct ranked_pod *b);

/* Sorts a list, what goes first at its head; what nothing tells apart keeps its
 * order. */
struct ranked_pod *deletion_sort(const struct ranking *ranking,
                                 struct ranked_pod *first);

#endif
