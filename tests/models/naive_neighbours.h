/*
 * Filters and scores that look at labels, taints and other pods, for the naive
 * scheduler: all counted anew, domain by domain.
 */
#ifndef TESTS_MODELS_NAIVE_NEIGHBOURS_H
#define TESTS_MODELS_NAIVE_NEIGHBOURS_H

#include "tests/models/naive_scheduler.h"

/* Counts what the filters of the pod look at. */
void naive_neighbours_begin(struct naive *naive, const struct pod *pod);

/* The first filter after that of resources which refuses the node. */
enum refusal naive_neighbours_refuse(struct naive *naive, const struct pod *pod,
                                     int node);

/* Adds the weighed scores of the candidates. */
void naive_neighbours_score(struct naive *naive, const struct pod *pod,
                            int *sums);

/* The first node with the same value of the label; -1: the node lacks it. */
int naive_domain(struct naive *naive, const char *key, int node);

#endif
