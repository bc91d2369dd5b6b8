/*
 * The choice of a node where more matters than resources and the owner's other
 * pods: every candidate is filtered and scored on its own.
 */
#ifndef MODELS_CONTROLLERS_RANKING_H
#define MODELS_CONTROLLERS_RANKING_H

#include "models/controllers/selection.h"

/* Room for the candidates' scores. */
struct ranking *ranking_open(struct arena *arena, int node_count);

/* As selection_make(). */
struct node *ranking_make(struct selection *selection, const struct pod *pod,
                          struct relation *relation, struct worths *worths,
                          enum refusal *refusal);

/* The nodes that refuse the pod for something that pods there may take away by
 * leaving; returns how many. They stand until the next call. */
int ranking_helped(struct selection *selection, const struct pod *pod,
                   const int **nodes);

#endif
