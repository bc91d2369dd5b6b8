/*
 * The scheduler's filters and scores as plain functions of what they look at,
 * shared with whoever asks the same questions.
 * (pkg/scheduler/framework/plugins)
 */
#ifndef MODELS_API_FIT_H
#define MODELS_API_FIT_H

#include "models/api/affinity.h"
#include "models/api/node.h"
#include "models/api/score.h"

/* What a node has to give, and what is requested on it. */
struct room {
    int64_t cpu_milli;
    int64_t memory_bytes;
    int pods;
};

struct room fit_room(const struct node_design *node);

struct load {
    struct requests sum;
    int pods;
};

void load_add(struct load *load, const struct requests *requests, int sign);

/* Why a pod cannot go to a node. */
enum refusal {
    NOT_REFUSED,
    NODE_ABSENT, /* the scheduler does not know it */
    UNTOLERATED_TAINT,
    SELECTOR_MISMATCH,
    PORT_TAKEN,
    TOO_MANY_PODS,
    INSUFFICIENT_CPU,
    INSUFFICIENT_MEMORY,
    LACKS_TOPOLOGY,
    TOO_SKEWED,
    PODS_MISSING,
    PODS_UNWANTED,
    UNWANTED_BY_PODS,
    VOLUME_ELSEWHERE,
    REFUSALS
};

/* Whether a node that refuses so may be had by removing pods from it. */
bool fit_resolvable(enum refusal refusal);

/* Whether the pod may be on a node of these taints (bits). */
bool fit_tolerates(const struct pod_template *template,
                   const struct node_design *node, uint64_t taints);

/* The first filter that refuses the node, in this order: by what it is (taints:
 * bits); because one of the pod's host ports is `taken`; for
 * want of resources. What a pod asks of others comes after these. */
enum refusal fit_filter_node(const struct pod_template *template,
                             const struct node_design *node, uint64_t taints);
enum refusal fit_filter(const struct pod_template *template,
                        const struct requests *requests,
                        const struct node_design *node, uint64_t taints,
                        bool taken, const struct load *load);

static inline enum refusal fit_filter_room(const struct requests *requests,
                                           const struct room *room,
                                           const struct load *load)
{
    if (load->pods + 1 > room->pods)
        return TOO_MANY_PODS;
    if (requests->cpu_milli > 0 &&
        load->sum.cpu_milli + requests->cpu_milli > room->cpu_milli)
        return INSUFFICIENT_CPU;
    if (requests->memory_bytes > 0 &&
        load->sum.memory_bytes + requests->memory_bytes > room->memory_bytes)
        return INSUFFICIENT_MEMORY;
    return NOT_REFUSED;
}

/* In the scheduler's words; "no nodes" where none was there to refuse. */
const char *fit_reason(enum refusal refusal);

/* A node's cpu and memory as the scores look at them, with the pod: requests
 * with those that are assumed for NodeResourcesFit, or as they are given. */
enum { SHARES = 2 };

static inline void fit_scored_shares(const struct requests *pod,
                                     const struct room *room,
                                     const struct load *load,
                                     struct share shares[SHARES])
{
    shares[0] = (struct share){
        load->sum.scored_cpu_milli + pod->scored_cpu_milli, room->cpu_milli, 1};
    shares[1] =
        (struct share){load->sum.scored_memory_bytes + pod->scored_memory_bytes,
                       room->memory_bytes, 1};
}

static inline void fit_shares(const struct requests *pod,
                              const struct room *room, const struct load *load,
                              struct share shares[SHARES])
{
    shares[0] = (struct share){load->sum.cpu_milli + pod->cpu_milli,
                               room->cpu_milli, 1};
    shares[1] = (struct share){load->sum.memory_bytes + pod->memory_bytes,
                               room->memory_bytes, 1};
}

/* TaintToleration's raw score: the PreferNoSchedule taints (bits) of a node
 * that the pod does not tolerate; and whether it may ever have any.
 */
int fit_intolerable(const struct pod_template *template,
                    const struct node_design *node, uint64_t taints);
bool fit_is_disliked(const struct node_design *node);

/* How many feasible nodes are looked for among `nodes`
 * (percentageOfNodesToScore; 0: adaptive). */
int fit_nodes_to_find(int nodes, int percentage);

#endif
