/*
 * The scheduler: one pod at a time; filters the nodes, scores those that are
 * left, binds to the best, ties at random. What finds no node waits for a
 * change that may help. (pkg/scheduler)
 */
#include "models/controllers/backlog.h"
#include "models/controllers/selection.h"

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

struct scheduler {
    struct controller controller;
    struct component *component;
    const struct settings *settings;
    struct selection selection;
    struct queue active;
    struct backlog backlog;
    struct event cycled;
    struct event retried; /* pods of the backlog may try again */
};

static void wake(struct scheduler *self)
{
    struct sim *sim = self->component->sim;

    if (self->active.first != NULL && !event_pending(&self->cycled))
        event_schedule(sim, &self->cycled, sim->now + self->settings->cycle);
}

/* What the pod is to the spread: on its node, and to stay there. */
static bool settled(const struct pod *pod, const struct pod_status *status)
{
    return pod->scheduling.assumed && pod_active(status);
}

/* The pod takes its place on the node before the watch tells so. */
static void assume(struct scheduler *self, struct pod *pod,
                   const struct node *node)
{
    pod->scheduling.assumed = true;
    selection_load(&self->selection, pod, node, 1);
}

static void bind(struct scheduler *self, struct pod *pod, struct node *node)
{
    if (!api_bind(self->component->api, pod, node,
                  cause_after(pod->root, "controllers.scheduler.cycle")))
        return;
    assume(self, pod, node);
    selection_settle(&self->selection, pod, node, 1);
}

static void place(struct scheduler *self, struct pod *pod)
{
    enum refusal refusal;
    struct node *node;

    if (!pod_active(&pod->seen[SCHEDULER]))
        return;
    pod->scheduling.attempts++;
    node = selection_make(&self->selection, pod, &refusal);
    if (node != NULL) {
        bind(self, pod, node);
        return;
    }
    api_refuse(self->component->api, pod, fit_reason(refusal), pod->root);
    pod_hold(pod);
    backlog_add(&self->backlog, pod, self->component->sim->now);
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

    while ((pod = backlog_take(&self->backlog, sim->now)) != NULL)
        queue_push(&self->active, pod);
    event_schedule(sim, event, backlog_next(&self->backlog));
    wake(self);
}

/* Something changed that may help the pods which found no node. */
static void may_help(struct scheduler *self)
{
    struct sim *sim = self->component->sim;
    sim_time next;

    backlog_help(&self->backlog);
    next = backlog_next(&self->backlog);
    event_schedule(sim, &self->retried, next > sim->now ? next : sim->now);
}

static void pod_changed(void *context, struct pod *pod,
                        const struct pod_status *before,
                        const struct pod_status *now, struct cause cause)
{
    struct scheduler *self = context;
    bool was_settled = settled(pod, before);

    (void)cause;
    if (!before->exists && now->exists && pod->template->node_name == NULL) {
        pod_hold(pod);
        queue_push(&self->active, pod);
        wake(self);
    }
    if (before->node == NULL && now->node != NULL && !pod->scheduling.assumed)
        assume(self, pod, now->node);
    if (settled(pod, now) != was_settled)
        selection_settle(&self->selection, pod, now->node,
                         was_settled ? -1 : 1);
    if (before->exists && !now->exists && pod->scheduling.assumed) {
        selection_load(&self->selection, pod, now->node, -1);
        may_help(self);
    }
}

static void node_changed(void *context, struct node *node,
                         const struct node_status *before,
                         const struct node_status *now, struct cause cause)
{
    struct scheduler *self = context;

    (void)cause;
    if (before->taints != now->taints)
        appraisal_forget(&self->selection.appraisal, node);
    if ((before->taints & ~now->taints) != 0 ||
        (before->ready != READY_TRUE && now->ready == READY_TRUE))
        may_help(self);
}

static void start(struct component *component, const void *settings)
{
    struct scheduler *self = ARENA_NEW(component->sim->arena, struct scheduler);

    self->component = component;
    self->settings = settings;
    self->controller = (struct controller){
        .pod_changed = pod_changed, .node_changed = node_changed, .self = self};
    selection_open(&self->selection, component);
    backlog_open(&self->backlog, component->sim->arena,
                 self->settings->back_off_first, self->settings->back_off_most);
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
