/*
 * What the DaemonSet controller knows of each DaemonSet, and what it may do
 * about it. (Kubernetes 1.36, pkg/controller/daemon)
 */
#ifndef MODELS_CONTROLLERS_DAEMONSET_H
#define MODELS_CONTROLLERS_DAEMONSET_H

#include "models/controllers/daemon_post.h"
#include "models/controllers/keeper.h"

struct daemon_set {
    struct kept kept;
    struct daemon_set *next; /* of all */
    struct posts posts;
    const struct pod_template *template;
};

const struct strategy *daemon_set_strategy(const struct daemon_set *set);

/* Whether as many calls are ordered as one look may. */
bool daemon_set_full(const struct daemon_set *set);

/* Orders of a look: a pod for the post; the end of a pod. */
void daemon_set_create(struct daemon_set *set, struct post *post);
void daemon_set_delete(struct daemon_set *set, struct pod *pod);

/* Its pods of the old template are replaced, as its strategy says.
 * (rollingUpdate) */
void daemon_set_update(struct daemon_set *set);

#endif
