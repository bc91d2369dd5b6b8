/*
 * What holds of a cluster at every change of an object, whatever is done to it:
 * a rollout keeps its bounds, evictions their budgets, a StatefulSet its
 * ordinals, a pod its node, and the scheduler's sums are those of its pods.
 */
#ifndef TESTS_FUZZ_INVARIANTS_H
#define TESTS_FUZZ_INVARIANTS_H

#include "models/world.h"
#include "sim/hook.h"

/* How many replicas a workload was asked for at least and at most so far, and
 * whether a rollout began before the one before it was done. */
struct asked {
    int least;
    int most;
    bool overtaken;
};

struct invariants {
    struct world *world;
    struct listener written;
    struct asked *asked; /* by the workloads' ordinals */
    int workloads;
    bool undisturbed; /* only rollouts: a size that changes meanwhile is shared
                         out by the ReplicaSets' sizes, whatever is available
                         (pkg/controller/deployment/sync.go scale) */
    bool only_evictions; /* only drains do */
};

/* Checks from now on; asserts what must hold. The world is settled. */
void invariants_open(struct invariants *invariants, struct world *world);

/* Now, long after the last thing that was done to a cluster that is healthy and
 * large enough. */
void invariants_settled(const struct invariants *invariants);

#endif
