/* The API server's objects and writes. */
#include "models/api/api.h"

#include <assert.h>
#include <string.h>

#include "models/api/budget.h"
#include "models/api/history.h"
#include "sim/hook.h"

static void forget_pod(void *context, struct change *change)
{
    if (change->kind == POD_GONE)
        pod_release(context, change->object);
}

static void forget_nothing(void *context, struct change *change)
{
    (void)context;
    (void)change;
}

static void forget_owner(void *context, struct change *change)
{
    owner_release(context, change->object);
}

static void forget_endpoint(void *context, struct change *change)
{
    pod_release(context, change->object);
}

struct api *api_open(struct sim *sim, const struct node_design *designs,
                     int count, const char *const *zones, int zone_count)
{
    struct api *api = ARENA_NEW(sim->arena, struct api);

    api->sim = sim;
    server_open(&api->server, sim);
    api->written = ARENA_NEW(sim->arena, struct hook);
    api->zones = zones;
    api->zone_count = zone_count;
    api->node_count = count;
    api->nodes = ARENA_ARRAY(sim->arena, struct node, count);
    for (int i = 0; i < count; i++) {
        struct node *node = &api->nodes[i];

        node->design = &designs[i];
        node->identity = identity_of(designs[i].name);
        node->ordinal = i;
        node->status = (struct node_status){
            .ready = READY_FALSE,
            .taints = designs[i].taints |
                      (designs[i].cordoned ? TAINT_UNSCHEDULABLE : 0),
            .exists = !designs[i].later,
            .wanted = !designs[i].later};
        for (int reader = 0; reader < READERS; reader++)
            node->seen[reader] = node->status;
    }
    api->budgets = budgets_open(sim->arena, NULL, 0);
    pool_open(&api->owner_pool, sim->arena, sizeof(struct owner));
    pool_open(&api->history_pool, sim->arena,
              sizeof(struct controller_revision));
    pool_open(&api->pod_pool, sim->arena, sizeof(struct pod));
    log_open(&api->pod_log, sim, CHANGE_SIZE(pod), forget_pod, api);
    log_open(&api->node_log, sim, CHANGE_SIZE(bits), forget_nothing, api);
    log_open(&api->lease_log, sim, CHANGE_SIZE(by), forget_nothing, api);
    log_open(&api->endpoint_log, sim, CHANGE_SIZE(service), forget_endpoint,
             api);
    log_open(&api->volume_log, sim, CHANGE_SIZE(volume), forget_nothing, api);
    log_open(&api->owner_log, sim, CHANGE_SIZE(owner), forget_owner, api);
    return api;
}

void api_publish(struct api *api, struct log *log, struct change *change)
{
    hook_call(api->written, change, change->cause);
    log_publish(log, change);
}

static void write_pod(struct api *api, struct pod *pod, enum change_kind kind,
                      const char *by, struct cause cause)
{
    struct change *change = log_change(&api->pod_log, kind, pod, cause);

    change->pod = pod->status;
    change->by = by;
    api_publish(api, &api->pod_log, change);
}

static void join_owner(struct owner *owner, struct pod *pod)
{
    pod->previous = owner->last;
    if (owner->last == NULL)
        owner->first = pod;
    else
        owner->last->next = pod;
    owner->last = pod;
}

static void leave_owner(struct owner *owner, struct pod *pod)
{
    *(pod->previous == NULL ? &owner->first : &pod->previous->next) = pod->next;
    *(pod->next == NULL ? &owner->last : &pod->next->previous) = pod->previous;
}

static void leave_bare(struct api *api, struct pod *pod)
{
    *(pod->previous == NULL ? &api->bare : &pod->previous->next) = pod->next;
    if (pod->next != NULL)
        pod->next->previous = pod->previous;
}

static void leave_node(struct pod *pod)
{
    struct node *node = pod->status.node;

    *(pod->previous_on_node == NULL ? &node->pods
                                    : &pod->previous_on_node->next_on_node) =
        pod->next_on_node;
    if (pod->next_on_node != NULL)
        pod->next_on_node->previous_on_node = pod->previous_on_node;
}

/* The node that a manifest binds its pods to, or NULL. */
static struct node *node_named(struct api *api, const char *name)
{
    for (int i = 0; name != NULL && i < api->node_count; i++)
        if (strcmp(api->nodes[i].design->name, name) == 0)
            return &api->nodes[i];
    return NULL;
}

