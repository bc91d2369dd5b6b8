/* A process of the control plane and its watches. */
#include "models/api/component.h"

#include <assert.h>

#include "models/controlplane/leadership.h"

/* What the controllers of each process answer to; they are as they would be if
 * the rest arrived too. */
static const uint64_t pod_changes[READERS] = {
    [CONTROLLER_MANAGER] = ALL_CHANGES & ~CHANGE(POD_UNSCHEDULABLE),
    [SCHEDULER] = CHANGE(POD_CREATED) | CHANGE(POD_SCHEDULED) |
                  CHANGE(POD_ENDED) | CHANGE(POD_DELETED) | CHANGE(POD_GONE)};

static unsigned new_facets(const struct pod_status *before,
                           const struct pod_status *now)
{
    bool ready = before->ready != now->ready ||
                 before->ready_second != now->ready_second;

    return POD_EXISTENCE * (before->exists != now->exists) |
           POD_PLACE * (before->node != now->node) |
           POD_PHASE * (before->phase != now->phase) |
           POD_DELETION * (before->deleted != now->deleted) |
           POD_READINESS * ready |
           POD_RESTARTS * (before->restarts != now->restarts);
}

static unsigned owner_of(const struct pod *pod)
{
    return 1u << (pod->owner == NULL ? WORKLOAD_POD : pod->owner->kind);
}

static void read_pod(void *context, const struct change *change)
{
    struct component *component = context;
    struct pod *pod = change->object;
    const struct pod_hearer *each = component->of_pods;
    const struct pod_hearer *end = each + component->of_pods_count;
    struct pod_status before = pod->seen[component->reader];
    unsigned facets = new_facets(&before, &change->pod);
    unsigned owner = owner_of(pod);

    pod->seen[component->reader] = change->pod;
    for (; each < end; each++)
        if ((each->facets & facets) != 0 && (each->owners & owner) != 0)
            each->pod_changed(each->self, pod, &before, &change->pod,
                              change->cause);
}

static void read_node(void *context, const struct change *change)
{
    struct component *component = context;
    struct node *node = change->object;
    struct node_status before = node->seen[component->reader];

    node->seen[component->reader] = change->node;
    for (struct controller *each = component->of_nodes; each != NULL;
         each = each->next_of_nodes)
        each->node_changed(each->self, node, &before, &change->node,
                           change->cause);
}

static void read_lease(void *context, const struct change *change)
{
    struct component *component = context;

    for (struct controller *each = component->of_leases; each != NULL;
         each = each->next_of_leases)
        each->lease_changed(each->self, change->object, change->cause);
}

static void read_owner(void *context, const struct change *change)
{
    struct component *component = context;
    struct owner *owner = change->object;
    struct owner_state before = owner->seen;

    owner->seen = change->owner;
    for (struct controller *each = component->of_owners; each != NULL;
         each = each->next_of_owners)
        each->owner_changed(each->self, owner, &before, &change->owner,
                            change->cause);
}

void component_watch(struct component *component, struct log *log,
                     struct watch *watch, uint64_t kinds,
                     const struct law *delay,
                     void (*read)(void *context, const struct change *change),
                     void *context, uint64_t identity)
{
    assert(component->watch_count < MOST_WATCHES);
    component->watches[component->watch_count++] = watch;
    log_watch(log, watch, kinds, delay, read, context, identity);
}

void component_queue(struct component *component, struct workqueue *queue,
                     int workers, reconciler *reconcile, void *context,
                     uint64_t identity)
{
    workqueue_open(queue, component->sim, workers, reconcile, context,
                   identity);
    queue->next = component->queues;
    component->queues = queue;
}

void component_client(struct component *component, struct client *client,
                      double rate, double burst, uint64_t identity)
{
    client_open(client, &component->api->server, rate, burst,
                &component->network->call, identity);
    client->next = component->clients;
    component->clients = client;
}

void component_open(struct component *component, struct api *api,
                    enum reader reader, const struct network *network)
{
    uint64_t identity = identity_child(identity_of("component"), reader, 0);
    const struct law *late = &network->watch;

    component->api = api;
    component->sim = api->sim;
    component->reader = reader;
    component->network = network;
    if (reader == CONTROLLER_MANAGER)
        component_watch(component, &api->owner_log, &component->owners,
                        ALL_CHANGES, late, read_owner, component, identity);
    component_watch(component, &api->node_log, &component->nodes, ALL_CHANGES,
                    late, read_node, component, identity);
    if (reader == CONTROLLER_MANAGER)
        component_watch(component, &api->lease_log, &component->leases,
                        ALL_CHANGES, 0, read_lease, component, identity);
    component_watch(component, &api->pod_log, &component->pods,
                    pod_changes[reader], late, read_pod, component, identity);
}

static void add_pod_hearer(struct component *component,
                           const struct controller *controller)
{
    assert(component->of_pods_count < MOST_POD_HEARERS);
    component->of_pods[component->of_pods_count++] =
        (struct pod_hearer){controller->facets, controller->owners,
                            controller->pod_changed, controller->self};
}

