/*
 * The pod garbage collector. Every 20 s it deletes, by force, pods that are
 * terminating on a node out of service, those of nodes that are gone, and the
 * oldest ended pods where there
 * are too many. Passes that would find nothing are not simulated: what a pass
 * would find schedules it. Pods that are deleted before they have a node need
 * no collector: the API server removes them at once.
 * (Kubernetes 1.36, pkg/controller/podgc/gc_controller.go)
 */
#include "models/api/component.h"

static const char by[] = "pod-garbage-collector";
static const char out_of_service[] = "node.kubernetes.io/out-of-service";

static const sim_time quarantine = SECONDS(40);

struct settings {
    double qps;
    int burst;
    int threshold;
    sim_time period;
};

static const struct parameter parameters[] = {
    {"qps", &of_rate, offsetof(struct settings, qps), "20/s",
     "calls that its client may make (kube-api-qps)"},
    {"burst", &of_count, offsetof(struct settings, burst), "30",
     "calls that its client may make at once (kube-api-burst)"},
    {"terminated-threshold", &of_count, offsetof(struct settings, threshold),
     "12500",
     "how many ended pods may stay; 0: all (terminated-pod-gc-threshold)"},
    {"period", &of_period, offsetof(struct settings, period), "20s",
     "time between passes"},
    {NULL, NULL, 0, NULL, NULL}};

struct pod_gc {
    struct controller controller;
    struct component *component;
    const struct settings *settings;
    struct client client;
    sim_time phase; /* of the passes */
    uint64_t starts;
    struct event pass;     /* the next one that finds something */
    struct suspect *nodes; /* by ordinal */
    struct suspect *first; /* to be looked at in the next pass */
    int ended;             /* pods that have ended and exist */
    struct pool deletions; /* of struct deletion */
};

/* A node with pods that are perhaps to be deleted. */
struct suspect {
    struct node *node;
    struct suspect *next;
    bool listed;
    sim_time until; /* the end of its quarantine; 0: it is in none */
    struct cause cause;
};

/* A pod that is marked as Failed, by one call, and removed, by another. */
struct deletion {
    struct request called;
    struct pod_gc *self;
    struct pod *pod;
    bool marked;
    struct cause cause;
};

static const struct pod_status *seen(const struct pod *pod)
{
    return &pod->seen[CONTROLLER_MANAGER];
}

static void schedule_pass(struct pod_gc *self)
{
    struct sim *sim = self->component->sim;
    sim_time period = self->settings->period;
    sim_time since = (sim->now - self->phase) % period;

    if (!event_pending(&self->pass))
        event_schedule(sim, &self->pass,
                       sim->now + period - (since + period) % period);
}

static void call(struct deletion *deletion)
{
    client_send(&deletion->self->client, &deletion->called);
}

static void forget(struct deletion *deletion)
{
    pod_release(deletion->self->component->api, deletion->pod);
    cause_drop(&deletion->cause);
    pool_give(&deletion->self->deletions, deletion);
}

/* (markFailedAndDeletePod) */
static void called(struct request *request)
{
    struct deletion *deletion = REQUEST_OWNER(request, struct deletion, called);
    struct api *api = deletion->self->component->api;
    struct pod *pod = deletion->pod;

    if (pod->status.exists && !deletion->marked) {
        api_end(api, pod, POD_FAILED, by, deletion->cause);
        deletion->marked = true;
        call(deletion);
        return;
    }
    if (pod->status.exists && pod->status.deleted)
        api_remove(api, pod, deletion->cause);
    else if (pod->status.exists)
        api_delete(api, pod, 0, by, deletion->cause);
    forget(deletion);
}

static void suspect(struct pod_gc *self, struct node *node, struct cause cause);

/* A pass of another process finds the pod again. */
static void dropped(struct request *request)
{
    struct deletion *deletion = REQUEST_OWNER(request, struct deletion, called);

    if (deletion->pod->status.node != NULL)
        suspect(deletion->self, deletion->pod->status.node, deletion->cause);
    forget(deletion);
}

static void delete (struct pod_gc *self, struct pod *pod, struct cause cause)
{
    static const struct request_kind kind = {called, dropped};
    struct deletion *deletion = pool_take(&self->deletions);

    deletion->self = self;
    deletion->pod = pod;
    deletion->marked = pod_ended(seen(pod));
    cause_keep(&deletion->cause, cause);
    pod_hold(pod);
    request_prepare(&deletion->called, &kind, pod->identity);
    call(deletion);
}

/* (gcTerminating) */
static bool is_out_of_service(const struct node *node)
{
    const struct node_status *status = &node->seen[CONTROLLER_MANAGER];

    return status->ready != READY_TRUE &&
           taints_of_key(node->design->more_taints, status->taints,
                         out_of_service, ANY_EFFECT) != 0;
}

static bool is_gone(const struct node *node)
{
    return !node->seen[CONTROLLER_MANAGER].exists;
}

static bool is_suspect(const struct node *node)
{
    return is_gone(node) || is_out_of_service(node);
}

static void pass_node(struct pod_gc *self, const struct suspect *suspect)
{
    bool gone = is_gone(suspect->node);

    if (!is_suspect(suspect->node))
        return;
    for (struct pod *each = suspect->node->pods; each != NULL;
         each = each->next_on_node)
        if (gone || seen(each)->deleted)
            delete (self, each, suspect->cause);
}

/* Pods of a node that is gone have time until the node is asked for again: from
 * the pass that missed it. (gcOrphaned, quarantineTime) */
