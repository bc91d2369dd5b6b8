/* The choice of a node. */
#include "models/controllers/selection.h"

#include <math.h>
#include <string.h>

enum { HOSTNAME_SKEW = 3, ZONE_SKEW = 5, SPREAD_WEIGHT = 2 };

void selection_open(struct selection *selection, struct component *component)
{
    struct arena *arena = component->sim->arena;
    struct api *api = component->api;

    selection->api = api;
    appraisal_open(&selection->appraisal, component);
    siblings_pool_open(&selection->siblings_pool, arena, api->zone_count);
    selection->owners =
        ARENA_ARRAY(arena, struct siblings, api->replica_set_capacity);
    selection->zones = ARENA_ARRAY(arena, int, api->node_count);
    for (int i = 0; i < api->node_count; i++)
        selection->zones[i] = api->nodes[i].design->zone;
    selection->zone_candidates = ARENA_ARRAY(arena, int, api->zone_count);
    selection->zone_scores = ARENA_ARRAY(arena, int, api->zone_count);
    selection->near = ARENA_ARRAY(arena, struct inhabited, api->node_count);
    selection->equals = ARENA_ARRAY(arena, int, api->node_count);
    selection->extra = ARENA_ARRAY(arena, int, api->node_count);
    stream_open(&selection->ties, &component->sim->seed,
                identity_of("scheduler"));
}

void selection_load(struct selection *selection, const struct pod *pod,
                    const struct node *node, int sign)
{
    appraisal_load(&selection->appraisal, pod->workload, node, sign);
}

void selection_settle(struct selection *selection, const struct pod *pod,
                      const struct node *node, int sign)
{
    if (pod->owner != NULL)
        siblings_add(&selection->owners[pod->owner->ordinal],
                     &selection->siblings_pool, node, sign);
}

/* Looks on, from a node up to a limit, until as many candidates are found as
 * are wanted. */
static struct span look(struct selection *selection,
                        const struct worths *worths, struct span limits,
                        int wanted, enum refusal *refusal)
{
    const uint8_t *by_node = worths->by_node;
    const int *zones = selection->zones;
    int *zone_candidates = selection->zone_candidates;
    int found = selection->candidates;
    int node = limits.from;

    for (; node < limits.end && found < wanted; node++) {
        uint8_t worth = by_node[node];

        if (worth == WORTH_UNKNOWN)
            worth = appraisal_find(&selection->appraisal, worths, node);
        if (worth > WORTH_MOST) {
            *refusal = (enum refusal)(worth - WORTH_REFUSED);
            continue;
        }
        zone_candidates[zones[node]]++;
        found++;
    }
    selection->candidates = found;
    return (struct span){limits.from, node};
}

static enum refusal filter(struct selection *selection,
                           const struct worths *worths)
{
    int count = selection->api->node_count;
    int first = selection->next_node;
    int wanted = fit_nodes_to_find(count);
    enum refusal refusal = NOT_REFUSED;
    struct span *spans = selection->spans;

    memset(selection->zone_candidates, 0,
           sizeof(int) * (size_t)selection->api->zone_count);
    selection->candidates = 0;
    spans[0] =
        look(selection, worths, (struct span){first, count}, wanted, &refusal);
    spans[1] =
        look(selection, worths, (struct span){0, first}, wanted, &refusal);
    selection->next_node = spans[0].end < count ? spans[0].end : spans[1].end;
    return refusal;
}

/* The candidates that have pods of the owner; the zones keep the others. */
static void gather(struct selection *selection, const struct worths *worths,
                   const struct siblings *siblings)
{
    selection->near_count = 0;
    for (int i = 0; i < 2; i++) {
        const struct span *span = &selection->spans[i];

        for (int j = siblings_from(siblings, span->from);
             j < siblings->count && siblings->nodes[j].node < span->end; j++) {
            int node = siblings->nodes[j].node;

            if (worths->by_node[node] > WORTH_MOST)
                continue;
            selection->near[selection->near_count++] = siblings->nodes[j];
            selection->zone_candidates[selection->zones[node]]--;
        }
    }
}

