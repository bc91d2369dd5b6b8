/*
 * The taint eviction controller: deletes a pod when its node has borne a
 * NoExecute taint for longer than the pod tolerates, as fast as its client may.
 * Budgets are not asked. (pkg/controller/tainteviction)
 */
#include "models/api/component.h"

struct settings {
    double qps;
    int burst;
};

static const struct parameter parameters[] = {
    PARAMETER(struct settings, qps, of_rate, "20/s",
              "calls that its client may make (kube-api-qps): four for each "
              "pod that it deletes"),
    PARAMETER(struct settings, burst, of_count, "30",
              "calls that its client may make at once (kube-api-burst)"),
    {NULL, NULL, 0, NULL, NULL}};

/* A node with NoExecute taints, and the timers of its pods. */
struct tainted {
    struct taint_eviction *controller;
    struct node *node;
    struct event due; /* the first of its pods must go */
    struct cause cause;
};

struct taint_eviction {
    struct controller controller;
    struct component *component;
    struct tainted *nodes; /* by ordinal */
    struct client client;
    struct pool deletions; /* of struct deletion */
};

/* A pod that is read, marked (DisruptionTarget) and deleted, by a call each;
 * an Event tells of it. (addConditionAndDeletePod) */
struct deletion {
    struct request called;
    struct taint_eviction *self;
    struct pod *pod;
    struct cause cause;
    int calls; /* that are left */
};

enum { CALLS = 3 };

static const char by[] = "taint-eviction-controller";

static void call(struct deletion *deletion)
{
    deletion->calls--;
    client_send(&deletion->self->client, &deletion->called);
}

static void forget(struct deletion *deletion)
{
    pod_release(deletion->self->component->api, deletion->pod);
    cause_drop(&deletion->cause);
    pool_give(&deletion->self->deletions, deletion);
}

static void dropped(struct request *request)
{
    forget(REQUEST_OWNER(request, struct deletion, called));
}

static void called(struct request *request)
{
    struct deletion *deletion = REQUEST_OWNER(request, struct deletion, called);
    struct api *api = deletion->self->component->api;
    struct pod *pod = deletion->pod;

    if (pod->status.exists && deletion->calls > 0) {
        call(deletion);
        return;
    }
    if (pod->status.exists && !pod->status.deleted)
        api_delete(api, pod, SPEC_GRACE, by, deletion->cause);
    forget(deletion);
}

static void delete (struct taint_eviction *self, struct pod *pod,
                    struct cause cause)
{
    static const struct request_kind kind = {called, dropped};
    struct deletion *deletion = pool_take(&self->deletions);

    deletion->self = self;
    deletion->pod = pod;
    deletion->calls = CALLS;
    cause_keep(&deletion->cause, cause);
    pod_hold(pod);
    request_prepare(&deletion->called, &kind, pod->identity);
    client_record(&self->client);
    call(deletion);
}

/* How long the pod bears all these taints. */
static sim_time bearing(const struct pod *pod, const struct node *node,
                        uint64_t taints)
{
    struct taint list[MOST_TAINTS];
    int count = 0;

    for (; taints != 0; taints &= taints - 1)
        list[count++] =
            *taint_of(node->design->more_taints, __builtin_ctzll(taints));
    return template_bears(pod->template, list, count);
}

static void evict_earlier(struct tainted *tainted, sim_time at)
{
    struct sim *sim = tainted->controller->component->sim;

    if (at < event_time(sim, &tainted->due))
        event_schedule(sim, &tainted->due, at);
}

/* What is bound to the node is looked up at the API; a timer runs only for what
 * the watch has brought. */
static void due(struct sim *sim, struct event *event)
{
    struct tainted *tainted = EVENT_OWNER(event, struct tainted, due);
    struct taint_eviction *self = tainted->controller;
    sim_time next = NEVER;

    for (struct pod *each = tainted->node->pods; each != NULL;
         each = each->next_on_node) {
        if (each->evict_at <= sim->now) {
            each->evict_at = NEVER;
            if (!each->seen[CONTROLLER_MANAGER].deleted)
                delete (self, each,
                        cause_after(tainted->cause, "pod.tolerationSeconds"));
        } else if (each->evict_at < next) {
            next = each->evict_at;
        }
    }
    event_schedule(sim, event, next);
}

