/*
 * What each node is worth to a pod: the score of its resources, or why it is
 * refused. Pods that ask for the same share a row of one byte a node, which
 * holds until the node's load or taints change: a placement reads bytes.
 */
#ifndef MODELS_CONTROLLERS_APPRAISAL_H
#define MODELS_CONTROLLERS_APPRAISAL_H

#include "models/api/component.h"
#include "models/api/fit.h"

/* A node's worth: a score from 0 to WORTH_MOST (two scores of 100), or not
 * known, or WORTH_REFUSED and a refusal. */
enum { WORTH_MOST = 200, WORTH_UNKNOWN, WORTH_REFUSED };

enum { APPRAISAL_ROWS = 32 }; /* that are kept (a choice) */

/* What a workload's pods ask for. */
struct profile {
    const struct pod_template *template;
    struct requests requests;
    const struct profile *like; /* the one whose row it shares */
    int row;
};

struct row {
    const struct profile *profile; /* that it was made for */
    uint8_t *worth;                /* by the nodes' ordinals */
};

struct appraisal {
    const struct component *component;
    struct load *loads;       /* by the nodes' ordinals */
    struct profile *profiles; /* by the workloads' ordinals */
    struct row rows[APPRAISAL_ROWS];
    int row_count;
    int next_row; /* to be given up */
};

void appraisal_open(struct appraisal *appraisal,
                    const struct component *component);

/* The row for a workload's pods; it stays until the next one is asked for. */
const struct row *appraisal_row(struct appraisal *appraisal,
                                const struct workload *workload);

/* Finds out what a node whose worth is not known is worth. */
uint8_t appraisal_find(const struct appraisal *appraisal, const struct row *row,
                       int node);

/* A pod comes to the node (sign 1), or leaves it (sign -1). */
void appraisal_load(struct appraisal *appraisal,
                    const struct workload *workload, const struct node *node,
                    int sign);

/* Something else about the node changed. */
void appraisal_forget(struct appraisal *appraisal, const struct node *node);

#endif
