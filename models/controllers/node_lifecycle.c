/*
 * The node lifecycle controller: every few seconds it looks at all leases;
 * a node whose renewals it has not seen for the grace period becomes Unknown,
 * its pods not Ready, and is tainted, per zone no faster than the rate of the
 * zone's state. Looks that would change nothing are computed, not simulated.
 * (pkg/controller/nodelifecycle)
 */
#include "models/controllers/node_lifecycle.h"

#define SETTING(member) offsetof(struct lifecycle_settings, member)

static const struct parameter parameters[] = {
    {"grace", &of_duration, SETTING(grace), "",
     "silence after which a node is Unknown (--node-monitor-grace-period): "
     "50s since Kubernetes 1.32, 40s before"},
    {"period", &of_period, SETTING(period), "5s",
     "time between the looks (--node-monitor-period)"},
    {"pass", &of_duration, SETTING(pass), "5ms",
     "how long a look takes; the next comes a period after its end"},
    {"taint-period", &of_period, SETTING(taint_period), "100ms",
     "time between passes over the nodes to be tainted NoExecute"},
    {"eviction-rate", &of_rate, SETTING(rate), "0.1/s",
     "nodes of a zone tainted NoExecute (--node-eviction-rate)"},
    {"secondary-eviction-rate", &of_rate, SETTING(secondary_rate), "0.01/s",
     "the same in a large zone that is partly disrupted"},
    {"unhealthy-zone-threshold", &of_fraction, SETTING(unhealthy_share), "55%",
     "share of nodes not ready from which a zone is partly disrupted"},
    {"large-cluster-size-threshold", &of_count, SETTING(large_zone), "50",
     "nodes of a zone above which the secondary rate holds instead of none"},
    {"qps", &of_rate, SETTING(qps), "20/s",
     "calls that its client may make (kube-api-qps): two for each pod of a "
     "silent node"},
    {"burst", &of_count, SETTING(burst), "30",
     "calls that its client may make at once (kube-api-burst)"},
    {NULL, NULL, 0, NULL, NULL}};

/* The NoExecute taint that a node's condition wants, whose other one is swapped
 * for it at once; else the node waits for its turn.
 * (processTaintBaseEviction, 1.36) */
static void want_no_execute(struct watched *watched, enum ready ready,
                            struct cause cause)
{
    struct node *node = watched->suspect.node;
    uint64_t wanted = zone_no_execute(ready);
    uint64_t taints = node->seen[CONTROLLER_MANAGER].taints;

    if ((taints & TAINTS_NO_EXECUTE & ~wanted) != 0)
        api_set_taints(watched->controller->component->api, node, wanted,
                       TAINTS_NO_EXECUTE & ~wanted, cause);
    else if ((taints & wanted) == 0)
        zones_enqueue(watched, ready);
}

/* The node is Unknown: its pods are not Ready, and leave their Services. */
static void silent(struct sim *sim, struct event *event)
{
    struct watched *watched = EVENT_OWNER(event, struct watched, silent);
    struct lifecycle *self = watched->controller;
    struct api *api = self->component->api;
    struct node *node = watched->suspect.node;
    struct cause cause =
        cause_after(watched->suspect.cause, "controllers.node-lifecycle.grace");

    if (!is_there(node) || ready_of(node) == READY_UNKNOWN)
        return;
    api_set_node_ready(api, node, READY_UNKNOWN, cause);
    zones_count(watched, true, READY_UNKNOWN);
    if (ready_of(node) == READY_TRUE)
        marker_begin(&self->marker, node, cause);
    api_set_node_pressure(api, node, false, cause); /* nobody knows */
    api_set_taints(api, node, TAINT_UNREACHABLE_NO_SCHEDULE,
                   TAINT_NOT_READY_NO_SCHEDULE, cause);
    want_no_execute(watched, READY_UNKNOWN, cause);
    zones_assess(self, sim->now + interval(self));
}

/* A look at a node that is heard of again: it is Ready, or says that it is
 * not. */
static void answers(struct sim *sim, struct event *event)
{
    struct watched *watched = EVENT_OWNER(event, struct watched, answers);
    struct lifecycle *self = watched->controller;
    struct node *node = watched->suspect.node;
    struct cause cause = cause_after(watched->suspect.cause,
                                     "controllers.node-lifecycle.period");

    zones_assess(self, sim->now);
    if (!is_there(node) || ready_of(node) == READY_UNKNOWN)
        return;
    if (ready_of(node) == READY_FALSE) {
        want_no_execute(watched, READY_FALSE, cause);
        return;
    }
    zones_dequeue(watched);
    api_set_taints(self->component->api, node, 0, TAINTS_NO_EXECUTE, cause);
}

