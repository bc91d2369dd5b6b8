/* An owner's pods per node and zone. */
#include "models/controllers/siblings.h"

#include <assert.h>
#include <string.h>

enum { FIRST_NODES = INITIAL_SIZE(4) };

void settlement_open(struct settlement *settlement, struct arena *arena,
                     int zone_count)
{
    settlement->arena = arena;
    settlement->zone_count = zone_count;
    for (int i = 0; i < 31; i++)
        pool_open(&settlement->rooms[i], arena, sizeof(struct inhabited) << i);
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

static struct pool *room(struct settlement *settlement, int capacity)
{
    return &settlement->rooms[__builtin_ctz((unsigned)capacity)];
}

static void grow(struct siblings *siblings, struct settlement *settlement)
{
    int capacity =
        siblings->capacity == 0 ? FIRST_NODES : 2 * siblings->capacity;
    struct inhabited *nodes = pool_take(room(settlement, capacity));

    if (siblings->capacity > 0) {
        memcpy(nodes, siblings->nodes,
               sizeof(*nodes) * (size_t)siblings->count);
        pool_give(room(settlement, siblings->capacity), siblings->nodes);
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

void siblings_add(struct siblings *siblings, struct settlement *settlement,
                  const struct node *node, int sign)
{
    int place = siblings_from(siblings, node->ordinal);
    bool known =
        place < siblings->count && siblings->nodes[place].node == node->ordinal;

    if (siblings->zone_pods == NULL)
        siblings->zone_pods =
            ARENA_ARRAY(settlement->arena, int, settlement->zone_count);
    siblings->zone_pods[node->design->zone] += sign;
    if (!known) {
        assert(sign > 0);
        if (siblings->count == siblings->capacity)
            grow(siblings, settlement);
        shift(siblings, place, 1);
        siblings->nodes[place] = (struct inhabited){node->ordinal, 0};
    }
    siblings->nodes[place].pods += sign;
    if (siblings->nodes[place].pods == 0)
        shift(siblings, place, -1);
}
