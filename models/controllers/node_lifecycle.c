/*
 * The node lifecycle controller: every few seconds it looks at all leases;
 * a node whose renewals it has not seen for the grace period becomes Unknown,
 * its pods not Ready, and is tainted, per zone no faster than the rate of the
 * zone's state. Looks that would change nothing are computed, not simulated.
 * (pkg/controller/nodelifecycle)
 */
#include "models/controllers/zone.h"

#include "models/api/component.h"

struct settings {
    sim_time grace;
    sim_time period;
    sim_time pass;
    sim_time taint_period;
    double rate;
    double secondary_rate;
    double unhealthy_share;
    int large_zone;
};

#define SETTING(member) offsetof(struct settings, member)

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
    {NULL, NULL, 0, NULL, NULL}};

/* What a zone is judged by: its nodes, and those of them that are not ready. */
struct judged {
    int nodes;
    int not_ready;
};

/* A node under watch. */
struct watched {
    struct lifecycle *controller;
    struct event silent;  /* the look at which its grace is over */
    struct event answers; /* the look at which its Ready is acted on */
    sim_time probe;       /* the look that saw its last renewal; when ticked */
    sim_time renewal;     /* that renewal; when ticked */
    struct judged counted;
    struct suspect suspect;
};

struct lifecycle {
    struct controller controller;
    struct component *component;
    const struct settings *settings;
    uint64_t identity;
    sim_time grace;
    sim_time phase; /* of the looks */
    struct watched *nodes;
    struct zone *zones;
    sim_time relisted;     /* when it took up its work */
    bool stopped;          /* all zones are fully disrupted */
    struct event assessed; /* the end of a look that changed something */
    struct event looked;   /* when looks are simulated */
    bool ticked;
};

static sim_time interval(const struct lifecycle *self)
{
    return self->settings->period + self->settings->pass;
}

/* The first look at or after t. */
static sim_time look_at(const struct lifecycle *self, sim_time t)
{
    return grid_up(t, self->phase, interval(self));
}

/* The look that finds the grace period over, for a node last seen renewed at
 * the look `probe`: the first at which now - probe > grace. */
static sim_time silent_at(const struct lifecycle *self, sim_time probe)
{
    return probe + (self->grace / interval(self) + 1) * interval(self);
}

static struct zone *zone_of(const struct watched *watched)
{
    return &watched->controller->zones[watched->suspect.node->design->zone];
}

/* As the controller's watch has it. */
static enum ready ready_of(const struct node *node)
{
    return node->seen[CONTROLLER_MANAGER].ready;
}

static bool is_there(const struct node *node)
{
    return node->seen[CONTROLLER_MANAGER].exists;
}

/* What the zone knew of the node before goes. */
static void count(struct watched *watched, bool exists, enum ready ready)
{
    struct zone *zone = zone_of(watched);
    struct judged is = {exists, exists && ready != READY_TRUE};

    if (!zone_judged_by(watched->suspect.node->design))
        return;
    zone->nodes += is.nodes - watched->counted.nodes;
    zone->not_ready += is.not_ready - watched->counted.not_ready;
    watched->counted = is;
}

static double zone_rate(const struct lifecycle *self, const struct zone *zone)
{
    if (self->stopped)
        return 0;
    if (zone->state != ZONE_PARTIAL)
        return self->settings->rate;
    return zone->nodes > self->settings->large_zone
               ? self->settings->secondary_rate
               : 0;
}

static void enqueue(struct watched *watched, enum ready ready)
{
    watched->suspect.taint = zone_no_execute(ready);
    if (!watched->controller->stopped)
        zone_enqueue(zone_of(watched), &watched->suspect);
}

static void dequeue(struct watched *watched)
{
    zone_dequeue(zone_of(watched), &watched->suspect);
}

static void set_rates(struct lifecycle *self)
{
    for (int i = 0; i < self->component->api->zone_count; i++)
        zone_set_rate(&self->zones[i], zone_rate(self, &self->zones[i]));
}

