/* An owner's pods per node and zone. */
#include "models/controllers/siblings.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "models/api/score.h"

enum { FIRST_NODES = INITIAL_SIZE(4), HOSTNAME_SKEW = 3, ZONE_SKEW = 5 };

void siblings_pool_open(struct siblings_pool *pool, struct arena *arena,
                        int zone_count)
{
    pool->arena = arena;
    pool->zone_count = zone_count;
    pool_open(&pool->owners, arena, sizeof(struct siblings));
    pool_open(&pool->zones, arena, sizeof(int) * (size_t)zone_count);
    for (int i = 0; i < 31; i++)
        pool_open(&pool->rooms[i], arena, sizeof(struct inhabited) << i);
}

int siblings_from(const struct siblings *siblings, int node)
{
    int low = 0, high = siblings->count;

    while (low < high) {
        int middle = (low + high) / 2;

        if (siblings->nodes[middle].node < node)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct pool *room(struct siblings_pool *pool, int capacity)
{
    return &pool->rooms[__builtin_ctz((unsigned)capacity)];
}

static void grow(struct siblings *siblings, struct siblings_pool *pool)
{
    int capacity =
        siblings->capacity == 0 ? FIRST_NODES : 2 * siblings->capacity;
    struct inhabited *nodes = pool_take(room(pool, capacity));

    if (siblings->capacity > 0) {
        memcpy(nodes, siblings->nodes,
               sizeof(*nodes) * (size_t)siblings->count);
        pool_give(room(pool, siblings->capacity), siblings->nodes);
    }
    siblings->nodes = nodes;
    siblings->capacity = capacity;
}

/* Moves the nodes from a place on, so that one more or one less is there. */
static void shift(struct siblings *siblings, int place, int by)
{
    struct inhabited *from = &siblings->nodes[by > 0 ? place : place + 1];

    memmove(from + by, from,
            sizeof(*from) * (size_t)(&siblings->nodes[siblings->count] - from));
    siblings->count += by;
}

const struct siblings *siblings_of(const struct pod *pod)
{
    static const struct siblings none = {.zone_pods = NULL};
    const struct owner *owner = pod->owner;

    if (owner == NULL || (owner->kind != WORKLOAD_REPLICA_SET &&
                          owner->kind != WORKLOAD_REPLICATION_CONTROLLER &&
                          owner->kind != WORKLOAD_STATEFUL_SET))
        return NULL;
    return owner->siblings == NULL ? &none : owner->siblings;
}

static struct siblings *begin(struct siblings_pool *pool)
{
    struct siblings *siblings = pool_take(&pool->owners);

    siblings->zone_pods = pool_take(&pool->zones);
    return siblings;
}

static void end(struct siblings *siblings, struct siblings_pool *pool)
{
    pool_give(room(pool, siblings->capacity), siblings->nodes);
    pool_give(&pool->zones, siblings->zone_pods);
    pool_give(&pool->owners, siblings);
}

void siblings_add(struct siblings_pool *pool, struct owner *owner,
                  const struct node *node, int sign)
{
    struct siblings *siblings =
        owner->siblings == NULL ? begin(pool) : owner->siblings;
    int place = siblings_from(siblings, node->ordinal);
    bool known =
        place < siblings->count && siblings->nodes[place].node == node->ordinal;

    owner->siblings = siblings;
    siblings->zone_pods[node->design->zone] += sign;
    if (!known) {
        assert(sign > 0);
        if (siblings->count == siblings->capacity)
            grow(siblings, pool);
        shift(siblings, place, 1);
        siblings->nodes[place] = (struct inhabited){node->ordinal, 0};
    }
    siblings->nodes[place].pods += sign;
    if (siblings->nodes[place].pods == 0)
        shift(siblings, place, -1);
    if (siblings->count > 0)
        return;
    end(siblings, pool);
    owner->siblings = NULL;
}

int siblings_on(const struct siblings *siblings, int node)
{
    int place = siblings_from(siblings, node);

    return place < siblings->count && siblings->nodes[place].node == node
               ? siblings->nodes[place].pods
               : 0;
}

struct sibling_spread sibling_spread_begin(const struct siblings *siblings,
                                           const bool *zone_named,
                                           int candidates, int zones)
{
    return (struct sibling_spread){score_spread_weight(candidates),
                                   score_spread_weight(zones),
                                   siblings->zone_pods,
                                   zone_named,
                                   INT64_MAX,
                                   0};
}

int64_t sibling_spread_raw(const struct sibling_spread *spread, int pods,
                           int zone)
{
    int zone_pods = spread->zone_pods == NULL ? 0 : spread->zone_pods[zone];
    double raw = score_spread(pods, spread->node_weight, HOSTNAME_SKEW);

    if (spread->zone_named[zone])
        raw += score_spread(zone_pods, spread->zone_weight, ZONE_SKEW);
    return llround(raw);
}

void sibling_spread_widen(struct sibling_spread *spread, int64_t raw)
{
    spread->least = raw < spread->least ? raw : spread->least;
    spread->most = raw > spread->most ? raw : spread->most;
}

int sibling_spread_score(const struct sibling_spread *spread, int64_t raw)
{
    return score_spread_normalised(raw, spread->least, spread->most);
}
