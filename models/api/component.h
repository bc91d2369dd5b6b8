/*
 * A process of the control plane: it watches pods, nodes and owners, and hands
 * each change, with the fields before and after it, to its controllers. They
 * see nothing else. Its watches, queues and clients are all that makes it act,
 * but for the controllers' own timers: so where it is no more, it does nothing.
 */
#ifndef MODELS_API_COMPONENT_H
#define MODELS_API_COMPONENT_H

#include "models/api/api.h"
#include "models/api/client.h"
#include "models/api/workqueue.h"
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
    /* Its process is no more: none of its timers runs on, and what it had in
     * memory alone (times that it counts, back-offs) is dropped. Its queues
     * have been cleared before, and its calls dropped. */
    void (*stopped)(void *self);
    /* Another process has taken over, and seen all there is: what a controller
     * counts as changes pass is as it would be after a list, and all in its
     * queues is about to be looked at. So only its own timers are to be set. */
    void (*started)(void *self);
    /* It forgot the objects too: it hears of none while another process takes
     * over, and then of each as of a new one. */
    bool lists;
    void *self;
    struct controller *next;
    struct controller *next_of_nodes; /* that hears of any; and so on */
    struct controller *next_of_leases;
    struct controller *next_of_owners;
};

/* What a controller that hears of pods is asked at each of their changes,
 * beside the others'. */
struct pod_hearer {
    unsigned facets;
    unsigned owners;
    void (*pod_changed)(void *self, struct pod *pod,
                        const struct pod_status *before,
                        const struct pod_status *now, struct cause cause);
    void *self;
};

struct leadership;
struct scrape;
struct autoscaler_design;

enum { MOST_WATCHES = 8, MOST_POD_HEARERS = 24 };

struct component {
    struct api *api;
    struct sim *sim;
    enum reader reader;
    struct watch pods;
    struct watch nodes;
    struct watch leases;
    struct watch owners;
    const struct leadership *leadership; /* NULL: it always has a leader */
    struct watch *watches[MOST_WATCHES]; /* these, and its controllers' */
    int watch_count;
    struct client *clients; /* its controllers' */
    struct workqueue *queues;
    struct controller *controllers;
    struct pod_hearer of_pods[MOST_POD_HEARERS];
    int of_pods_count;
    struct controller *of_nodes; /* those that hear of nodes; and so on */
    struct controller *of_leases;
    struct controller *of_owners;
    const struct workload *workloads; /* what was applied, at the start */
    int workload_count;
    const struct service *services; /* that are measured, by ordinal */
    int service_count;
    const struct autoscaler_design *autoscalers; /* that were applied, too */
    int autoscaler_count;
    /* How a size that an autoscaler writes becomes the root of causes: the
     * world's own. */
    struct cause (*sized)(void *world,
                          const struct autoscaler_design *autoscaler);
    void *world;
    struct scrape *scrape; /* what monitoring knows; for autoscalers alone */
    int template_count;    /* their ordinals are below this */
    int minor;             /* Kubernetes 1.minor runs */
    bool ticked;           /* simulate ticks that could be computed */
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

/* What a controller's process reads, queues and calls by: log_watch(),
 * workqueue_open() and client_open() for it. All of a controller's are. */
void component_watch(struct component *component, struct log *log,
                     struct watch *watch, uint64_t kinds,
                     const struct law *delay,
                     void (*read)(void *context, const struct change *change),
                     void *context, uint64_t identity);
void component_queue(struct component *component, struct workqueue *queue,
                     int workers, reconciler *reconcile, void *context,
                     uint64_t identity);
void component_client(struct component *component, struct client *client,
                      double rate, double burst, uint64_t identity);

/* The process stands and falls with its leader. */
void component_follow(struct component *component,
                      struct leadership *leadership);

/* The process is no more, with all that it had in memory; another process, or
 * leader, takes over: it lists all there is. Both now; or one after the other
 * at once. */
void component_stop(struct component *component);
void component_start(struct component *component);
void component_restart(struct component *component);

#endif
