/*
 * The scheduler, as seen by who checks its books.
 */
#ifndef MODELS_CONTROLLERS_SCHEDULER_H
#define MODELS_CONTROLLERS_SCHEDULER_H

#include "models/api/component.h"
#include "models/api/fit.h"

/* What it counts on a node: of the pods that it knows there, or has just sent
 * there. The component is the one that it has joined. */
const struct load *scheduler_load(const struct component *component,
                                  const struct node *node);

#endif