static void set_ready_since(struct pod *pod, sim_time now)
{
    sim_time seconds = (now + SECONDS(READY_EPOCH)) / SECONDS(1);

    pod->status.ready_second = (uint64_t)seconds & ((UINT64_C(1) << 40) - 1);
}

static struct pod *create_pod(struct api *api,
                              const struct pod_template *template,
                              struct cause cause)
{
    struct pod *pod = pool_take(&api->pod_pool);

    pod->template = template;
    pod->ordinal = pod->wanted = -1;
    pod->holders = 1;
    pod->created_at = api->sim->now;
    set_ready_since(pod, api->sim->now);
    cause_keep(&pod->root, cause);
    pod->status.exists = true;
    pod->evict_at = NEVER;
    pod->unserved_since = NEVER;
    api->pods++;
    return pod;
}

static void announce_pod(struct api *api, struct pod *pod, struct cause cause)
{
    struct node *node = node_named(api, pod->template->node_name);

    write_pod(api, pod, POD_CREATED, NULL, cause);
    if (node != NULL)
        api_bind(api, pod, node, cause);
}

struct pod *api_create_pod(struct api *api, struct owner *owner,
                           struct cause cause)
{
    const struct pod_traits traits = {owner->state.spec.template, -1, NULL};

    return api_create_special_pod(api, owner, &traits, cause);
}

struct pod *api_create_special_pod(struct api *api, struct owner *owner,
                                   const struct pod_traits *traits,
                                   struct cause cause)
{
    struct pod *pod = create_pod(api, traits->template, cause);

    pod->owner = owner;
    pod->ordinal = traits->ordinal;
    pod->wanted =
        traits->wanted_node == NULL ? -1 : traits->wanted_node->ordinal;
    pod->identity = identity_child(owner->identity, owner->created++, 0);
    owner_hold(owner);
    join_owner(owner, pod);
    announce_pod(api, pod, cause);
    return pod;
}

struct pod *api_create_bare_pod(struct api *api,
                                const struct workload *workload,
                                struct cause cause)
{
    struct pod *pod = create_pod(api, workload_template(workload), cause);

    pod->bare = workload;
    pod->identity = workload_identity(api, workload);
    pod->next = api->bare;
    if (pod->next != NULL)
        pod->next->previous = pod;
    api->bare = pod;
    announce_pod(api, pod, cause);
    return pod;
}

bool api_bind(struct api *api, struct pod *pod, struct node *node,
              struct cause cause)
{
    if (!pod_active(&pod->status))
        return false;
    assert(pod->status.node == NULL);
    pod->status.node = node;
    pod->pending = NULL;
    pod->next_on_node = node->pods;
    if (node->pods != NULL)
        node->pods->previous_on_node = pod;
    node->pods = pod;
    volumes_bind(api, pod);
    write_pod(api, pod, POD_SCHEDULED, NULL, cause);
    return true;
}

void api_refuse(struct api *api, struct pod *pod, const char *reason,
                struct cause cause)
{
    pod->pending = reason;
    write_pod(api, pod, POD_UNSCHEDULABLE, "scheduler", cause);
}

static void set_status(struct api *api, struct pod *pod, enum change_kind kind)
{
    if (kind == POD_STARTED)
        pod->status.phase = POD_RUNNING;
    if (kind == POD_RESTARTED && pod->status.restarts < UINT16_MAX)
        pod->status.restarts++;
    if (kind == POD_READY || kind == POD_NOT_READY) {
        pod->status.ready = kind == POD_READY;
        set_ready_since(pod, api->sim->now);
    }
}

void api_report(struct api *api, struct pod *pod, enum change_kind kind,
                const char *by, struct cause cause)
{
    set_status(api, pod, kind);
    write_pod(api, pod, kind, by, cause);
}

void api_report_part(struct api *api, struct pod *pod, enum change_kind kind,
                     const char *by, struct cause cause)
{
    struct change part = {.at = api->sim->now,
                          .cause = cause,
                          .kind = kind,
                          .object = pod,
                          .by = by};

    set_status(api, pod, kind);
    part.pod = pod->status;
    hook_call(api->written, &part, cause);
}

void api_end(struct api *api, struct pod *pod, enum pod_phase phase,
             const char *by, struct cause cause)
{
    pod->status.phase = (unsigned)phase & 7;
    if (pod->status.ready)
        set_ready_since(pod, api->sim->now);
    pod->status.ready = false;
    write_pod(api, pod, POD_ENDED, by, cause);
}

/* (metav1.DeleteOptions, gracePeriodSeconds) */
static uint32_t whole_seconds(sim_time grace)
{
    return (uint32_t)((grace + SECONDS(1) - 1) / SECONDS(1));
}