static uint64_t no_execute(const struct node *node, uint64_t taints)
{
    return taints_of_effect(node->design->more_taints, taints, NO_EXECUTE);
}

/* A timer that runs is left alone, unless the pod must go now, or may stay for
 * ever. (processPodOnNode) */
static void set_timer(struct tainted *tainted, struct pod *pod, uint64_t taints)
{
    sim_time bears = bearing(pod, tainted->node, taints);
    sim_time now = tainted->controller->component->sim->now;

    if (bears == NEVER)
        pod->evict_at = NEVER;
    else if (bears == 0 || pod->evict_at == NEVER)
        pod->evict_at = time_after(now, bears);
    evict_earlier(tainted, pod->evict_at);
}

static void set_timers(struct tainted *tainted, uint64_t taints)
{
    for (struct pod *each = tainted->node->pods; each != NULL;
         each = each->next_on_node) {
        const struct pod_status *seen = &each->seen[CONTROLLER_MANAGER];

        if (seen->node == tainted->node && !seen->deleted)
            set_timer(tainted, each, taints);
    }
}

static void cancel_timers(struct tainted *tainted)
{
    event_cancel(tainted->controller->component->sim, &tainted->due);
    for (struct pod *each = tainted->node->pods; each != NULL;
         each = each->next_on_node)
        each->evict_at = NEVER;
}

static void node_changed(void *context, struct node *node,
                         const struct node_status *before,
                         const struct node_status *now, struct cause cause)
{
    struct taint_eviction *self = context;
    struct tainted *tainted = &self->nodes[node->ordinal];
    uint64_t was = no_execute(node, before->taints);
    uint64_t is = no_execute(node, now->taints);

    if (is == was || !now->exists)
        return;
    if (is == 0) {
        cancel_timers(tainted);
        return;
    }
    if (was == 0)
        cause_keep(&tainted->cause, cause);
    set_timers(tainted, is);
}

/* A pod that was bound to a node which is tainted already. */
static void pod_changed(void *context, struct pod *pod,
                        const struct pod_status *before,
                        const struct pod_status *now, struct cause cause)
{
    struct taint_eviction *self = context;
    uint64_t taints;

    (void)cause;
    if (now->node == NULL || before->node != NULL || !pod_active(now))
        return;
    taints = no_execute(now->node, now->node->seen[CONTROLLER_MANAGER].taints);
    if (taints != 0)
        set_timer(&self->nodes[now->node->ordinal], pod, taints);
}

/* Timers live in memory: they begin anew. */
static void stopped(void *context)
{
    struct taint_eviction *self = context;

    for (int i = 0; i < self->component->api->node_count; i++)
        cancel_timers(&self->nodes[i]);
}

static void start(struct component *component, const void *settings)
{
    struct arena *arena = component->sim->arena;
    struct api *api = component->api;
    const struct settings *given = settings;
    struct taint_eviction *self = ARENA_NEW(arena, struct taint_eviction);

    self->component = component;
    self->controller = (struct controller){.facets = POD_EXISTENCE | POD_PLACE,
                                           .pod_changed = pod_changed,
                                           .node_changed = node_changed,
                                           .stopped = stopped,
                                           .lists = true,
                                           .self = self};
    pool_open(&self->deletions, arena, sizeof(struct deletion));
    component_client(component, &self->client, given->qps, given->burst,
                     identity_of(by));
    self->nodes = ARENA_ARRAY(arena, struct tainted, api->node_count);
    for (int i = 0; i < api->node_count; i++) {
        self->nodes[i].controller = self;
        self->nodes[i].node = &api->nodes[i];
        event_prepare(&self->nodes[i].due, due, RANK_DECISION,
                      api->nodes[i].identity);
    }
    component_join(component, &self->controller);
}

static const char *check(const void *settings, sim_time heartbeat)
{
    const struct settings *given = settings;

    (void)heartbeat;
    return given->qps > 0 && given->burst > 0
               ? NULL
               : "qps and burst must be more than nothing, or no pod is "
                 "evicted";
}

const struct controller_kind controller_taint_eviction = {
    {"taint-eviction",
     "deletes pods that bear a node's NoExecute taint no more", parameters},
    CONTROLLER_MANAGER,
    sizeof(struct settings),
    start,
    check};
