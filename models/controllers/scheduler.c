/*
 * The scheduler: one pod at a time, by priority and age; filters the nodes,
 * scores those that are left, binds to the best, ties at random. What finds no
 * node may make others of lower priority leave one, and waits for a change that
 * may help. (pkg/scheduler)
 */
#include "models/controllers/scheduler.h"

#include "models/controllers/backlog.h"
#include "models/controllers/errands.h"
#include "models/controllers/preemption.h"

struct settings {
    sim_time cycle;
    double qps;
    int burst;
    sim_time back_off_first;
    sim_time back_off_most;
    int percentage;
    struct resource_scoring scoring;
};

#define SETTING(member) offsetof(struct settings, member)

static const struct parameter parameters[] = {
    {"cycle", &of_duration, SETTING(cycle), "5ms",
     "time to place one pod (a choice: a few ms are usual)"},
    {"qps", &of_rate, SETTING(qps), "50/s",
     "calls that its client may make (clientConnection.qps)"},
    {"burst", &of_count, SETTING(burst), "100",
     "calls that its client may make at once (clientConnection.burst)"},
    {"back-off-first", &of_duration, SETTING(back_off_first), "1s",
     "wait of a pod that found no node (podInitialBackoffSeconds)"},
    {"back-off-most", &of_duration, SETTING(back_off_most), "10s",
     "longest such wait, after doubling (podMaxBackoffSeconds)"},
    {"percentage", &of_count, SETTING(percentage), "0",
     "of the nodes are scored; 0: 50 and less with more nodes "
     "(percentageOfNodesToScore)"},
    {"scoring", &of_strategy, SETTING(scoring.strategy), "LeastAllocated",
     "how resources score (scoringStrategy.type)"},
    {"shape", &of_shape, SETTING(scoring.shape), "",
     "of RequestedToCapacityRatio (requestedToCapacityRatio.shape)"},
    {NULL, NULL, 0, NULL, NULL}};

struct scheduler {
    struct controller controller;
    struct component *component;
    const struct settings *settings;
    struct errands errands;
    struct selection selection;
    struct preemption preemption;
    struct queue active;
    struct backlog backlog;
    struct event cycled;
    struct event retried; /* pods of the backlog may try again */
    struct event flushed; /* pods of it that waited for long do */
};

/* When nothing else is to be done, pods are tried again before their back-off
 * is over. (SchedulerPopFromBackoffQ, on since 1.33) */
static void wake(struct scheduler *self)
{
    struct sim *sim = self->component->sim;
    struct pod *early = NULL;

    if (event_pending(&self->cycled) || self->errands.awaited > 0)
        return;
    if (self->active.first == NULL && self->component->minor >= 33)
        early = backlog_take(&self->backlog, sim->now, true);
    if (early != NULL)
        queue_push(&self->active, early);
    if (self->active.first != NULL)
        event_schedule(sim, &self->cycled, sim->now + self->settings->cycle);
}

/* Looks when pods of the backlog are to be tried again. */
static void look_ahead(struct scheduler *self)
{
    struct sim *sim = self->component->sim;
    sim_time next = backlog_next(&self->backlog);
    sim_time flush = backlog_next_flush(&self->backlog);

    event_schedule(sim, &self->retried, next > sim->now ? next : sim->now);
    event_schedule(sim, &self->flushed, flush > sim->now ? flush : sim->now);
}

/* Something changed that may help pods which found no node. */
static void may_help(struct scheduler *self, unsigned helps)
{
    backlog_help(&self->backlog, helps, self->component->sim->now);
    if (self->backlog.waiting == 0 && self->backlog.helped == 0)
        return;
    look_ahead(self);
    wake(self);
}

/* The pod takes its place on the node before the watch tells so. */
static void assume(struct scheduler *self, struct pod *pod, struct node *node)
{
    pod->scheduling.assumed = node;
    pod->scheduling.since = self->component->sim->now;
    selection_load(&self->selection, pod, node, 1);
    selection_settle(&self->selection, pod, node, 1);
}

/* It does not stay there any more; it is not there any more. */
static void unsettle(struct scheduler *self, struct pod *pod)
{
    if (pod->scheduling.settled)
        selection_settle(&self->selection, pod, pod->scheduling.assumed, -1);
}

static void forget(void *context, struct pod *pod)
{
    struct scheduler *self = context;

    unsettle(self, pod);
    selection_load(&self->selection, pod, pod->scheduling.assumed, -1);
    pod->scheduling.assumed = NULL;
    may_help(self, POD_LEFT);
}

static void freed(void *context)
{
    wake(context);
}

/* What may help a pod that nodes refuse so: another node always may. (the
 * plug-ins' EventsToRegister) */
