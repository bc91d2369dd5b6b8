/*
 * The scheduler: one pod at a time; filters the nodes, scores those that are
 * left, binds to the best, ties at random. What finds no node waits for a
 * change that may help. (pkg/scheduler)
 */
#include <math.h>
#include <string.h>

#include "models/api/component.h"
#include "models/api/fit.h"

enum { HOSTNAME_SKEW = 3, ZONE_SKEW = 5, SPREAD_WEIGHT = 2 };

struct settings {
    sim_time cycle;
    sim_time back_off_first;
    sim_time back_off_most;
};

#define SETTING(member) offsetof(struct settings, member)

static const struct parameter parameters[] = {
    {"cycle", &of_duration, SETTING(cycle), "5ms",
     "time to place and bind one pod (a choice: a few ms are usual)"},
    {"back-off-first", &of_duration, SETTING(back_off_first), "1s",
     "wait of a pod that found no node (podInitialBackoffSeconds)"},
    {"back-off-most", &of_duration, SETTING(back_off_most), "10s",
     "longest such wait, after doubling (podMaxBackoffSeconds)"},
    {NULL, NULL, 0, NULL, NULL}};

struct queue {
    struct pod *first;
    struct pod *last;
};

/* A node while one pod is placed. */
struct candidate {
    struct node *node;
    int64_t spread;
};

struct scheduler {
    struct controller controller;
    struct component *component;
    const struct settings *settings;
    struct stream ties;
    struct load *loads; /* by the nodes' ordinals */
    struct candidate *candidates;
    int candidate_count;
    int next_node;   /* where the next cycle begins to look */
    int *node_pods;  /* of the pod's owner, on each node */
    int *zone_pods;  /* likewise, in each zone */
    int *zone_nodes; /* candidates in each zone */
    struct queue active;
    struct queue unschedulable;
    struct event cycled;
    struct event retried; /* something may help the unschedulable */
};

static void push(struct queue *queue, struct pod *pod)
{
    pod->scheduling.queued = NULL;
    if (queue->first == NULL)
        queue->first = pod;
    else
        queue->last->scheduling.queued = pod;
    queue->last = pod;
}

static struct pod *pop(struct queue *queue)
{
    struct pod *pod = queue->first;

    if (pod != NULL)
        queue->first = pod->scheduling.queued;
    return pod;
}

static void wake(struct scheduler *self)
{
    struct sim *sim = self->component->sim;

    if (self->active.first != NULL && !event_pending(&self->cycled))
        event_schedule(sim, &self->cycled, sim->now + self->settings->cycle);
}

/* The owner's pods that are not being deleted, per node and zone: what the
 * default constraints spread. */
static void count_siblings(struct scheduler *self, const struct pod *pod)
{
    struct api *api = self->component->api;

    memset(self->node_pods, 0, sizeof(int) * (size_t)api->node_count);
    memset(self->zone_pods, 0, sizeof(int) * (size_t)api->zone_count);
    if (pod->owner == NULL)
        return;
    for (struct pod *each = pod->owner->first; each != NULL;
         each = each->next) {
        const struct node *node = each->scheduling.assumed
                                      ? each->status.node
                                      : each->seen[SCHEDULER].node;

        if (node == NULL || each->seen[SCHEDULER].deleted)
            continue;
        self->node_pods[node->ordinal]++;
        self->zone_pods[node->design->zone]++;
    }
}

/* Fills the candidates; returns why the most nodes were refused. */
static const char *filter(struct scheduler *self, const struct pod *pod,
                          const struct requests *requests)
{
    struct api *api = self->component->api;
    int wanted = fit_nodes_to_find(api->node_count);
    const char *reason = "no nodes";

    self->candidate_count = 0;
    memset(self->zone_nodes, 0, sizeof(int) * (size_t)api->zone_count);
    for (int i = 0; i < api->node_count && self->candidate_count < wanted;
         i++) {
        struct node *node = &api->nodes[self->next_node];
        const char *refused = fit_filter(
            &pod->workload->template, requests, node->design,
            node->seen[SCHEDULER].taints, &self->loads[node->ordinal]);

        self->next_node = (self->next_node + 1) % api->node_count;
        if (refused != NULL) {
            reason = refused;
            continue;
        }
        self->candidates[self->candidate_count++].node = node;
        self->zone_nodes[node->design->zone]++;
    }
    return reason;
}