static bool is_quarantined(struct pod_gc *self, struct suspect *suspect)
{
    sim_time now = self->component->sim->now;

    if (!is_gone(suspect->node))
        return false;
    if (suspect->until == 0)
        suspect->until = now + quarantine;
    return now < suspect->until;
}

static bool older(const struct pod *a, const struct pod *b)
{
    return a->created_at != b->created_at ? a->created_at < b->created_at
                                          : a->identity < b->identity;
}

/* Of a list: the oldest that has ended and is not older than `after`. */
static struct pod *oldest_of(struct pod *list, const struct pod *after,
                             struct pod *found)
{
    for (; list != NULL; list = list->next)
        if (seen(list)->exists && pod_ended(seen(list)) &&
            (after == NULL || older(after, list)) &&
            (found == NULL || older(list, found)))
            found = list;
    return found;
}

/* (gcTerminated; the kubelet's evictions are not told apart) */
static void pass_ended(struct pod_gc *self)
{
    const struct api *api = self->component->api;
    int surplus = self->ended - self->settings->threshold;
    struct pod *pod = NULL;

    while (self->settings->threshold > 0 && surplus-- > 0) {
        struct pod *next = oldest_of(api->bare, pod, NULL);

        for (struct owner *each = api->owners; each != NULL; each = each->next)
            next = oldest_of(each->first, pod, next);
        if (next == NULL)
            return;
        delete (self, next, next->root);
        pod = next;
    }
}

static void passed(struct sim *sim, struct event *event)
{
    struct pod_gc *self = EVENT_OWNER(event, struct pod_gc, pass);

    (void)sim;
    pass_ended(self);
    for (struct suspect **place = &self->first; *place != NULL;) {
        struct suspect *suspect = *place;

        if (is_quarantined(self, suspect)) {
            place = &suspect->next;
            continue;
        }
        *place = suspect->next;
        suspect->listed = false;
        suspect->until = 0;
        pass_node(self, suspect);
        cause_drop(&suspect->cause);
    }
    if (self->first != NULL)
        schedule_pass(self);
}

static void suspect(struct pod_gc *self, struct node *node, struct cause cause)
{
    struct suspect *suspect = &self->nodes[node->ordinal];

    cause_keep(&suspect->cause, cause);
    schedule_pass(self);
    if (suspect->listed)
        return;
    suspect->listed = true;
    suspect->next = self->first;
    self->first = suspect;
}

static void node_changed(void *context, struct node *node,
                         const struct node_status *before,
                         const struct node_status *now, struct cause cause)
{
    (void)now;
    if (is_out_of_service(node) || (before->exists && is_gone(node)))
        suspect(context, node, cause);
}

static bool has_surplus(const struct pod_gc *self)
{
    return self->settings->threshold > 0 &&
           self->ended > self->settings->threshold;
}

static void pod_changed(void *context, struct pod *pod,
                        const struct pod_status *before,
                        const struct pod_status *now, struct cause cause)
{
    struct pod_gc *self = context;

    (void)pod;
    self->ended +=
        (now->exists && pod_ended(now)) - (before->exists && pod_ended(before));
    if (has_surplus(self))
        schedule_pass(self);
    if (now->exists && now->deleted && !before->deleted && now->node != NULL &&
        is_out_of_service(now->node))
        suspect(self, now->node, cause);
    if (now->exists && now->node != NULL && before->node == NULL &&
        is_gone(now->node))
        suspect(self, now->node, cause);
}

/* Passes of another phase, and each quarantine again from the first of them. */
static void take_up(struct pod_gc *self)
{
    const struct sim *sim = self->component->sim;

    self->phase =
        sim->now + time_from_seconds(
                       uniform_at(&sim->seed, identity_of(by), self->starts++) *
                       time_seconds(self->settings->period));
    for (struct suspect *each = self->first; each != NULL; each = each->next)
        each->until = 0;
}

static void stopped(void *context)
{
    struct pod_gc *self = context;

    event_cancel(self->component->sim, &self->pass);
}

static void started(void *context)
{
    struct pod_gc *self = context;

    stopped(self);
    take_up(self);
    if (self->first != NULL || has_surplus(self))
        schedule_pass(self);
}

static void start(struct component *component, const void *settings)
{
    struct sim *sim = component->sim;
    struct api *api = component->api;
    struct pod_gc *self = ARENA_NEW(sim->arena, struct pod_gc);
    uint64_t identity = identity_of(by);

    self->component = component;
    self->settings = settings;
    self->controller = (struct controller){.facets = POD_EXISTENCE | POD_PLACE |
                                                     POD_PHASE | POD_DELETION,
                                           .pod_changed = pod_changed,
                                           .node_changed = node_changed,
                                           .stopped = stopped,
                                           .started = started,
                                           .self = self};
    take_up(self);
    event_prepare(&self->pass, passed, RANK_DECISION, identity);
    self->nodes = ARENA_ARRAY(sim->arena, struct suspect, api->node_count);
    for (int i = 0; i < api->node_count; i++)
        self->nodes[i].node = &api->nodes[i];
    pool_open(&self->deletions, sim->arena, sizeof(struct deletion));
    component_client(component, &self->client, self->settings->qps,
                     self->settings->burst, identity);
    component_join(component, &self->controller);
}

const struct controller_kind controller_pod_gc = {
    {"pod-gc", "deletes pods that nobody ends, and ended ones", parameters},
    CONTROLLER_MANAGER,
    sizeof(struct settings),
    start,
    NULL};