/* What follows at once from the condition; the rest waits for a look.
 * (doNoScheduleTaintingPass, 1.36) */
static void condition_changed(struct watched *watched, enum ready ready,
                              struct cause cause)
{
    struct lifecycle *self = watched->controller;
    struct sim *sim = self->component->sim;
    uint64_t wanted = zone_no_schedule(ready);

    api_set_taints(self->component->api, watched->suspect.node, wanted,
                   TAINTS_NO_SCHEDULE & ~wanted, cause);
    event_schedule(sim, &watched->answers, look_at(self, sim->now));
}

/* Whether a look would find anything to be done about a node that is new. */
static bool is_well(const struct node_status *status)
{
    return status->ready == READY_TRUE &&
           (status->taints & (TAINTS_NO_SCHEDULE | TAINTS_NO_EXECUTE)) == 0;
}

/* Nobody knows yet when it was last heard of: that is now, or when a renewal
 * arrives that was made before. */
static sim_time last_heard(const struct node *node, const struct sim *sim)
{
    sim_time last = lease_last(&node->lease, &sim->seed, sim->now);
    sim_time arrives = last == NEVER ? sim->now : last + node->lease.delay;

    return arrives > sim->now ? arrives : sim->now;
}

/* Its pods, where it is Unknown, may not all have been marked. (processPod,
 * 1.36) */
static void appeared(struct watched *watched)
{
    struct lifecycle *self = watched->controller;
    struct sim *sim = self->component->sim;
    struct node *node = watched->suspect.node;

    watched->probe = look_at(self, last_heard(node, sim));
    if (!self->ticked && node->lease.until != NEVER &&
        ready_of(node) != READY_UNKNOWN)
        event_schedule(sim, &watched->silent, silent_at(self, watched->probe));
    if (ready_of(node) != READY_UNKNOWN)
        return;
    zones_enqueue(watched, READY_UNKNOWN);
    marker_begin(&self->marker, node, watched->suspect.cause);
}

static void disappeared(struct watched *watched)
{
    struct sim *sim = watched->controller->component->sim;

    zones_dequeue(watched);
    marker_stop(&watched->controller->marker, watched->suspect.node);
    event_cancel(sim, &watched->silent);
    event_cancel(sim, &watched->answers);
}

static void node_changed(void *context, struct node *node,
                         const struct node_status *before,
                         const struct node_status *now, struct cause cause)
{
    struct lifecycle *self = context;
    struct watched *watched = &self->nodes[node->ordinal];
    struct sim *sim = self->component->sim;

    zones_count(watched, now->exists, now->ready);
    if (before->exists && !now->exists)
        disappeared(watched);
    if (!before->exists && now->exists)
        appeared(watched);
    if (before->exists != now->exists && self->relisted < sim->now)
        zones_assess(self, look_at(self, sim->now));
    if (now->exists && now->ready != READY_UNKNOWN &&
        (before->exists ? before->ready != now->ready : !is_well(now)))
        condition_changed(watched, now->ready, cause);
    if (before->memory_pressure != now->memory_pressure)
        api_set_taints(self->component->api, node,
                       now->memory_pressure ? TAINT_MEMORY_PRESSURE : 0,
                       now->memory_pressure ? 0 : TAINT_MEMORY_PRESSURE, cause);
}

/* The holder took its lease or will renew it no more: when, if nothing else
 * happens, would a look find the silence too long? */
static void lease_changed(void *context, struct node *node, struct cause cause)
{
    struct lifecycle *self = context;
    struct watched *watched = &self->nodes[node->ordinal];
    struct component *component = self->component;
    struct sim *sim = component->sim;
    const struct lease *lease = &node->lease;
    sim_time last = lease_last(lease, &sim->seed, sim->now);

    if (lease->until != NEVER)
        cause_keep(&watched->suspect.cause, cause);
    if (self->ticked || !is_there(node))
        return;
    if (lease->until == NEVER) {
        if (event_pending(&watched->silent) &&
            look_at(self, lease->phase + lease->delay) <=
                event_time(sim, &watched->silent))
            event_cancel(sim, &watched->silent);
        return;
    }
    if (last == NEVER || ready_of(node) == READY_UNKNOWN)
        return;
    watched->probe = look_at(self, last + lease->delay);
    event_schedule(sim, &watched->silent, silent_at(self, watched->probe));
}