/* PodTopologySpread with the default constraints, before normalisation. */
static void score_spread(struct scheduler *self, int64_t *least, int64_t *most)
{
    double node_weight = fit_spread_weight(self->candidate_count);
    double zone_weight;
    int zones = 0;

    *least = INT64_MAX;
    *most = 0;
    for (int i = 0; i < self->component->api->zone_count; i++)
        zones += self->zone_nodes[i] > 0;
    zone_weight = fit_spread_weight(zones);
    for (int i = 0; i < self->candidate_count; i++) {
        struct candidate *each = &self->candidates[i];
        const struct node *node = each->node;

        each->spread = llround(fit_spread(self->node_pods[node->ordinal],
                                          node_weight, HOSTNAME_SKEW) +
                               fit_spread(self->zone_pods[node->design->zone],
                                          zone_weight, ZONE_SKEW));
        *least = each->spread < *least ? each->spread : *least;
        *most = each->spread > *most ? each->spread : *most;
    }
}

static int score(const struct scheduler *self, const struct pod *pod,
                 const struct requests *requests,
                 const struct candidate *candidate, int64_t least, int64_t most)
{
    const struct component *component = self->component;
    const struct node *node = candidate->node;
    const struct load *load = &self->loads[node->ordinal];
    bool nothing = requests->cpu_milli == 0 && requests->memory_bytes == 0;
    int sum = fit_least_allocated(requests, node->design, load);

    if (!nothing || component->minor < 33)
        sum +=
            fit_balanced(requests, node->design, load, component->minor >= 36);
    if (pod->owner != NULL)
        sum += SPREAD_WEIGHT *
               fit_spread_normalised(candidate->spread, least, most);
    return sum;
}

/* The best candidate; among equals each with the same chance. */
static struct node *select_node(struct scheduler *self, const struct pod *pod,
                                const struct requests *requests)
{
    struct node *best = NULL;
    int best_score = -1;
    uint32_t equals = 0;
    int64_t least, most;

    count_siblings(self, pod);
    score_spread(self, &least, &most);
    for (int i = 0; i < self->candidate_count; i++) {
        int sum = score(self, pod, requests, &self->candidates[i], least, most);

        equals = sum > best_score ? 1 : equals + (sum == best_score);
        if (sum > best_score ||
            (sum == best_score && stream_below(&self->ties, equals) == 0)) {
            best = self->candidates[i].node;
            best_score = sum;
        }
    }
    return best;
}

static sim_time back_off(const struct scheduler *self, const struct pod *pod)
{
    sim_time wait = self->settings->back_off_first;

    for (uint32_t i = 1;
         i < pod->scheduling.attempts && wait < self->settings->back_off_most;
         i++)
        wait *= 2;
    return wait < self->settings->back_off_most ? wait
                                                : self->settings->back_off_most;
}

static void bind(struct scheduler *self, struct pod *pod, struct node *node,
                 const struct requests *requests)
{
    pod->scheduling.assumed =
        api_bind(self->component->api, pod, node,
                 cause_after(pod->root, "controllers.scheduler.cycle"));
    if (pod->scheduling.assumed)
        load_add(&self->loads[node->ordinal], requests, 1);
}

static void place(struct scheduler *self, struct pod *pod)
{
    struct requests requests = template_requests(&pod->workload->template);
    const char *reason;

    if (pod->seen[SCHEDULER].deleted || !pod->seen[SCHEDULER].exists)
        return;
    pod->scheduling.attempts++;
    reason = filter(self, pod, &requests);
    if (self->candidate_count > 0) {
        bind(self, pod, select_node(self, pod, &requests), &requests);
        return;
    }
    pod->scheduling.retry_at =
        time_after(self->component->sim->now, back_off(self, pod));
    api_refuse(self->component->api, pod, reason, pod->root);
    pod_hold(pod);
    push(&self->unschedulable, pod);
}

