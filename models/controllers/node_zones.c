/* Zones as their nodes' conditions have it: whether, and how fast, nodes are
 * tainted NoExecute. */
#include "models/controllers/node_lifecycle.h"

static struct zone *zone_of(const struct watched *watched)
{
    return &watched->controller->zones[watched->suspect.node->design->zone];
}

void zones_count(struct watched *watched, bool exists, enum ready ready)
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

void zones_enqueue(struct watched *watched, enum ready ready)
{
    watched->suspect.taint = zone_no_execute(ready);
    if (!watched->controller->stopped)
        zone_enqueue(zone_of(watched), &watched->suspect);
}

void zones_dequeue(struct watched *watched)
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
        zones_dequeue(&self->nodes[i]);
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
            zones_enqueue(watched, ready_of(watched->suspect.node));
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

void zones_assess(struct lifecycle *self, sim_time look)
{
    struct sim *sim = self->component->sim;

    if (look < event_time(sim, &self->assessed))
        event_schedule(sim, &self->assessed, look);
}

void zones_open(struct lifecycle *self)
{
    struct sim *sim = self->component->sim;
    struct api *api = self->component->api;
    sim_time phase =
        sim->now +
        time_from_seconds(uniform_at(&sim->seed, self->identity, self->starts) *
                          time_seconds(self->settings->taint_period));

    event_prepare(&self->assessed, assessed, RANK_DECISION, UINT64_MAX);
    for (int i = 0; i < api->zone_count; i++)
        zone_open(&self->zones[i], api, api->zones[i], self->settings->rate,
                  phase, self->settings->taint_period);
}
