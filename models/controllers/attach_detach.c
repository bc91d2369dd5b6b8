/*
 * The attach-detach controller: a volume is attached to the node whose pods
 * need it, once it is attached to no other. A pod needs it until its object is
 * gone, or it has ended: not while it is merely deleted, as its containers may
 * still run. So the volume of a pod on a node that died stays where it is. Of
 * the loop's passes (every 100 ms) only those that find something are
 * simulated.
 * (Kubernetes 1.36, pkg/controller/volume/attachdetach/{reconciler,populator})
 */
#include "models/api/component.h"
#include "models/controllers/detach.h"

/* reconcilerLoopPeriod. */
static const sim_time period = MILLISECONDS(100);

struct settings {
    struct law attach;
    struct law detach;
    bool never_forced;
};

static const struct parameter parameters[] = {
    {"attach", &of_law, offsetof(struct settings, attach), "10s",
     "to attach a volume to a node, and mount it (a choice: 5 to 60 s are "
     "usual)"},
    {"detach", &of_law, offsetof(struct settings, detach), "5s",
     "to detach it (a choice)"},
    {"disable-force-detach", &of_flag, offsetof(struct settings, never_forced),
     "false",
     "never to detach a volume that is in use, after six minutes on a node "
     "that "
     "is not Ready (disable-force-detach-on-timeout)"},
    {NULL, NULL, 0, NULL, NULL}};

struct attach_detach {
    struct controller controller;
    struct component *component;
    const struct settings *settings;
    sim_time phase;
    struct watch volumes;
    struct pool wishes;
    struct attachment *first;
    uint64_t restarts;
};

/* A pod that needs a volume. */
struct wish {
    struct pod *pod;
    struct wish *next;
};

/* What the controller knows of a volume. */
struct attachment {
    struct attach_detach *self;
    struct volume *volume;
    struct attachment *next;
    struct node *node;     /* to which it is attached, or being so, or was */
    bool in_use;           /* as the watch has told */
    bool moving;           /* it is being attached or detached */
    bool attached;         /* before, or after, that */
    sim_time wanted_since; /* its detachment; NEVER: it is needed there */
    sim_time moved_at;     /* it will have been, whoever waits for it */
    struct event due;      /* a pass looks at it; or it has moved */
    struct stream stream;  /* of how long that takes */
    struct wish *wishes;   /* by age */
};

static sim_time next_pass(const struct attach_detach *self, sim_time at)
{
    sim_time since = (at - self->phase) % period;

    return since == 0 ? at : at + period - since;
}

static void look_later(struct attachment *each, sim_time at)
{
    struct sim *sim = each->self->component->sim;

    if (!each->moving && at != NEVER)
        event_schedule(sim, &each->due, next_pass(each->self, at));
}

static void look_soon(struct attachment *each)
{
    look_later(each, each->self->component->sim->now);
}

static void move(struct attachment *each, const struct law *law)
{
    struct sim *sim = each->self->component->sim;

    each->moving = true;
    each->moved_at = time_after(sim->now, law_delay(law, &each->stream));
    event_schedule(sim, &each->due, each->moved_at);
}

static void moved(struct attachment *each)
{
    each->moving = false;
    each->attached = !each->attached;
    each->wanted_since = NEVER;
    each->in_use = false;
    api_attach(each->self->component->api, each->volume,
               each->attached ? each->node : NULL);
    look_soon(each);
}

static bool is_needed(const struct attachment *each)
{
    for (const struct wish *wish = each->wishes; wish != NULL;
         wish = wish->next)
        if (wish->pod->seen[CONTROLLER_MANAGER].node == each->node)
            return true;
    return false;
}

static sim_time detachable(const struct attachment *each, sim_time now)
{
    const struct node_status *status = &each->node->seen[CONTROLLER_MANAGER];
    uint64_t out_of_service =
        taints_of_key(each->node->design->more_taints, status->taints,
                      "node.kubernetes.io/out-of-service", ANY_EFFECT);
    const struct detach detach = {.in_use = each->in_use,
                                  .node_ready = status->ready == READY_TRUE,
                                  .out_of_service = out_of_service != 0,
                                  .never_forced =
                                      each->self->settings->never_forced,
                                  .wanted_since = each->wanted_since};

    return detach_at(&detach, now);
}

static void look(struct attachment *each)
{
    sim_time now = each->self->component->sim->now, at;

    if (!each->attached) {
        if (each->wishes == NULL)
            return;
        each->node = each->wishes->pod->seen[CONTROLLER_MANAGER].node;
        move(each, &each->self->settings->attach);
        return;
    }
    if (is_needed(each)) {
        each->wanted_since = NEVER;
        return;
    }
    if (each->wanted_since == NEVER)
        each->wanted_since = now;
    at = detachable(each, now);
    if (at <= now)
        move(each, &each->self->settings->detach);
    else
        look_later(each, at);
}

static void due(struct sim *sim, struct event *event)
{
    struct attachment *each = EVENT_OWNER(event, struct attachment, due);

    (void)sim;
    if (each->moving)
        moved(each);
    else
        look(each);
}

