/*
 * When the kubelet looks at a pod again: a pod worker puts its pod back into a
 * queue that is read once a second. (pkg/kubelet/pod_workers.go completeWork;
 * kubelet.go syncLoop)
 */
#ifndef MODELS_CLUSTER_REQUEUE_H
#define MODELS_CLUSTER_REQUEUE_H

#include <stdbool.h>

#include "sim/time.h"

/* How often the queue is read. */
#define REQUEUE_TICK SECONDS(1)

struct requeue_periods {
    sim_time retry;  /* 10 s, after an error */
    sim_time resync; /* 1 min: syncFrequency */
};

/* How a look at a pod ended. */
struct look {
    bool phase_changed;     /* its worker goes on to its next stage */
    bool failed;            /* some error; else all below is false */
    bool network_not_ready; /* that error */
    sim_time backoff_end;   /* the earliest end of those that wait, which 1.35
                               began to tell; NEVER: none is told */
};

/* The wait; `chance` in [0, 1) spreads it: all but a change of phase wait up to
 * half as long again. */
sim_time requeue_wait(const struct requeue_periods *periods,
                      const struct look *look, sim_time now, double chance);

#endif
