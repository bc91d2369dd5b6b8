/*
 * Whether a volume that no pod on its node needs any more may be detached.
 * (Kubernetes 1.36,
 * pkg/controller/volume/attachdetach/reconciler/reconciler.go, reconcile;
 * ReconcilerMaxWaitForUnmountDuration)
 */
#ifndef MODELS_CONTROLLERS_DETACH_H
#define MODELS_CONTROLLERS_DETACH_H

#include <stdbool.h>

#include "sim/time.h"

#define DETACH_FORCED_AFTER MINUTES(6)

struct detach {
    bool in_use;           /* the node's status.volumesInUse names it */
    bool node_ready;       /* the Node exists and is Ready */
    bool out_of_service;   /* it has the taint of that name */
    bool never_forced;     /* disable-force-detach-on-timeout, since 1.30 */
    sim_time wanted_since; /* since when no pod there needs it */
};

/* When, as far as is known now: now, later, or NEVER unless something changes.
 */
sim_time detach_at(const struct detach *detach, sim_time now);

#endif
