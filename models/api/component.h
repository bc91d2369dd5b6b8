/*
 * A process of the control plane: it watches pods, nodes and owners, and hands
 * each change, with the fields before and after it, to its controllers. They
 * see nothing else.
 */
#ifndef MODELS_API_COMPONENT_H
#define MODELS_API_COMPONENT_H

#include "models/api/api.h"
#include "models/api/client.h"
#include "sim/plugin.h"

/* What may be new of a pod. */
enum pod_facet {
    POD_EXISTENCE = 1,
    POD_PLACE = 2,
    POD_PHASE = 4,
    POD_DELETION = 8,
    POD_READINESS = 16,
    POD_RESTARTS = 32
};

/* What a controller hears. Any may be NULL. `before` and `now` are the pod's
 * or node's fields as the process knew and knows them. */
struct controller {
    unsigned facets; /* of pods that it hears of, by enum pod_facet; 0: all */
    unsigned owners; /* and of whose: 1 << enum workload_kind; 0: everybody's */
    void (*pod_changed)(void *self, struct pod *pod,
                        const struct pod_status *before,
                        const struct pod_status *now, struct cause cause);
    void (*node_changed)(void *self, struct node *node,
                         const struct node_status *before,
                         const struct node_status *now, struct cause cause);
    void (*lease_changed)(void *self, struct node *node, struct cause cause);
    void (*owner_changed)(void *self, struct owner *owner,
                          const struct owner_state *before,
                          const struct owner_state *now, struct cause cause);
    /* Its process was restarted: it drops what it had in memory alone (times
     * that it counts, back-offs). Whether it forgot the objects too: then it
     * hears of each as of a new one. NULL: it has nothing to forget, as all
     * that it does follows from what it sees, which is the same after a list;
     * and its calls that are under way are those that its successor would make.
     */
    bool (*restarted)(void *self);
    void *self;
    struct controller *next;
    struct controller *next_of_pods; /* that hears of any */
};

struct component {
    struct api *api;
    struct sim *sim;
    enum reader reader;
    struct watch pods;
    struct watch nodes;
    struct watch leases;
    struct watch owners;
    struct controller *controllers;
    struct controller *of_pods;       /* those that hear of pods */
    const struct workload *workloads; /* what was applied, at the start */
    int workload_count;
    const struct service *services; /* that are measured, by ordinal */
    int service_count;
    int template_count; /* their ordinals are below this */
    int minor;          /* Kubernetes 1.minor runs */
    bool ticked;        /* simulate ticks that could be computed */
    const struct network *network;
};

/* A controller as a plug-in: `start` makes it in the arena, joins it to its
 * component, and answers what stands in the API already. */
struct controller_kind {
    struct plugin plugin;
    enum reader process;
    size_t settings_size;
    void (*start)(struct component *component, const void *settings);
    /* What is wrong with the settings where a node that is well is heard of
     * every `heartbeat` at the latest, or NULL. May be NULL itself. */
    const char *(*check)(const void *settings, sim_time heartbeat);
};

void component_open(struct component *component, struct api *api,
                    enum reader reader, const struct network *network);
void component_join(struct component *component, struct controller *controller);

/* Another process, or leader, takes over, now: it lists all there is. */
void component_restart(struct component *component);

#endif
