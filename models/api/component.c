/* A process of the control plane and its watches. */
#include "models/api/component.h"

/* What the controllers of each process answer to; they are as they would be if
 * the rest arrived too. */
static const unsigned pod_changes[READERS] = {
    [CONTROLLER_MANAGER] = ALL_CHANGES & ~CHANGE(POD_UNSCHEDULABLE),
    [SCHEDULER] = CHANGE(POD_CREATED) | CHANGE(POD_SCHEDULED) |
                  CHANGE(POD_ENDED) | CHANGE(POD_DELETED) | CHANGE(POD_GONE)};

static void read_pod(void *context, const struct change *change)
{
    struct component *component = context;
    struct pod *pod = change->object;
    struct pod_status before = pod->seen[component->reader];

    pod->seen[component->reader] = change->pod;
    for (struct controller *each = component->controllers; each != NULL;
         each = each->next)
        if (each->pod_changed != NULL)
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

    while (*last != NULL)
        last = &(*last)->next;
    *last = controller;
}
