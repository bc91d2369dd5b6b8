/*
 * The API server: the objects, and the writes that controllers and kubelets
 * make. Every write changes an object and appends to the log of its resource;
 * measures hear it at once, everyone else through a watch.
 */
#ifndef MODELS_API_API_H
#define MODELS_API_API_H

#include "models/api/endpoint.h"
#include "models/api/log.h"
#include "models/api/server.h"

struct hook;
struct budgets;

/* How often there was an object of each name, by workloads' ordinals. */
struct lives {
    uint32_t *of;
    int count;
};

struct api {
    struct sim *sim;
    struct server server;
    struct node *nodes;
    int node_count;
    const char *const *zones; /* names */
    int zone_count;
    struct owner *owners; /* by age */
    struct owner *last_owner;
    struct lives lives;
    struct pod *bare;        /* pods without owner, by `next` */
    struct budgets *budgets; /* none at first */
    struct pool owner_pool;
    struct pool history_pool;
    struct pool pod_pool;
    int pods; /* that exist */
    struct log pod_log;
    struct log node_log;
    struct log lease_log;
    struct log endpoint_log;
    struct log owner_log;
    struct log volume_log;
    struct volume_set *volumes; /* by their designs */
    int volume_capacity;
    struct hook *written; /* for measures alone; subject: the struct change */
};

/* An API server that knows the nodes, all of them not ready yet, and some not
 * there. */
struct api *api_open(struct sim *sim, const struct node_design *designs,
                     int count, const char *const *zones, int zone_count);

/* Appends a change, which its writer has filled, to its log. */
void api_publish(struct api *api, struct log *log, struct change *change);

/* What sets a pod apart from its owner's others. */
struct pod_traits {
    const struct pod_template *template;
    int ordinal;              /* -1: it has none */
    struct node *wanted_node; /* NULL: it may be on any */
};

/* A pod of the owner: of the template that it has now, or with traits of its
 * own; or a bare Pod. */
struct pod *api_create_pod(struct api *api, struct owner *owner,
                           struct cause cause);
struct pod *api_create_special_pod(struct api *api, struct owner *owner,
                                   const struct pod_traits *traits,
                                   struct cause cause);
struct pod *api_create_bare_pod(struct api *api,
                                const struct workload *workload,
                                struct cause cause);

/* False if the pod is gone, or being deleted: then nothing happens. */
bool api_bind(struct api *api, struct pod *pod, struct node *node,
              struct cause cause);

/* The scheduler found no node; the reason's text is constant. */
void api_refuse(struct api *api, struct pod *pod, const char *reason,
                struct cause cause);

/* The kubelet's report of a pod, or the node lifecycle controller's: the kind
 * says what happened (POD_STARTED, POD_READY, POD_NOT_READY, POD_RESTARTED). A
 * part is written together with another, which is reported next: watches hear
 * of that alone. */
void api_report_part(struct api *api, struct pod *pod, enum change_kind kind,
                     const char *by, struct cause cause);
void api_report(struct api *api, struct pod *pod, enum change_kind kind,
                const char *by, struct cause cause);

/* The kubelet's report that a pod has Succeeded or Failed: it is not Ready any
 * more, and stays until somebody deletes it. */
void api_end(struct api *api, struct pod *pod, enum pod_phase phase,
             const char *by, struct cause cause);

/* Sets the deletionTimestamp, so long from now (`grace`; SPEC_GRACE: what the
 * template says); 0 removes the object at once, as what is on no node is.
 * Removes the object. */
void api_delete(struct api *api, struct pod *pod, sim_time grace,
                const char *by, struct cause cause);
void api_remove(struct api *api, struct pod *pod, struct cause cause);

/* Whoever still needs a pod that may go away holds it, and releases it. */
void pod_hold(struct pod *pod);
void pod_release(struct api *api, struct pod *pod);

void api_set_node_ready(struct api *api, struct node *node, enum ready ready,
                        struct cause cause);
/* Its condition MemoryPressure. */
void api_set_node_pressure(struct api *api, struct node *node, bool pressure,
                           struct cause cause);
/* Adds and removes taints (bits), in one write. */
void api_set_taints(struct api *api, struct node *node, uint64_t added,
                    uint64_t removed, struct cause cause);

/* A kubelet registers its Node, which is tainted not-ready until the node
 * lifecycle controller finds it Ready (plugin/pkg/admission/
 * nodetaint, 1.36); and the object's end, which leaves its pods where they are.
 */
void api_register_node(struct api *api, struct node *node, struct cause cause);
void api_delete_node(struct api *api, struct node *node, const char *by,
                     struct cause cause);

/* Asks the provider of machines for the node's, or gives it back. */
void api_want_machine(struct api *api, struct node *node, bool wanted,
                      struct cause cause);

/* The holder took the lease (until is NEVER), or will renew it no more. */
void api_lease(struct api *api, struct node *node, const struct lease *lease,
               struct cause cause);

/* What the Service's EndpointSlices say of the pod's address. */
void api_set_endpoint(struct api *api, const struct service *service,
                      struct pod *pod, enum endpoint use, struct cause cause);

#endif
