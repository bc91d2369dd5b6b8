/*
 * How long what is told to end may take: the grace of a pod, and what a
 * container's preStop hook and its turn among others leave of it.
 * (pkg/kubelet/pod_workers.go calculateEffectiveGracePeriod, pkg/kubelet/
 * kuberuntime/kuberuntime_container.go killContainer, 1.36)
 */
#ifndef MODELS_CLUSTER_GRACE_H
#define MODELS_CLUSTER_GRACE_H

#include "sim/time.h"

#define NO_GRACE ((sim_time)-1) /* none is given */

/* Of a pod, from its template's, that of its deletion, and that of who ends it
 * sooner: each may shorten it, and a second is left at least. */
sim_time grace_of_pod(sim_time template, sim_time deletion, sim_time override);

/* What is left to a container after it waited (for its hook, for its turn) of
 * its pod's grace; an override stands whatever was waited. */
sim_time grace_left(sim_time grace, sim_time waited, sim_time override);

#endif
