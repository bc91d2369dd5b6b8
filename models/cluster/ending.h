/*
 * How a container ends: told to, by itself, or struck; and what its kubelet
 * makes of it then. (pkg/kubelet/kuberuntime/kuberuntime_container.go)
 */
#ifndef MODELS_CLUSTER_ENDING_H
#define MODELS_CLUSTER_ENDING_H

#include "models/cluster/container.h"

/* It does not run from now on. */
void ending_leave(struct container *container, enum container_state state,
                  struct cause cause);

/* Its preStop hook has had its time: TERM. */
void ending_after_hook(struct container *container);

/* What was told to end has ended. */
void ending_done(struct container *container);

/* The kubelet's first look at it at or after the end of a wait that it knows of
 * now. */
sim_time ending_look(const struct container *container, sim_time end);

/* Whether it is started again, now that it has exited. */
bool ending_is_restarted(const struct container *container);

/* The kubelet finds that it has exited, late by what `setting` set: it is
 * started again, after its back-off, or has ended. */
void ending_noticed(struct container *container, const char *setting);

#endif