static void cycled(struct sim *sim, struct event *event)
{
    struct scheduler *self = EVENT_OWNER(event, struct scheduler, cycled);
    struct pod *pod = pop(&self->active);

    (void)sim;
    place(self, pod);
    pod_release(self->component->api, pod);
    wake(self);
}

/* Those whose back-off is over try again; the others when theirs is. */
static void retried(struct sim *sim, struct event *event)
{
    struct scheduler *self = EVENT_OWNER(event, struct scheduler, retried);
    struct queue waiting = self->unschedulable;
    sim_time next = NEVER;
    struct pod *pod;

    self->unschedulable = (struct queue){NULL, NULL};
    while ((pod = pop(&waiting)) != NULL) {
        bool ready = pod->scheduling.retry_at <= sim->now;

        push(ready ? &self->active : &self->unschedulable, pod);
        if (!ready && pod->scheduling.retry_at < next)
            next = pod->scheduling.retry_at;
    }
    event_schedule(sim, event, next);
    wake(self);
}

/* Something changed that may help a pod which found no node. */
static void may_help(struct scheduler *self)
{
    struct sim *sim = self->component->sim;

    if (self->unschedulable.first != NULL)
        event_schedule(sim, &self->retried, sim->now);
}

static void pod_changed(void *context, struct pod *pod,
                        const struct pod_status *before,
                        const struct pod_status *now, struct cause cause)
{
    struct scheduler *self = context;
    struct requests requests = template_requests(&pod->workload->template);

    (void)cause;
    if (!before->exists && now->exists &&
        pod->workload->template.node_name == NULL) {
        pod_hold(pod);
        push(&self->active, pod);
        wake(self);
    }
    if (before->node == NULL && now->node != NULL && !pod->scheduling.assumed) {
        load_add(&self->loads[now->node->ordinal], &requests, 1);
        pod->scheduling.assumed = true;
    }
    if (before->exists && !now->exists && pod->scheduling.assumed) {
        load_add(&self->loads[now->node->ordinal], &requests, -1);
        may_help(self);
    }
}

static void node_changed(void *context, struct node *node,
                         const struct node_status *before,
                         const struct node_status *now, struct cause cause)
{
    (void)node;
    (void)cause;
    if ((before->taints & ~now->taints) != 0 ||
        (before->ready != READY_TRUE && now->ready == READY_TRUE))
        may_help(context);
}

static void start(struct component *component, const void *settings)
{
    struct arena *arena = component->sim->arena;
    const struct api *api = component->api;
    struct scheduler *self = ARENA_NEW(arena, struct scheduler);

    self->component = component;
    self->settings = settings;
    self->controller = (struct controller){
        .pod_changed = pod_changed, .node_changed = node_changed, .self = self};
    self->loads = ARENA_ARRAY(arena, struct load, api->node_count);
    self->candidates = ARENA_ARRAY(arena, struct candidate, api->node_count);
    self->node_pods = ARENA_ARRAY(arena, int, api->node_count);
    self->zone_pods = ARENA_ARRAY(arena, int, api->zone_count);
    self->zone_nodes = ARENA_ARRAY(arena, int, api->zone_count);
    stream_open(&self->ties, &component->sim->seed, identity_of("scheduler"));
    event_prepare(&self->cycled, cycled, RANK_DECISION,
                  identity_of("scheduler"));
    event_prepare(&self->retried, retried, RANK_DECISION,
                  identity_of("scheduler"));
    component_join(component, &self->controller);
}

const struct controller_kind controller_scheduler = {
    {"scheduler", "places pods on nodes: resources, taints, spreading",
     parameters},
    SCHEDULER,
    sizeof(struct settings),
    start,
    NULL};