/* All zones are down: whoever judges so is more likely cut off itself. */
static void stop_evictions(struct lifecycle *self)
{
    self->stopped = true;
    for (int i = 0; i < self->component->api->node_count; i++) {
        dequeue(&self->nodes[i]);
        api_set_taints(self->component->api, self->nodes[i].suspect.node, 0,
                       TAINTS_NO_EXECUTE, self->nodes[i].suspect.cause);
    }
}

/* Some node is ready again: every node gets a new grace from now on. */
static void resume_evictions(struct lifecycle *self)
{
    struct sim *sim = self->component->sim;

    self->stopped = false;
    for (int i = 0; i < self->component->api->node_count; i++) {
        struct watched *watched = &self->nodes[i];

        watched->probe = sim->now;
        if (event_pending(&watched->silent))
            event_schedule(sim, &watched->silent, silent_at(self, sim->now));
        if (is_there(watched->suspect.node) &&
            ready_of(watched->suspect.node) != READY_TRUE)
            enqueue(watched, ready_of(watched->suspect.node));
    }
}

/* The end of a look: the zones' states, and what follows from them. */
static void assessed(struct sim *sim, struct event *event)
{
    struct lifecycle *self = EVENT_OWNER(event, struct lifecycle, assessed);
    bool all_full = true;

    (void)sim;
    for (int i = 0; i < self->component->api->zone_count; i++) {
        struct zone *zone = &self->zones[i];

        zone->state = zone_state(zone->nodes, zone->not_ready,
                                 self->settings->unhealthy_share);
        if (zone->nodes > 0 && zone->state != ZONE_FULL)
            all_full = false;
    }
    if (all_full && !self->stopped)
        stop_evictions(self);
    else if (!all_full && self->stopped)
        resume_evictions(self);
    set_rates(self);
}

/* Of a silence the zones' states are told by the look after the one that found
 * it; so a node may be tainted before its zone counts as disrupted. */
static void assess_at(struct lifecycle *self, sim_time look)
{
    struct sim *sim = self->component->sim;

    if (look < event_time(sim, &self->assessed))
        event_schedule(sim, &self->assessed, look);
}

/* The NoExecute taint that a node's condition wants, whose other one is swapped
 * for it at once; else the node waits for its turn.
 * (processTaintBaseEviction, 1.36) */
static void want_no_execute(struct watched *watched, enum ready ready,
                            struct cause cause)
{
    struct node *node = watched->suspect.node;
    unsigned wanted = zone_no_execute(ready);
    unsigned taints = node->seen[CONTROLLER_MANAGER].taints;

    if ((taints & TAINTS_NO_EXECUTE & ~wanted) != 0)
        api_set_taints(watched->controller->component->api, node, wanted,
                       TAINTS_NO_EXECUTE & ~wanted, cause);
    else if ((taints & wanted) == 0)
        enqueue(watched, ready);
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
    count(watched, true, READY_UNKNOWN);
    if (ready_of(node) == READY_TRUE)
        for (struct pod *each = node->pods; each != NULL;
             each = each->next_on_node)
            if (each->seen[CONTROLLER_MANAGER].ready)
                api_report(api, each, POD_NOT_READY,
                           "node-lifecycle-controller", cause);
    api_set_taints(api, node, TAINT_UNREACHABLE_NO_SCHEDULE,
                   TAINT_NOT_READY_NO_SCHEDULE, cause);
    want_no_execute(watched, READY_UNKNOWN, cause);
    assess_at(self, sim->now + interval(self));
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

    assess_at(self, sim->now);
    if (!is_there(node) || ready_of(node) == READY_UNKNOWN)
        return;
    if (ready_of(node) == READY_FALSE) {
        want_no_execute(watched, READY_FALSE, cause);
        return;
    }
    dequeue(watched);
    api_set_taints(self->component->api, node, 0, TAINTS_NO_EXECUTE, cause);
}

/* What follows at once from the condition; the rest waits for a look.
 * (doNoScheduleTaintingPass, 1.36) */
