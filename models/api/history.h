/*
 * The templates that a StatefulSet or DaemonSet had: its ControllerRevisions,
 * which kubectl rollout undo goes back to. One that comes back is the latest
 * again. They are written with the template, where Kubernetes' controllers do
 * so a call later. (Kubernetes 1.36, pkg/controller/history)
 */
#ifndef MODELS_API_HISTORY_H
#define MODELS_API_HISTORY_H

#include "models/api/owner.h"

struct controller_revision {
    const struct pod_template *template;
    int number; /* 1, 2, ... */
    struct controller_revision *older;
};

/* The owner's template is another one than before; nothing where its kind keeps
 * no history. Beside the present one, no more than revisionHistoryLimit are
 * kept. */
void history_add(struct api *api, struct owner *owner);

/* The template of that revision, 0: of the last but one; NULL: there is none.
 * A Deployment's are its ReplicaSets'. (k8s.io/kubectl/pkg/polymorphichelpers/
 * rollback.go, 1.36) */
const struct pod_template *history_find(const struct owner *owner, int number);

/* Forgets all. */
void history_end(struct api *api, struct owner *owner);

#endif
