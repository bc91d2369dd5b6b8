/*
 * A zone's state, and its queue of nodes to be tainted.
 * (pkg/controller/nodelifecycle/scheduler/rate_limited_queue.go)
 */
#include "models/controllers/zone.h"

sim_time grid_up(sim_time t, sim_time phase, sim_time period)
{
    sim_time past = ((t - phase) % period + period) % period;

    return past == 0 ? t : t + period - past;
}

enum zone_state zone_state(int nodes, int not_ready, double unhealthy_share)
{
    if (not_ready == nodes && not_ready > 0)
        return ZONE_FULL;
    if (not_ready > 2 &&
        (float)not_ready / (float)nodes >= (float)unhealthy_share)
        return ZONE_PARTIAL;
    return ZONE_NORMAL;
}

sim_time zone_node_grace(int minor)
{
    return SECONDS(minor >= 32 ? 50 : 40);
}

bool zone_judged_by(const struct node_design *node)
{
    return label_value(&node->labels,
                       "node.kubernetes.io/exclude-disruption") == NULL;
}

/* The next pass at which a node may be tainted. */
static void schedule(struct zone *zone)
{
    struct sim *sim = zone->api->sim;
    sim_time ready = bucket_ready(&zone->limiter, sim->now);

    if (zone->first == NULL || ready == NEVER)
        event_cancel(sim, &zone->tainting);
    else
        event_schedule(sim, &zone->tainting,
                       grid_up(ready == sim->now ? ready + 1 : ready,
                               zone->phase, zone->period));
}

void zone_enqueue(struct zone *zone, struct suspect *suspect)
{
    if (suspect->queued)
        return;
    suspect->queued = true;
    suspect->next = NULL;
    suspect->previous = zone->last;
    if (zone->first == NULL)
        zone->first = suspect;
    else
        zone->last->next = suspect;
    zone->last = suspect;
    if (!event_pending(&zone->tainting))
        schedule(zone);
}

void zone_dequeue(struct zone *zone, struct suspect *suspect)
{
    if (!suspect->queued)
        return;
    *(suspect->previous == NULL ? &zone->first : &suspect->previous->next) =
        suspect->next;
    *(suspect->next == NULL ? &zone->last : &suspect->next->previous) =
        suspect->previous;
    suspect->queued = false;
}

uint64_t zone_no_schedule(enum ready ready)
{
    return ready == READY_FALSE     ? TAINT_NOT_READY_NO_SCHEDULE
           : ready == READY_UNKNOWN ? TAINT_UNREACHABLE_NO_SCHEDULE
                                    : 0;
}

uint64_t zone_no_execute(enum ready ready)
{
    return ready == READY_FALSE     ? TAINT_NOT_READY_NO_EXECUTE
           : ready == READY_UNKNOWN ? TAINT_UNREACHABLE_NO_EXECUTE
                                    : 0;
}

static void tainting(struct sim *sim, struct event *event)
{
    struct zone *zone = EVENT_OWNER(event, struct zone, tainting);
    struct suspect *suspect = zone->first;

    if (suspect != NULL) {
        bucket_take(&zone->limiter, sim->now);
        zone_dequeue(zone, suspect);
        api_set_taints(zone->api, suspect->node, suspect->taint, 0,
                       cause_after(suspect->cause,
                                   "controllers.node-lifecycle.eviction-rate"));
    }
    schedule(zone);
}

void zone_set_rate(struct zone *zone, double rate)
{
    if (rate == zone->limiter.rate)
        return;
    bucket_set_rate(&zone->limiter, rate, zone->api->sim->now);
    schedule(zone);
}

void zone_open(struct zone *zone, struct api *api, const char *name,
               double rate, sim_time phase, sim_time period)
{
    *zone = (struct zone){.api = api};
    zone->phase = phase;
    zone->period = period;
    bucket_open(&zone->limiter, rate, 1, api->sim->now);
    event_prepare(&zone->tainting, tainting, RANK_DECISION, identity_of(name));
}
