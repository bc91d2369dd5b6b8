/*
 * The choice of a node for a pod: from where the last one stopped, nodes are
 * looked at until enough are feasible; of these the best is taken, at random
 * among equals. What the spread adds is one number a zone, but for the few
 * nodes that have pods of the same owner.
 * (pkg/scheduler/schedule_one.go)
 */
#ifndef MODELS_CONTROLLERS_SELECTION_H
#define MODELS_CONTROLLERS_SELECTION_H

#include "models/controllers/appraisal.h"
#include "models/controllers/contest.h"
#include "models/controllers/relations.h"
#include "models/controllers/siblings.h"

/* A pod waits for victims to leave a node. */
struct nomination {
    struct pod *pod;
    struct node *node;
    struct nomination *next;
};

struct ranking;

/* What is in a zone: candidates with pods of the owner, or some without. */
enum zone_candidates { NO_CANDIDATE, ALL_INHABITED, SOME_BARE };

/* A candidate with pods of the owner. */
struct neighbour {
    struct inhabited at;
    uint8_t worth;
    int sum; /* of all its scores */
};

struct selection {
    struct appraisal appraisal;
    struct relations relations;
    struct nomination *nominations;
    struct pool nomination_pool;
    int there;      /* nodes, by what it has seen */
    int percentage; /* of these to score; 0: adaptive */
    struct images images;
    bool disliked;         /* some node has a taint PreferNoSchedule */
    int refused[REFUSALS]; /* nodes to the last pod, by why */
    struct siblings_pool siblings_pool;
    struct api *api;
    struct stream ties;
    int next_node; /* where the next selection begins to look */
    struct span spans[2];
    int candidates;
    struct ranking *ranking;
    bool *zone_named; /* the nodes of a zone have its label */
    int *zones;       /* the nodes', by ordinal */
    struct contest contest;
    enum zone_candidates *zone_candidates;
    int *zone_scores; /* what the spread adds to these */
    struct neighbour *near;
    int near_count;
};

void selection_open(struct selection *selection, struct component *component,
                    const struct resource_scoring *scoring, int percentage);

/* A node came, went or changed its taints. */
void selection_judge_node(struct selection *selection, struct node *node,
                          const struct node_status *before,
                          const struct node_status *now);

/* The node for the pod, or NULL: then `refusal` tells why the last one was
 * refused. */
struct node *selection_make(struct selection *selection, const struct pod *pod,
                            enum refusal *refusal);

/* Whether the pod may go to the node, as all filters have it, with regard to
 * pods of no lower priority that wait for the node. */
enum refusal selection_judge(struct selection *selection, const struct pod *pod,
                             int node);

/* The node that the pod waits for, or NULL; begins to wait, waits no more. */
struct node *selection_nominated(const struct selection *selection,
                                 const struct pod *pod);
void selection_nominate(struct selection *selection, struct pod *pod,
                        struct node *node);
void selection_give_up(struct selection *selection, const struct pod *pod);

/* A node was refused: the last refusal, and all. Of nodes that are not there
 * nobody says anything. */
static inline void selection_note(struct selection *selection,
                                  enum refusal refusal, enum refusal *last)
{
    if (refusal == NODE_ABSENT)
        return;
    *last = refusal;
    selection->refused[refusal]++;
}

/* One of so many equals, at random. */
uint32_t selection_draw(struct selection *selection, uint32_t count);

/* A pod is on the node, or no more; it is one of those that stay there, or no
 * more. */
void selection_load(struct selection *selection, struct pod *pod,
                    const struct node *node, int sign);
void selection_settle(struct selection *selection, struct pod *pod,
                      const struct node *node, int sign);

#endif
