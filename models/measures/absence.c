/* A chained hash table of absences, doubled as it fills. */
#include "models/measures/absence.h"

#include <assert.h>

enum { FIRST_BUCKETS = INITIAL_SIZE(64) };

void absences_open(struct absences *absences, struct arena *arena)
{
    *absences = (struct absences){
        .arena = arena,
        .buckets = ARENA_ARRAY(arena, struct absence *, FIRST_BUCKETS),
        .bucket_count = FIRST_BUCKETS};
    pool_open(&absences->pool, arena, sizeof(struct absence));
}

static struct absence **bucket_of(const struct absences *absences,
                                  const struct pod *pod)
{
    return &absences->buckets[pod->identity & (absences->bucket_count - 1)];
}

static struct absence **find(const struct absences *absences,
                             const struct pod *pod)
{
    struct absence **place = bucket_of(absences, pod);

    while (*place != NULL && (*place)->pod != pod)
        place = &(*place)->next;
    return place;
}

static void grow(struct absences *absences)
{
    struct absence **old = absences->buckets;
    uint32_t count = absences->bucket_count;

    absences->bucket_count *= 2;
    absences->buckets =
        ARENA_ARRAY(absences->arena, struct absence *, absences->bucket_count);
    for (uint32_t i = 0; i < count; i++)
        while (old[i] != NULL) {
            struct absence *absence = old[i];
            struct absence **place = bucket_of(absences, absence->pod);

            old[i] = absence->next;
            absence->next = *place;
            *place = absence;
        }
}

struct absence *absence_of(const struct absences *absences,
                           const struct pod *pod)
{
    return *find(absences, pod);
}

struct absence *absence_begin(struct absences *absences, const struct pod *pod,
                              struct cause cause, sim_time since)
{
    struct absence *absence = pool_take(&absences->pool);
    struct absence **place;

    assert(absence_of(absences, pod) == NULL);
    if (absences->count++ == absences->bucket_count)
        grow(absences);
    place = bucket_of(absences, pod);
    absence->pod = pod;
    cause_keep(&absence->cause, cause);
    absence->since = since;
    absence->next = *place;
    *place = absence;
    return absence;
}

void absence_end(struct absences *absences, const struct pod *pod)
{
    struct absence **place = find(absences, pod);
    struct absence *absence = *place;

    assert(absence != NULL);
    *place = absence->next;
    absences->count--;
    cause_drop(&absence->cause);
    pool_give(&absences->pool, absence);
}