static void condition_changed(struct watched *watched, enum ready ready,
                              struct cause cause)
{
    struct lifecycle *self = watched->controller;
    struct sim *sim = self->component->sim;
    unsigned wanted = zone_no_schedule(ready);

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

/* Nobody knows yet when it was last heard of: that is now. */
static void appeared(struct watched *watched)
{
    struct lifecycle *self = watched->controller;
    struct sim *sim = self->component->sim;
    struct node *node = watched->suspect.node;

    watched->probe = look_at(self, sim->now);
    if (!self->ticked && node->lease.until != NEVER &&
        ready_of(node) != READY_UNKNOWN)
        event_schedule(sim, &watched->silent, silent_at(self, watched->probe));
    if (ready_of(node) == READY_UNKNOWN)
        enqueue(watched, READY_UNKNOWN);
}

static void disappeared(struct watched *watched)
{
    struct sim *sim = watched->controller->component->sim;

    dequeue(watched);
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

    count(watched, now->exists, now->ready);
    if (before->exists && !now->exists)
        disappeared(watched);
    if (!before->exists && now->exists)
        appeared(watched);
    if (before->exists != now->exists && self->relisted < sim->now)
        assess_at(self, look_at(self, sim->now));
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

static void open_zones(struct lifecycle *self)
{
    struct sim *sim = self->component->sim;
    struct api *api = self->component->api;
    sim_time phase = sim->now + time_from_seconds(
                                    uniform_at(&sim->seed, self->identity, 1) *
                                    time_seconds(self->settings->taint_period));

    for (int i = 0; i < api->zone_count; i++)
        zone_open(&self->zones[i], api, api->zones[i], self->settings->rate,
                  phase, self->settings->taint_period);
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

/* Takes up its work, knowing of no node. */
static void open(struct lifecycle *self)
{
    struct sim *sim = self->component->sim;

    self->relisted = sim->now;
    self->stopped = false;
    self->phase =
        sim->now + time_from_seconds(uniform_at(&sim->seed, self->identity, 0) *
                                     time_seconds(interval(self)));
    open_zones(self);
    event_prepare(&self->assessed, assessed, RANK_DECISION, UINT64_MAX);
    event_prepare(&self->looked, looked, RANK_DECISION, 0);
    for (int i = 0; i < self->component->api->node_count; i++)
        open_node(&self->nodes[i]);
    if (self->ticked)
        event_schedule(sim, &self->looked, self->phase);
}

/* What it knew is lost: graces, queues and states begin anew. */
static void restarted(void *context)
{
    struct lifecycle *self = context;
    struct api *api = self->component->api;

    event_cancel(api->sim, &self->assessed);
    event_cancel(api->sim, &self->looked);
    for (int i = 0; i < api->node_count; i++)
        disappeared(&self->nodes[i]);
    for (int i = 0; i < api->zone_count; i++)
        event_cancel(api->sim, &self->zones[i].tainting);
    open(self);
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
                                           .restarted = restarted,
                                           .self = self};
    self->zones = ARENA_ARRAY(arena, struct zone, api->zone_count);
    self->nodes = ARENA_ARRAY(arena, struct watched, api->node_count);
    for (int i = 0; i < api->node_count; i++) {
        self->nodes[i].controller = self;
        self->nodes[i].suspect.node = &api->nodes[i];
    }
    open(self);
    for (int i = 0; i < api->node_count; i++)
        node_changed(self, &api->nodes[i], &none,
                     &api->nodes[i].seen[CONTROLLER_MANAGER], NO_CAUSE);
    component_join(component, &self->controller);
}

/* A shorter grace would find nodes silent that are well. */
static const char *check(const void *settings, sim_time heartbeat)
{
    const struct settings *given = settings;

    if (given->grace != 0 &&
        given->grace < heartbeat + given->period + given->pass)
        return "grace is too short: a node that is well is silent for a lease "
               "renewal and a look";
    return NULL;
}

const struct controller_kind controller_node_lifecycle = {
    {"node-lifecycle", "finds silent nodes, and taints them", parameters},
    CONTROLLER_MANAGER,
    sizeof(struct settings),
    start,
    check};