/* PodTopologySpread with the default constraints, before normalisation. */
struct spread {
    double node_weight;
    double zone_weight;
    const int *zone_pods;
    int64_t least;
    int64_t most;
};

static int64_t raw(const struct spread *spread, int pods, int zone)
{
    int zone_pods = spread->zone_pods == NULL ? 0 : spread->zone_pods[zone];

    return llround(fit_spread(pods, spread->node_weight, HOSTNAME_SKEW) +
                   fit_spread(zone_pods, spread->zone_weight, ZONE_SKEW));
}

static void widen(struct spread *spread, int64_t score)
{
    spread->least = score < spread->least ? score : spread->least;
    spread->most = score > spread->most ? score : spread->most;
}

static int weighed(const struct spread *spread, int64_t score)
{
    return SPREAD_WEIGHT *
           fit_spread_normalised(score, spread->least, spread->most);
}

static void score_spread(struct selection *selection,
                         const struct worths *worths,
                         const struct siblings *siblings)
{
    struct spread spread = {.node_weight =
                                fit_spread_weight(selection->candidates),
                            .zone_pods = siblings->zone_pods,
                            .least = INT64_MAX};
    int *zone_scores = selection->zone_scores;
    int zones = 0;

    for (int i = 0; i < selection->api->zone_count; i++)
        zones += selection->zone_candidates[i] > 0;
    spread.zone_weight = fit_spread_weight(zones);
    gather(selection, worths, siblings);
    for (int i = 0; i < selection->near_count; i++) {
        const struct inhabited *each = &selection->near[i];

        selection->extra[each->node] =
            (int)raw(&spread, each->pods, selection->zones[each->node]);
        widen(&spread, selection->extra[each->node]);
    }
    for (int i = 0; i < selection->api->zone_count; i++) {
        zone_scores[i] = (int)raw(&spread, 0, i);
        if (selection->zone_candidates[i] > 0)
            widen(&spread, zone_scores[i]);
    }
    for (int i = 0; i < selection->api->zone_count; i++)
        zone_scores[i] = weighed(&spread, zone_scores[i]);
    for (int i = 0; i < selection->near_count; i++) {
        int node = selection->near[i].node;

        selection->extra[node] = weighed(&spread, selection->extra[node]) -
                                 zone_scores[selection->zones[node]];
    }
}

/* The best so far, of which there are several. */
struct best {
    int score;
    uint32_t count;
};

static void compare(struct selection *selection, const struct worths *worths,
                    const struct span *span, struct best *best)
{
    const uint8_t *by_node = worths->by_node;
    const int *zones = selection->zones;
    const int *zone_scores = selection->zone_scores;
    const int *extra = selection->extra;
    int *equals = selection->equals;
    uint32_t count = best->count;
    int most = best->score;

    for (int node = span->from; node < span->end; node++) {
        int sum = by_node[node] + zone_scores[zones[node]] + extra[node];

        if (sum < most || by_node[node] > WORTH_MOST)
            continue;
        count = sum > most ? 0 : count;
        equals[count++] = node;
        most = sum;
    }
    *best = (struct best){most, count};
}

struct node *selection_make(struct selection *selection, const struct pod *pod,
                            enum refusal *refusal)
{
    static const struct siblings none = {.zone_pods = NULL};
    const struct worths *worths =
        appraisal_worths(&selection->appraisal, pod->workload);
    struct best best = {-1, 0};
    uint32_t chosen = 0;

    *refusal = filter(selection, worths);
    if (selection->candidates == 0)
        return NULL;
    score_spread(selection, worths,
                 pod->owner == NULL ? &none
                                    : &selection->owners[pod->owner->ordinal]);
    for (int i = 0; i < 2; i++)
        compare(selection, worths, &selection->spans[i], &best);
    for (int i = 0; i < selection->near_count; i++)
        selection->extra[selection->near[i].node] = 0;
    if (best.count > 1)
        chosen = stream_below(&selection->ties, best.count);
    return &selection->api->nodes[selection->equals[chosen]];
}