static struct attachment *attachment_of(struct attach_detach *self,
                                        struct volume *volume)
{
    struct sim *sim = self->component->sim;
    struct attachment *each = volume->attachment;
    uint64_t identity = identity_child(volume->identity, 1, 0);

    if (each != NULL)
        return each;
    each = volume->attachment = ARENA_NEW(sim->arena, struct attachment);
    each->self = self;
    each->volume = volume;
    each->wanted_since = NEVER;
    each->next = self->first;
    self->first = each;
    event_prepare(&each->due, due, RANK_DECISION, identity);
    stream_open(&each->stream, &sim->seed, identity);
    return each;
}

static bool needs(const struct pod_status *status)
{
    return status->exists && status->node != NULL && !pod_ended(status) &&
           !(status->deleted && status->phase == POD_PENDING);
}

static void add_wish(struct attachment *each, struct pod *pod)
{
    struct wish **place = &each->wishes;

    while (*place != NULL)
        place = &(*place)->next;
    *place = pool_take(&each->self->wishes);
    (*place)->pod = pod;
}

static void drop_wish(struct attachment *each, const struct pod *pod)
{
    struct wish **place = &each->wishes;
    struct wish *wish;

    while ((*place)->pod != pod)
        place = &(*place)->next;
    wish = *place;
    *place = wish->next;
    pool_give(&each->self->wishes, wish);
}

static void pod_changed(void *context, struct pod *pod,
                        const struct pod_status *before,
                        const struct pod_status *now, struct cause cause)
{
    struct attach_detach *self = context;

    (void)cause;
    if (pod->template->claim_count == 0 || needs(before) == needs(now))
        return;
    for (int i = 0; i < pod->template->claim_count; i++) {
        struct attachment *each;

        if (!pod->template->claims[i].design->attached)
            continue;
        each = attachment_of(self, api_volume(self->component->api, pod, i));
        if (needs(now))
            add_wish(each, pod);
        else
            drop_wish(each, pod);
        look_soon(each);
    }
}

static void node_changed(void *context, struct node *node,
                         const struct node_status *before,
                         const struct node_status *now, struct cause cause)
{
    struct attach_detach *self = context;

    (void)before;
    (void)now;
    (void)cause;
    for (struct attachment *each = self->first; each != NULL; each = each->next)
        if (each->wanted_since != NEVER && each->node == node)
            look_soon(each);
}

static void read_volume(void *context, const struct change *change)
{
    struct attach_detach *self = context;
    struct attachment *each = attachment_of(self, change->object);

    if (!each->attached || change->volume.attached != each->node)
        return;
    each->in_use = change->volume.in_use;
    if (each->wanted_since != NEVER)
        look_soon(each);
}

static void stopped(void *context)
{
    struct attach_detach *self = context;

    for (struct attachment *each = self->first; each != NULL;
         each = each->next) {
        each->wanted_since = NEVER;
        event_cancel(self->component->sim, &each->due);
    }
}

/* What the attacher has done meanwhile is told now; and in any case later. */
static void await(struct attachment *each)
{
    struct sim *sim = each->self->component->sim;

    event_schedule(sim, &each->due,
                   each->moved_at > sim->now ? each->moved_at : sim->now);
}

/* A loop of another phase, which counts no minutes yet. What is attached stands
 * in the Nodes' status, what is being so in the VolumeAttachments.
 * (populateActualStateOfWorld, processVolumeAttachments) */
static void started(void *context)
{
    struct attach_detach *self = context;
    const struct sim *sim = self->component->sim;
    uint64_t identity = identity_of("attach-detach");

    self->phase =
        time_from_seconds(uniform_at(&sim->seed, identity, ++self->restarts) *
                          time_seconds(period));
    for (struct attachment *each = self->first; each != NULL; each = each->next)
        if (each->moving)
            await(each);
        else
            look_soon(each);
}

static void start(struct component *component, const void *settings)
{
    struct sim *sim = component->sim;
    struct attach_detach *self = ARENA_NEW(sim->arena, struct attach_detach);
    uint64_t identity = identity_of("attach-detach");

    self->component = component;
    self->settings = settings;
    self->controller = (struct controller){.facets = POD_EXISTENCE | POD_PLACE |
                                                     POD_PHASE | POD_DELETION,
                                           .pod_changed = pod_changed,
                                           .node_changed = node_changed,
                                           .stopped = stopped,
                                           .started = started,
                                           .self = self};
    self->phase = time_from_seconds(uniform_at(&sim->seed, identity, 0) *
                                    time_seconds(period));
    pool_open(&self->wishes, sim->arena, sizeof(struct wish));
    component_watch(component, &component->api->volume_log, &self->volumes,
                    ALL_CHANGES, &component->network->watch, read_volume, self,
                    identity);
    component_join(component, &self->controller);
}

const struct controller_kind controller_attach_detach = {
    {"attach-detach", "attaches volumes to the nodes whose pods claim them",
     parameters},
    CONTROLLER_MANAGER,
    sizeof(struct settings),
    start,
    NULL};
