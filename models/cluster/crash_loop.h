/*
 * CrashLoopBackOff: how long a container that finished waits until it is
 * started again, and how late its kubelet finds that the wait is over.
 * (pkg/kubelet/kubelet.go newCrashLoopBackOff, kuberuntime/
 * kuberuntime_manager.go doBackOff)
 */
#ifndef MODELS_CLUSTER_CRASH_LOOP_H
#define MODELS_CLUSTER_CRASH_LOOP_H

#include "models/api/backoff.h"
#include "models/cluster/requeue.h"
#include "sim/random.h"

/* The waits where `most` is the node's maxContainerRestartPeriod (NEVER: not
 * given), or the gate ReduceDefaultCrashLoopBackOffDecay is on, in Kubernetes
 * 1.minor. */
struct backoff crash_loop_backoff(bool reduced, sim_time most, int minor);

/* A look at a container that finished: false, and its next wait is set, where
 * it is to be started again now; else it waits, at `end`. */
bool crash_loop_waits(const struct backoff *backoff,
                      struct backoff_entry *entry, sim_time finished,
                      sim_time now, sim_time *end);

/* The end of a back-off is known to who queues the pod since 1.35; a look that
 * found an error is repeated after backOffPeriod. */
enum { BACKOFF_END_TOLD = 35 };
#define RETRY_PERIOD SECONDS(10)

/* How a kubelet comes to look again. */
struct looks {
    struct requeue_periods periods;
    sim_time phase; /* of its reading of the queue */
    bool end_told;  /* it knows when the wait ends: since 1.35 */
    const struct seed *seed;
    uint64_t name; /* of the chance */
};

/* The first look at or after `end` of one that looked now. */
sim_time crash_loop_look(const struct looks *looks, sim_time now, sim_time end);

#endif