static unsigned helps_against(const int refused[REFUSALS])
{
    static const unsigned helps[REFUSALS] = {
        [UNTOLERATED_TAINT] = TAINT_LEFT,
        [PORT_TAKEN] = POD_LEFT,
        [TOO_MANY_PODS] = POD_LEFT,
        [INSUFFICIENT_CPU] = POD_LEFT,
        [INSUFFICIENT_MEMORY] = POD_LEFT,
        [LACKS_TOPOLOGY] = POD_LEFT | POD_CAME | TAINT_LEFT,
        [TOO_SKEWED] = POD_LEFT | POD_CAME | TAINT_LEFT,
        [PODS_MISSING] = POD_CAME,
        [PODS_UNWANTED] = POD_LEFT,
        [UNWANTED_BY_PODS] = POD_LEFT};
    unsigned sum = NODE_CAME;

    for (int i = 0; i < REFUSALS; i++)
        if (refused[i] > 0)
            sum |= helps[i];
    return sum;
}

static void preempt(struct scheduler *self, struct pod *pod)
{
    struct pod *victim = preemption_find(&self->preemption, pod);

    for (; victim != NULL; victim = victim->scheduling.queued) {
        if (victim->scheduling.leaving || victim->seen[SCHEDULER].deleted)
            continue;
        victim->scheduling.leaving = true;
        errands_remove(&self->errands, victim,
                       cause_after(pod->root, "controllers.scheduler.cycle"));
    }
}

/* What is written of it in words: how many nodes there are, and how many were
 * refused for each reason. Never 0. */
static uint16_t message(const struct selection *selection)
{
    uint64_t hash = (uint64_t)selection->there;

    for (int i = 0; i < REFUSALS; i++)
        hash = identity_child(hash, (uint64_t)selection->refused[i], 0);
    return (uint16_t)(hash | 1);
}

/* That it found no node is written, and for which it waits, where this is not
 * what was written before. (updatePod) */
static void refuse(struct scheduler *self, struct pod *pod,
                   enum refusal refusal)
{
    const struct selection *selection = &self->selection;
    const struct node *nominated = selection_nominated(selection, pod);
    uint16_t told = message(selection);
    unsigned helps = helps_against(selection->refused);

    preempt(self, pod);
    pod_hold(pod);
    backlog_add(&self->backlog, pod, helps, self->component->sim->now);
    look_ahead(self);
    if (told == pod->scheduling.told &&
        nominated == selection_nominated(selection, pod))
        return;
    pod->scheduling.told = told;
    errands_tell(&self->errands, pod, fit_reason(refusal));
}

static void place(struct scheduler *self, struct pod *pod)
{
    enum refusal refusal;
    struct node *node;

    if (!pod_active(&pod->seen[SCHEDULER]))
        return;
    pod->scheduling.attempts++;
    node = selection_make(&self->selection, pod, &refusal);
    if (node == NULL) {
        refuse(self, pod, refusal);
        return;
    }
    selection_give_up(&self->selection, pod);
    assume(self, pod, node);
    errands_bind(&self->errands, pod,
                 cause_after(pod->root, "controllers.scheduler.cycle"));
}

static void cycled(struct sim *sim, struct event *event)
{
    struct scheduler *self = EVENT_OWNER(event, struct scheduler, cycled);
    struct pod *pod = queue_pop(&self->active);

    (void)sim;
    place(self, pod);
    pod_release(self->component->api, pod);
    wake(self);
}

/* The back-off of pods that something may help is over. */
static void retried(struct sim *sim, struct event *event)
{
    struct scheduler *self = EVENT_OWNER(event, struct scheduler, retried);
    struct pod *pod;

    while ((pod = backlog_take(&self->backlog, sim->now, false)) != NULL)
        queue_push(&self->active, pod);
    look_ahead(self);
    wake(self);
}

static void flushed(struct sim *sim, struct event *event)
{
    struct scheduler *self = EVENT_OWNER(event, struct scheduler, flushed);

    backlog_flush(&self->backlog, sim->now);
    look_ahead(self);
    wake(self);
}

/* Whether anybody asks where such pods are. */
static bool matters(struct scheduler *self, const struct pod *pod)
{
    const struct relation *relation =
        relations_of(&self->selection.relations, pod);

    return relation->settling != NULL || relation->staying != NULL;
}

static void queue(struct scheduler *self, struct pod *pod)
{
    pod->scheduling.since = self->component->sim->now;
    queue_push(&self->active, pod);
    wake(self);
}