/* A look at every node, for the runs that simulate each of them. */
static void looked(struct sim *sim, struct event *event)
{
    struct lifecycle *self = EVENT_OWNER(event, struct lifecycle, looked);

    for (int i = 0; i < self->component->api->node_count; i++) {
        struct watched *watched = &self->nodes[i];
        const struct lease *lease = &watched->suspect.node->lease;
        bool last_arrived = lease->made[0] != NEVER &&
                            lease->made[0] + lease->delay <= sim->now;
        sim_time renewal = lease->made[last_arrived ? 0 : 1];

        if (renewal != NEVER && renewal != watched->renewal) {
            watched->renewal = renewal;
            watched->probe = sim->now;
        }
        if (sim->now - watched->probe > self->grace &&
            is_there(watched->suspect.node) &&
            ready_of(watched->suspect.node) != READY_UNKNOWN)
            event_schedule(sim, &watched->silent, sim->now);
    }
    event_schedule(sim, event, sim->now + interval(self));
}

static void open_node(struct watched *watched)
{
    struct node *node = watched->suspect.node;

    watched->probe = watched->controller->component->sim->now;
    watched->renewal = NEVER;
    watched->counted = (struct judged){0, 0};
    /* Within one look: silences by node, then answers, then zones. */
    event_prepare(&watched->silent, silent, RANK_DECISION, node->identity >> 1);
    event_prepare(&watched->answers, answers, RANK_DECISION,
                  node->identity >> 1 | (uint64_t)1 << 63);
}

/* Takes up its work, knowing of no node: where it took over, it looks at once.
 * When it first began, nobody knows. */
static void open(struct lifecycle *self)
{
    struct sim *sim = self->component->sim;

    self->relisted = self->phase = sim->now;
    self->stopped = false;
    if (self->starts++ == 0)
        self->phase +=
            time_from_seconds(uniform_at(&sim->seed, self->identity, 0) *
                              time_seconds(interval(self)));
    zones_open(self);
    event_prepare(&self->looked, looked, RANK_DECISION, 0);
    for (int i = 0; i < self->component->api->node_count; i++)
        open_node(&self->nodes[i]);
    if (self->ticked)
        event_schedule(sim, &self->looked, self->phase);
}

/* What it knew is lost: graces, queues and states begin anew. */
static void stopped(void *context)
{
    struct lifecycle *self = context;
    struct api *api = self->component->api;

    event_cancel(api->sim, &self->assessed);
    event_cancel(api->sim, &self->looked);
    for (int i = 0; i < api->node_count; i++)
        disappeared(&self->nodes[i]);
    for (int i = 0; i < api->zone_count; i++)
        event_cancel(api->sim, &self->zones[i].tainting);
}

static void started(void *context)
{
    open(context);
}

static void start(struct component *component, const void *settings)
{
    struct arena *arena = component->sim->arena;
    struct api *api = component->api;
    struct lifecycle *self = ARENA_NEW(arena, struct lifecycle);
    static const struct node_status none = {0};

    self->component = component;
    self->settings = settings;
    self->identity = identity_of("node-lifecycle-controller");
    self->grace = self->settings->grace;
    if (self->grace == 0)
        self->grace = zone_node_grace(component->minor);
    self->ticked = component->ticked;
    self->controller = (struct controller){.node_changed = node_changed,
                                           .lease_changed = lease_changed,
                                           .stopped = stopped,
                                           .started = started,
                                           .lists = true,
                                           .self = self};
    self->zones = ARENA_ARRAY(arena, struct zone, api->zone_count);
    self->nodes = ARENA_ARRAY(arena, struct watched, api->node_count);
    for (int i = 0; i < api->node_count; i++) {
        self->nodes[i].controller = self;
        self->nodes[i].suspect.node = &api->nodes[i];
    }
    marker_open(&self->marker, component, self->settings->qps,
                self->settings->burst);
    open(self);
    for (int i = 0; i < api->node_count; i++)
        node_changed(self, &api->nodes[i], &none,
                     &api->nodes[i].seen[CONTROLLER_MANAGER], NO_CAUSE);
    component_join(component, &self->controller);
}

/* A shorter grace would find nodes silent that are well. */
static const char *check(const void *settings, sim_time heartbeat)
{
    const struct lifecycle_settings *given = settings;

    if (given->grace != 0 &&
        given->grace < heartbeat + given->period + given->pass)
        return "grace is too short: a node that is well is silent for a lease "
               "renewal and a look";
    return given->qps > 0 && given->burst > 0
               ? NULL
               : "qps and burst must be more than nothing, or no pod is marked "
                 "as not Ready";
}

const struct controller_kind controller_node_lifecycle = {
    {"node-lifecycle", "finds silent nodes, and taints them", parameters},
    CONTROLLER_MANAGER,
    sizeof(struct lifecycle_settings),
    start,
    check};
