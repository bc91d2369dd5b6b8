/*
 * The cloud's node lifecycle controller: every few seconds it asks, of each
 * node that is not Ready, whether its machine is there; if not, it deletes the
 * Node. Looks that would find nothing are not simulated.
 * (staging/src/k8s.io/cloud-provider/controllers/nodelifecycle, 1.36)
 */
#include "models/api/component.h"

static const char by[] = "cloud-node-lifecycle-controller";

struct settings {
    sim_time period;
};

static const struct parameter parameters[] = {
    PARAMETER(struct settings, period, of_period, "5s",
              "time between the looks (--node-monitor-period)"),
    {NULL, NULL, 0, NULL, NULL}};

struct asked {
    struct event looked;
    struct cloud *controller;
    struct node *node;
    struct cause cause;
};

struct cloud {
    struct controller controller;
    struct component *component;
    const struct settings *settings;
    sim_time phase;
    uint64_t starts;
    struct asked *nodes; /* by ordinal */
};

static bool is_lost(const struct node *node)
{
    const struct node_status *seen = &node->seen[CONTROLLER_MANAGER];

    return seen->exists && seen->ready != READY_TRUE && !seen->wanted;
}

static void looked(struct sim *sim, struct event *event)
{
    struct asked *asked = EVENT_OWNER(event, struct asked, looked);

    (void)sim;
    if (is_lost(asked->node))
        api_delete_node(asked->controller->component->api, asked->node, by,
                        asked->cause);
    cause_drop(&asked->cause);
}

/* At its next one. */
static void look(struct asked *asked)
{
    struct cloud *self = asked->controller;
    struct sim *sim = self->component->sim;
    sim_time period = self->settings->period;

    event_schedule(sim, &asked->looked,
                   sim->now + period - (sim->now - self->phase) % period);
}

static void node_changed(void *context, struct node *node,
                         const struct node_status *before,
                         const struct node_status *now, struct cause cause)
{
    struct cloud *self = context;
    struct asked *asked = &self->nodes[node->ordinal];

    (void)before;
    (void)now;
    if (!is_lost(node) || event_pending(&asked->looked))
        return;
    cause_keep(&asked->cause, cause);
    look(asked);
}

/* Looks of another phase. */
static void take_up(struct cloud *self)
{
    const struct sim *sim = self->component->sim;

    self->phase =
        sim->now + time_from_seconds(
                       uniform_at(&sim->seed, identity_of(by), self->starts++) *
                       time_seconds(self->settings->period));
    self->phase -= self->settings->period; /* never after now */
}

static void stopped(void *context)
{
    struct cloud *self = context;

    for (int i = 0; i < self->component->api->node_count; i++)
        event_cancel(self->component->sim, &self->nodes[i].looked);
}

static void started(void *context)
{
    struct cloud *self = context;

    take_up(self);
    for (int i = 0; i < self->component->api->node_count; i++)
        if (is_lost(self->nodes[i].node))
            look(&self->nodes[i]);
}

static void start(struct component *component, const void *settings)
{
    struct sim *sim = component->sim;
    struct api *api = component->api;
    struct cloud *self = ARENA_NEW(sim->arena, struct cloud);

    self->component = component;
    self->settings = settings;
    self->controller = (struct controller){.node_changed = node_changed,
                                           .stopped = stopped,
                                           .started = started,
                                           .self = self};
    take_up(self);
    self->nodes = ARENA_ARRAY(sim->arena, struct asked, api->node_count);
    for (int i = 0; i < api->node_count; i++) {
        self->nodes[i].controller = self;
        self->nodes[i].node = &api->nodes[i];
        event_prepare(&self->nodes[i].looked, looked, RANK_DECISION,
                      api->nodes[i].identity);
    }
    component_join(component, &self->controller);
}

const struct controller_kind controller_cloud_node_lifecycle = {
    {"cloud-node-lifecycle", "deletes Nodes whose machines are no more",
     parameters},
    CONTROLLER_MANAGER,
    sizeof(struct settings),
    start,
    NULL};
