/*
 * Preemption: a pod that found no node looks for one where others of lower
 * priority would leave it room, and waits for them to go.
 * (pkg/scheduler/framework/preemption, plugins/defaultpreemption)
 */
#ifndef MODELS_CONTROLLERS_PREEMPTION_H
#define MODELS_CONTROLLERS_PREEMPTION_H

#include "models/controllers/selection.h"

struct preemption {
    struct selection *selection;
    struct stream offsets;
};

void preemption_open(struct preemption *preemption, struct sim *sim,
                     struct selection *selection);

/* The victims, most important first, by scheduling.queued; the pod waits for
 * their node from now on (selection_nominated()). NULL: there are none to be
 * had, or it waits for some already. */
struct pod *preemption_find(struct preemption *preemption, struct pod *pod);

#endif
