/*
 * Sizes that were recommended a while ago hold back a change: the largest of
 * them holds it down, the smallest up. (Kubernetes 1.36,
 * pkg/controller/podautoscaler/horizontal.go, stabilizeRecommendation and
 * stabilizeRecommendationWithBehaviors)
 */
#ifndef MODELS_AUTOSCALERS_STABILIZATION_H
#define MODELS_AUTOSCALERS_STABILIZATION_H

#include "models/autoscalers/journal.h"

/* Without behavior: only the way down is held back. The desired size is
 * written into the journal, as it is. */
int32_t stabilize_down(struct journal *recommendations, sim_time window,
                       int32_t desired, sim_time now);

/* With one: each way by its window. */
int32_t stabilize(struct journal *recommendations, sim_time up, sim_time down,
                  int32_t current, int32_t desired, sim_time now);

#endif
