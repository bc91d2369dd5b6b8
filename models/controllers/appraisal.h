/*
 * What each node is worth to a pod: the score of its resources, or why it is
 * refused. Pods that ask for the same share these worths, one byte a node,
 * which hold until the node's load or taints change; whether it has, is asked
 * of a block of nodes when that is looked at. So a placement reads bytes.
 */
#ifndef MODELS_CONTROLLERS_APPRAISAL_H
#define MODELS_CONTROLLERS_APPRAISAL_H

#include "models/api/component.h"
#include "models/api/fit.h"
#include "models/controllers/resource_scoring.h"

/* A node's worth: a score from 0 to WORTH_MOST (two scores of 100), or
 * WORTH_REFUSED and a refusal. */
enum { WORTH_MOST = 200, WORTH_REFUSED };

/* Worths that are kept, and nodes in a block (choices). */
enum { APPRAISAL_WORTHS = INITIAL_SIZE(1024), APPRAISAL_BLOCK = 32 };

/* What pods of a template ask for. */
struct profile {
    const struct pod_template *template;
    struct requests requests;
    bool plain; /* asks nothing of a node but resources, and no taints */
    const struct profile *like; /* the one whose worths it shares */
    int place;                  /* of these */
};

/* Of the nodes, to pods of one profile. */
struct worths {
    const struct profile *profile; /* that they were found for */
    uint8_t *by_node;              /* by the nodes' ordinals */
    uint64_t *heard;  /* by block: the changes that it has heard of */
    uint8_t *refused; /* by block: how many of its nodes are */
};

/* A node as all profiles look at it, in one place. */
struct site {
    struct room room;
    struct load load;
    uint8_t balance; /* of the resources that are requested there */
    bool plain;      /* it is there, and has no taints */
};

struct appraisal {
    const struct component *component;
    const struct resource_scoring *scoring;
    struct pod *const *residents; /* pods on each node, by `neighbour` */
    struct site *sites;           /* by the nodes' ordinals */
    struct profile *profiles;     /* by the templates' ordinals */
    uint64_t changes;             /* of nodes so far; */
    uint64_t *changed;            /* the last one of each, and of any in */
    uint64_t *block_changed;      /* each block */
    struct worths kept[APPRAISAL_WORTHS];
    int kept_count;
    int next_given_up;
};

void appraisal_open(struct appraisal *appraisal,
                    const struct component *component,
                    const struct resource_scoring *scoring,
                    struct pod *const *residents);

/* The nodes' worths to a template's pods, until others are asked for. */
struct worths *appraisal_worths(struct appraisal *appraisal,
                                const struct pod_template *template);

/* Finds out what nodes in the block that have changed are worth. */
void appraisal_renew(const struct appraisal *appraisal, struct worths *worths,
                     int block);

/* The same where any has. Until something changes, all of the block stand in
 * by_node then. */
static inline void appraisal_hear(const struct appraisal *appraisal,
                                  struct worths *worths, int block)
{
    if (appraisal->block_changed[block] > worths->heard[block])
        appraisal_renew(appraisal, worths, block);
}

/* What one node is worth now. */
static inline uint8_t appraisal_of(const struct appraisal *appraisal,
                                   struct worths *worths, int node)
{
    appraisal_hear(appraisal, worths, node / APPRAISAL_BLOCK);
    return worths->by_node[node];
}

/* A pod comes to the node (sign 1), or leaves it (sign -1). */
void appraisal_load(struct appraisal *appraisal,
                    const struct pod_template *template,
                    const struct node *node, int sign);

/* Something else about the node changed. */
void appraisal_forget(struct appraisal *appraisal, const struct node *node);

#endif
