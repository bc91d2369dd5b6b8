/*
 * Placement: how many pods of each workload have a node, and for which reason
 * the others wait.
 */
#ifndef MODELS_MEASURES_PLACEMENT_H
#define MODELS_MEASURES_PLACEMENT_H

#include "models/measures/measure.h"

/* The scheduler's reasons, as measures name them; the last is any other. */
enum { PENDING_REASONS = 7 };

extern const char *const pending_reasons[PENDING_REASONS];

/* A workload's numbers: pods that have a node, pods pending by reason. */
enum { PLACED, PENDING, PLACEMENT_NUMBERS = PENDING + PENDING_REASONS };

void placement_name(const struct measured *measured, struct arena *arena,
                    struct number_name *names);

/* Adds the pods that have a node now, or those that wait now, to the numbers
 * of their workloads. */
void placement_count_placed(const struct observation *observation,
                            double *numbers);
void placement_count_pending(const struct observation *observation,
                             double *numbers);

#endif