void api_delete(struct api *api, struct pod *pod, sim_time grace,
                const char *by, struct cause cause)
{
    pod->grace_seconds =
        whole_seconds(grace == SPEC_GRACE ? pod->template->grace : grace);
    pod->status.deleted = true;
    write_pod(api, pod, POD_DELETED, by, cause);
    if (pod->status.node == NULL || pod->grace_seconds == 0)
        api_remove(api, pod, cause);
}

void api_remove(struct api *api, struct pod *pod, struct cause cause)
{
    api->pods--;
    if (pod->owner != NULL)
        leave_owner(pod->owner, pod);
    else
        leave_bare(api, pod);
    if (pod->status.node != NULL)
        leave_node(pod);
    pod->status.exists = false;
    write_pod(api, pod, POD_GONE, NULL, cause);
}

void pod_hold(struct pod *pod)
{
    pod->holders++;
}

void pod_release(struct api *api, struct pod *pod)
{
    if (--pod->holders > 0)
        return;
    cause_drop(&pod->root);
    if (pod->owner != NULL)
        owner_release(api, pod->owner);
    pool_give(&api->pod_pool, pod);
}

static void write_node(struct api *api, struct node *node,
                       enum change_kind kind, const char *by, uint64_t bits,
                       struct cause cause)
{
    struct change *change = log_change(&api->node_log, kind, node, cause);

    change->node = node->status;
    change->by = by;
    change->bits = bits;
    api_publish(api, &api->node_log, change);
}

void api_set_node_ready(struct api *api, struct node *node, enum ready ready,
                        struct cause cause)
{
    static const enum change_kind kinds[] = {NODE_READY, NODE_NOT_READY,
                                             NODE_UNKNOWN};

    if (!node->status.exists || node->status.ready == ready)
        return;
    node->status.ready = ready;
    write_node(api, node, kinds[ready], NULL, 0, cause);
}

void api_set_node_pressure(struct api *api, struct node *node, bool pressure,
                           struct cause cause)
{
    if (!node->status.exists || node->status.memory_pressure == pressure)
        return;
    node->status.memory_pressure = pressure;
    write_node(api, node, NODE_PRESSURE, NULL, 0, cause);
}

void api_set_taints(struct api *api, struct node *node, uint64_t added,
                    uint64_t removed, struct cause cause)
{
    if (!node->status.exists)
        return;
    added &= ~node->status.taints;
    removed &= node->status.taints;
    node->status.taints = (node->status.taints | added) & ~removed;
    if (removed != 0)
        write_node(api, node, NODE_UNTAINTED, NULL, removed, cause);
    if (added != 0)
        write_node(api, node, NODE_TAINTED, NULL, added, cause);
}

void api_register_node(struct api *api, struct node *node, struct cause cause)
{
    if (node->status.exists)
        return;
    node->status.exists = true;
    node->status.ready = READY_FALSE;
    node->status.taints = node->design->taints | TAINT_NOT_READY_NO_SCHEDULE;
    write_node(api, node, NODE_CREATED, NULL, 0, cause);
}

void api_delete_node(struct api *api, struct node *node, const char *by,
                     struct cause cause)
{
    if (!node->status.exists)
        return;
    node->status.exists = false;
    write_node(api, node, NODE_GONE, by, 0, cause);
}

void api_want_machine(struct api *api, struct node *node, bool wanted,
                      struct cause cause)
{
    if (node->status.wanted == wanted)
        return;
    node->status.wanted = wanted;
    write_node(api, node, wanted ? NODE_ORDERED : NODE_RELEASED, NULL, 0,
               cause);
}

void api_lease(struct api *api, struct node *node, const struct lease *lease,
               struct cause cause)
{
    struct change *change;

    node->lease = *lease;
    change = log_change(&api->lease_log, NODE_LEASED, node, cause);
    api_publish(api, &api->lease_log, change);
}

void api_set_endpoint(struct api *api, const struct service *service,
                      struct pod *pod, enum endpoint use, struct cause cause)
{
    static const enum change_kind kinds[] = {[READY_ENDPOINT] = ENDPOINT_READY,
                                             [TERMINATING_ENDPOINT] =
                                                 ENDPOINT_TERMINATING,
                                             [NO_ENDPOINT] = ENDPOINT_REMOVED};
    struct change *change =
        log_change(&api->endpoint_log, kinds[use], pod, cause);

    change->service = service;
    pod_hold(pod);
    api_publish(api, &api->endpoint_log, change);
}