static void pod_changed(void *context, struct pod *pod,
                        const struct pod_status *before,
                        const struct pod_status *now, struct cause cause)
{
    struct scheduler *self = context;

    (void)cause;
    if (!before->exists && now->exists && pod->template->node_name == NULL) {
        pod_hold(pod);
        queue(self, pod);
    }
    if (before->node == NULL && now->node != NULL) {
        if (pod->scheduling.assumed == NULL)
            assume(self, pod, now->node);
        may_help(self, matters(self, pod) ? POD_CAME : 0);
    }
    if (pod->scheduling.assumed != NULL && !pod_active(now))
        unsettle(self, pod);
    if (pod->scheduling.assumed != NULL && (!now->exists || pod_ended(now)))
        forget(self, pod);
    if (!now->exists || now->deleted)
        selection_give_up(&self->selection, pod);
}

static void node_changed(void *context, struct node *node,
                         const struct node_status *before,
                         const struct node_status *now, struct cause cause)
{
    struct scheduler *self = context;
    unsigned helps = 0;

    (void)cause;
    if (before->taints == now->taints && before->exists == now->exists)
        return;
    selection_judge_node(&self->selection, node, before, now);
    if ((before->taints & ~now->taints) != 0)
        helps |= TAINT_LEFT;
    if (now->exists && !before->exists)
        helps |= NODE_CAME;
    may_help(self, helps);
}

/* Nobody will bind it: it is one of those that have no node. */
static void dropped(void *context, struct pod *pod)
{
    forget(context, pod);
    pod_hold(pod);
    queue(context, pod);
}

static void stopped(void *context)
{
    struct scheduler *self = context;
    struct sim *sim = self->component->sim;

    event_cancel(sim, &self->cycled);
    event_cancel(sim, &self->retried);
    event_cancel(sim, &self->flushed);
}

static void begin_anew(struct scheduler *self, struct pod *pod)
{
    pod->scheduling.attempts = 0;
    queue(self, pod);
}

/* It tries all pods that have no node, and knows of no attempt before. */
static void started(void *context)
{
    struct scheduler *self = context;
    sim_time now = self->component->sim->now;
    struct pod *active = NULL, **last = &active, *pod;

    self->selection.next_node = 0;
    self->backlog.phase = now;
    while ((pod = queue_pop(&self->active)) != NULL) {
        pod->scheduling.queued = NULL;
        *last = pod;
        last = &pod->scheduling.queued;
    }
    while ((pod = active) != NULL) {
        active = pod->scheduling.queued;
        begin_anew(self, pod);
    }
    backlog_help(&self->backlog, HELPS - 1, now);
    while ((pod = backlog_take(&self->backlog, now, true)) != NULL)
        begin_anew(self, pod);
    look_ahead(self);
    wake(self);
}

const struct load *scheduler_load(const struct component *component,
                                  const struct node *node)
{
    const struct controller *each = component->controllers;
    const struct scheduler *self;

    while (each->pod_changed != pod_changed)
        each = each->next;
    self = each->self;
    return &self->selection.appraisal.sites[node->ordinal].load;
}

static void start(struct component *component, const void *settings)
{
    struct sim *sim = component->sim;
    struct scheduler *self = ARENA_NEW(sim->arena, struct scheduler);
    const struct settings *given = settings;
    uint64_t identity = identity_of("scheduler");

    self->component = component;
    self->settings = given;
    self->controller = (struct controller){.pod_changed = pod_changed,
                                           .node_changed = node_changed,
                                           .stopped = stopped,
                                           .started = started,
                                           .self = self};
    self->errands = (struct errands){.component = component,
                                     .unbound = forget,
                                     .dropped = dropped,
                                     .freed = freed,
                                     .context = self};
    errands_open(&self->errands, given->qps, given->burst);
    selection_open(&self->selection, component, &given->scoring,
                   given->percentage);
    preemption_open(&self->preemption, sim, &self->selection);
    backlog_open(&self->backlog, sim->arena, given->back_off_first,
                 given->back_off_most, component->minor, sim->now);
    event_prepare(&self->cycled, cycled, RANK_DECISION, identity);
    event_prepare(&self->retried, retried, RANK_DECISION, identity);
    event_prepare(&self->flushed, flushed, RANK_DECISION, identity);
    component_join(component, &self->controller);
}

static const char *check(const void *settings, sim_time heartbeat)
{
    const struct settings *given = settings;

    (void)heartbeat;
    if (given->percentage > 100)
        return "percentage is at most 100";
    return given->scoring.strategy == REQUESTED_TO_CAPACITY_RATIO &&
                   given->scoring.shape.count == 0
               ? "scoring by RequestedToCapacityRatio needs a shape"
               : NULL;
}

const struct controller_kind controller_scheduler = {
    {"scheduler", "places pods on nodes, or preempts others for them",
     parameters},
    SCHEDULER,
    sizeof(struct settings),
    start,
    check};
