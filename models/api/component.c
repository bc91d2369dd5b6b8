/* A process of the control plane and its watches. */
#include "models/api/component.h"

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

static bool hears(const struct controller *controller, unsigned facets,
                  unsigned owner)
{
    return (controller->facets & facets) != 0 &&
           (controller->owners & owner) != 0;
}

static void read_pod(void *context, const struct change *change)
{
    struct component *component = context;
    struct pod *pod = change->object;
    struct pod_status before = pod->seen[component->reader];
    unsigned facets = new_facets(&before, &change->pod);
    unsigned owner = owner_of(pod);

    pod->seen[component->reader] = change->pod;
    for (struct controller *each = component->of_pods; each != NULL;
         each = each->next_of_pods)
        if (hears(each, facets, owner))
            each->pod_changed(each->self, pod, &before, &change->pod,
                              change->cause);
}

static void read_node(void *context, const struct change *change)
{
    struct component *component = context;
    struct node *node = change->object;
    struct node_status before = node->seen[component->reader];

    node->seen[component->reader] = change->node;
    for (struct controller *each = component->controllers; each != NULL;
         each = each->next)
        if (each->node_changed != NULL)
            each->node_changed(each->self, node, &before, &change->node,
                               change->cause);
}

static void read_lease(void *context, const struct change *change)
{
    struct component *component = context;

    for (struct controller *each = component->controllers; each != NULL;
         each = each->next)
        if (each->lease_changed != NULL)
            each->lease_changed(each->self, change->object, change->cause);
}

static void read_owner(void *context, const struct change *change)
{
    struct component *component = context;
    struct owner *owner = change->object;
    struct owner_state before = owner->seen;

    owner->seen = change->owner;
    for (struct controller *each = component->controllers; each != NULL;
         each = each->next)
        if (each->owner_changed != NULL)
            each->owner_changed(each->self, owner, &before, &change->owner,
                                change->cause);
}

void component_open(struct component *component, struct api *api,
                    enum reader reader, const struct network *network)
{
    uint64_t identity = identity_child(identity_of("component"), reader, 0);

    component->api = api;
    component->sim = api->sim;
    component->reader = reader;
    component->network = network;
    log_watch(&api->pod_log, &component->pods, pod_changes[reader],
              &network->watch, read_pod, component, identity);
    log_watch(&api->node_log, &component->nodes, ALL_CHANGES, &network->watch,
              read_node, component, identity);
    if (reader != CONTROLLER_MANAGER)
        return;
    log_watch(&api->lease_log, &component->leases, ALL_CHANGES, 0, read_lease,
              component, identity);
    log_watch(&api->owner_log, &component->owners, ALL_CHANGES, &network->watch,
              read_owner, component, identity);
}

void component_join(struct component *component, struct controller *controller)
{
    struct controller **last = &component->controllers;
    struct controller **last_of_pods = &component->of_pods;

    while (*last != NULL)
        last = &(*last)->next;
    *last = controller;
    if (controller->pod_changed == NULL)
        return;
    if (controller->facets == 0)
        controller->facets = ~0u;
    if (controller->owners == 0)
        controller->owners = ~0u;
    while (*last_of_pods != NULL)
        last_of_pods = &(*last_of_pods)->next_of_pods;
    *last_of_pods = controller;
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

    if (hears(controller, ~0u, owner_of(pod)))
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

void component_restart(struct component *component)
{
    struct watch *watches[] = {&component->owners, &component->nodes,
                               &component->leases, &component->pods};

    for (int i = 0; i < 4; i++)
        if (watches[i]->log != NULL)
            log_catch_up(watches[i]);
    for (struct controller *each = component->controllers; each != NULL;
         each = each->next) {
        if (each->restarted == NULL || !each->restarted(each->self))
            continue;
        list_nodes(component, each);
        list_owners(component, each);
        list_pods(component, each);
    }
}
