/*
 * Volumes: what pods claim, where it may be used, and to which node it is
 * attached. One that several nodes may write (ReadWriteMany) and one that is on
 * a node's own disk have no attach step.
 */
#ifndef MODELS_API_VOLUME_H
#define MODELS_API_VOLUME_H

#include <stdbool.h>
#include <stdint.h>

struct api;
struct node;
struct node_design;
struct pod;
struct attachment;
struct mount;

/* What a claim asks for; constant, in the scenario. */
struct volume_design {
    int ordinal;
    const char *object; /* "persistentvolumeclaim/data" */
    bool attached;      /* before it can be used, to one node at a time */
    bool zonal;         /* only nodes of its zone can use it */
    const char *zone;   /* NULL: that of the first node on which it is used */
    const char *node;   /* the only one that can use it, or NULL */
};

/* One of a pod's claims. */
struct claim {
    const char *name;
    const struct volume_design *design;
    bool own; /* each ordinal of a StatefulSet has one of its own */
};

struct volume_state {
    struct node *attached; /* to which node, or NULL */
    bool in_use;           /* that node's status.volumesInUse names it */
};

struct volume {
    const struct volume_design *design;
    uint64_t identity;
    int ordinal;                   /* of its pod; -1: it is of no one's own */
    int zone;                      /* -1: not known yet */
    struct volume_state state;     /* as the API server has it */
    struct attachment *attachment; /* the attach-detach controller's own */
    struct mount *mount;           /* a kubelet's; known to cluster/ alone */
};

/* The volumes of one design, by the ordinals of the pods. */
struct volume_set {
    struct volume **all;
    int capacity;
};

/* The pod's i-th volume, made where it is not there yet. */
struct volume *api_volume(struct api *api, const struct pod *pod, int i);

/* Whether all its volumes can be used on the node. (pkg/scheduler/framework/
 * plugins/volumezone, volumebinding) */
bool volumes_allow(struct api *api, const struct pod *pod,
                   const struct node_design *node);

/* The pod has a node: its volumes are in that zone from now on. */
void volumes_bind(struct api *api, const struct pod *pod);

/* Writes: it is attached to a node, or (NULL) to none; it is in use there. */
void api_attach(struct api *api, struct volume *volume, struct node *node);
void api_use(struct api *api, struct volume *volume, bool in_use);

#endif
