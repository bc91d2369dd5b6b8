/*
 * The scheduler's filters and scores as plain functions of what they look at,
 * shared with whoever asks the same questions.
 * (pkg/scheduler/framework/plugins)
 */
#ifndef MODELS_API_FIT_H
#define MODELS_API_FIT_H

#include "models/api/node.h"

/* What is requested on a node. */
struct load {
    struct requests sum;
    int pods;
};

void load_add(struct load *load, const struct requests *requests, int sign);

/* Why a pod cannot go to a node. */
enum refusal {
    NOT_REFUSED,
    UNTOLERATED_TAINT,
    SELECTOR_MISMATCH,
    TOO_MANY_PODS,
    INSUFFICIENT_CPU,
    INSUFFICIENT_MEMORY,
    REFUSALS
};

/* The first of the filters that refuses the node. */
enum refusal fit_filter(const struct pod_template *template,
                        const struct requests *requests,
                        const struct node_design *node, unsigned taints,
                        const struct load *load);

/* In the scheduler's words; "no nodes" where none was there to refuse. */
const char *fit_reason(enum refusal refusal);

/* NodeResourcesFit with LeastAllocated, cpu and memory at weight 1: 0..100.
 * `load` is without the pod. */
int fit_least_allocated(const struct requests *pod,
                        const struct node_design *node,
                        const struct load *load);

/* NodeResourcesBalancedAllocation: the formula of 1.36 and later, or before. */
int fit_balanced(const struct requests *pod, const struct node_design *node,
                 const struct load *load, bool since_1_36);

/* PodTopologySpread's raw score of one constraint: `count` matching pods in the
 * node's domain, one of as many as the weight was made for. */
double fit_spread_weight(int domains);
double fit_spread(int count, double weight, int max_skew);

/* Its normalisation: the smaller the sum, the better; 0..100. */
int fit_spread_normalised(int64_t score, int64_t least, int64_t most);

/* How many feasible nodes are looked for among `nodes`
 * (percentageOfNodesToScore 0: adaptive). */
int fit_nodes_to_find(int nodes);

#endif