/* Finds out who hears of what: all controllers, or those that count alone. */
static void tune(struct component *component, bool all)
{
    struct controller **of_nodes = &component->of_nodes;
    struct controller **of_leases = &component->of_leases;
    struct controller **of_owners = &component->of_owners;

    component->of_pods_count = 0;
    for (struct controller *each = component->controllers; each != NULL;
         each = each->next) {
        if (each->lists && !all)
            continue;
        if (each->pod_changed != NULL)
            add_pod_hearer(component, each);
        if (each->node_changed != NULL) {
            *of_nodes = each;
            of_nodes = &each->next_of_nodes;
        }
        if (each->lease_changed != NULL) {
            *of_leases = each;
            of_leases = &each->next_of_leases;
        }
        if (each->owner_changed != NULL) {
            *of_owners = each;
            of_owners = &each->next_of_owners;
        }
    }
    *of_nodes = *of_leases = *of_owners = NULL;
}

void component_join(struct component *component, struct controller *controller)
{
    struct controller **last = &component->controllers;

    while (*last != NULL)
        last = &(*last)->next;
    *last = controller;
    if (controller->facets == 0)
        controller->facets = ~0u;
    if (controller->owners == 0)
        controller->owners = ~0u;
    tune(component, true);
}

static void list_nodes(struct component *component,
                       const struct controller *controller)
{
    static const struct node_status none = {0};
    struct api *api = component->api;

    if (controller->node_changed == NULL)
        return;
    for (int i = 0; i < api->node_count; i++)
        if (api->nodes[i].seen[component->reader].exists)
            controller->node_changed(controller->self, &api->nodes[i], &none,
                                     &api->nodes[i].seen[component->reader],
                                     NO_CAUSE);
}

static void list_owners(struct component *component,
                        const struct controller *controller)
{
    static const struct owner_state none = {0};

    if (controller->owner_changed == NULL)
        return;
    for (struct owner *each = component->api->owners; each != NULL;
         each = each->next)
        controller->owner_changed(controller->self, each, &none, &each->seen,
                                  NO_CAUSE);
}

static void list_pod(const struct component *component,
                     const struct controller *controller, struct pod *pod)
{
    static const struct pod_status none = {0};

    if ((controller->owners & owner_of(pod)) != 0)
        controller->pod_changed(controller->self, pod, &none,
                                &pod->seen[component->reader], pod->root);
}

/* Those on nodes first, since their owners may be gone. */
static void list_pods(struct component *component,
                      const struct controller *controller)
{
    struct api *api = component->api;

    if (controller->pod_changed == NULL)
        return;
    for (int i = 0; i < api->node_count; i++)
        for (struct pod *pod = api->nodes[i].pods; pod != NULL;
             pod = pod->next_on_node)
            list_pod(component, controller, pod);
    for (struct owner *each = api->owners; each != NULL; each = each->next)
        for (struct pod *pod = each->first; pod != NULL; pod = pod->next)
            if (pod->status.node == NULL)
                list_pod(component, controller, pod);
    for (struct pod *pod = api->bare; pod != NULL; pod = pod->next)
        if (pod->status.node == NULL)
            list_pod(component, controller, pod);
}

void component_stop(struct component *component)
{
    for (int i = 0; i < component->watch_count; i++)
        log_pause(component->watches[i]);
    for (struct workqueue *each = component->queues; each; each = each->next)
        workqueue_clear(each);
    for (struct client *each = component->clients; each; each = each->next)
        client_drop(each);
    for (struct controller *each = component->controllers; each != NULL;
         each = each->next)
        if (each->stopped != NULL)
            each->stopped(each->self);
}

static void start(struct component *component, struct controller *controller)
{
    if (controller->started != NULL)
        controller->started(controller->self);
    if (!controller->lists)
        return;
    list_nodes(component, controller);
    list_owners(component, controller);
    list_pods(component, controller);
}

void component_start(struct component *component)
{
    for (struct client *each = component->clients; each; each = each->next)
        client_drop(each);
    tune(component, false);
    for (int i = 0; i < component->watch_count; i++)
        log_catch_up(component->watches[i]);
    tune(component, true);
    for (struct controller *each = component->controllers; each != NULL;
         each = each->next)
        start(component, each);
    for (struct workqueue *each = component->queues; each; each = each->next)
        workqueue_fill(each);
}

void component_restart(struct component *component)
{
    component_stop(component);
    component_start(component);
}

static void leadership_changed(void *context, void *subject, struct cause cause)
{
    struct component *component = context;
    const struct leadership *leadership = subject;

    (void)cause;
    if (leadership != component->leadership)
        return;
    if (leadership->state == LEADERLESS)
        component_stop(component);
    else if (leadership->state == LEADING)
        component_start(component);
}

void component_follow(struct component *component,
                      struct leadership *leadership)
{
    struct listener *listener =
        ARENA_NEW(component->sim->arena, struct listener);

    component->leadership = leadership;
    *listener = (struct listener){leadership_changed, component, NULL};
    hook_listen(leadership->changed, listener);
}
