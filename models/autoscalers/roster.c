/* Pods of the workloads that are sized. */
#include "models/autoscalers/roster.h"

enum { FIRST_PLACES = INITIAL_SIZE(64) };

static struct rostered **place_of(const struct roster *roster,
                                  const struct pod *pod)
{
    return &roster->places[pod->identity & (uint64_t)(roster->place_count - 1)];
}

void roster_open(struct roster *roster, struct arena *arena)
{
    *roster = (struct roster){.place_count = FIRST_PLACES};
    pool_open(&roster->pool, arena, sizeof(struct rostered));
    roster->places = ARENA_ARRAY(arena, struct rostered *, FIRST_PLACES);
}

static void put(struct roster *roster, struct rostered *each)
{
    struct rostered **place = place_of(roster, each->pod);

    each->below = *place;
    *place = each;
}

static void grow(struct roster *roster)
{
    struct rostered **before = roster->places;
    int count = roster->place_count;

    roster->place_count = 2 * count;
    roster->places =
        ARENA_ARRAY(roster->pool.arena, struct rostered *, roster->place_count);
    for (int i = 0; i < count; i++)
        for (struct rostered *each = before[i], *below; each != NULL;
             each = below) {
            below = each->below;
            put(roster, each);
        }
}

struct rostered *roster_enter(struct roster *roster, struct rostered_list *list,
                              struct pod *pod)
{
    struct rostered *each = pool_take(&roster->pool);

    if (roster->count++ == roster->place_count)
        grow(roster);
    each->pod = pod;
    each->started = NEVER;
    each->next = list->first;
    if (list->first != NULL)
        list->first->previous = each;
    list->first = each;
    list->count++;
    put(roster, each);
    return each;
}

void roster_leave(struct roster *roster, struct rostered_list *list,
                  struct rostered *each)
{
    struct rostered **at = place_of(roster, each->pod);

    while (*at != each)
        at = &(*at)->below;
    *at = each->below;
    if (each->next != NULL)
        each->next->previous = each->previous;
    if (each->previous != NULL)
        each->previous->next = each->next;
    else
        list->first = each->next;
    list->count--;
    roster->count--;
    pool_give(&roster->pool, each);
}

struct rostered *roster_find(const struct roster *roster, const struct pod *pod)
{
    struct rostered *each = *place_of(roster, pod);

    while (each != NULL && each->pod != pod)
        each = each->below;
    return each;
}
