/*
 * A pod's phase, out of the states of its containers as its kubelet knows them.
 * (pkg/kubelet/kubelet_pods.go getPhase, 1.36)
 */
#ifndef MODELS_CLUSTER_PHASE_H
#define MODELS_CLUSTER_PHASE_H

#include "models/api/pod.h"

/* How many containers are in which state. */
struct phase_counts {
    int initialising; /* init containers that have to run yet, or again */
    int init_failed;  /* and will not be started again */
    int waiting;      /* to run for the first time */
    int running;
    int stopped;   /* ended, started again or not */
    int succeeded; /* of these, those that exited with 0 */
};

/* `over`: none will be started again, whatever the policy. */
enum pod_phase pod_phase_of(const struct phase_counts *counts,
                            enum restart_policy policy, bool over);

#endif
