/* The order in which pods are deleted. */
#include "models/controllers/deletion_rank.h"

#include <stddef.h>

/* The order of magnitude of an age, by powers of two nanoseconds; -1 for what
 * is not older than now. */
static int magnitude(sim_time now, sim_time since)
{
    uint64_t age = now > since ? (uint64_t)(now - since) * 1000 : 0;
    int order = -1;

    for (; age > 0; age >>= 1)
        order++;
    return order;
}

/* Whether what is of time a goes before what is of another time b: an unknown
 * time does, then the later one. */
static bool younger(const struct ranking *ranking, sim_time a, sim_time b,
                    const struct ranked_pod *first,
                    const struct ranked_pod *second)
{
    int order;

    if (a == NEVER || b == NEVER || ranking->now == NEVER)
        return a == NEVER || (b != NEVER && a > b);
    order = magnitude(ranking->now, a) - magnitude(ranking->now, b);
    return order == 0 ? first->uid < second->uid : order < 0;
}

bool deletion_before(const struct ranking *ranking, const struct ranked_pod *a,
                     const struct ranked_pod *b)
{
    if (a->assigned != b->assigned)
        return !a->assigned;
    if (a->phase != b->phase)
        return a->phase < b->phase;
    if (a->ready != b->ready)
        return !a->ready;
    if (a->cost != b->cost)
        return a->cost < b->cost;
    if (a->together != b->together)
        return a->together > b->together;
    if (a->ready && a->ready_since != b->ready_since)
        return younger(ranking, a->ready_since, b->ready_since, a, b);
    if (a->restarts != b->restarts)
        return a->restarts > b->restarts;
    if (ranking->sidecars && a->sidecar_restarts != b->sidecar_restarts)
        return a->sidecar_restarts > b->sidecar_restarts;
    if (a->created != b->created)
        return younger(ranking, a->created, b->created, a, b);
    return false;
}

static struct ranked_pod *merge(const struct ranking *ranking,
                                struct ranked_pod *a, struct ranked_pod *b)
{
    struct ranked_pod *first = NULL, **last = &first;

    while (a != NULL && b != NULL) {
        struct ranked_pod **from = deletion_before(ranking, b, a) ? &b : &a;

        *last = *from;
        last = &(*last)->next;
        *from = *last;
    }
    *last = a != NULL ? a : b;
    return first;
}

struct ranked_pod *deletion_sort(const struct ranking *ranking,
                                 struct ranked_pod *first)
{
    struct ranked_pod *runs[64] = {NULL}, *sorted = NULL;

    /* runs[i] is sorted and has 2^i pods, earlier ones than all below it. */
    while (first != NULL) {
        struct ranked_pod *run = first;
        int i = 0;

        first = first->next;
        run->next = NULL;
        for (; runs[i] != NULL; runs[i++] = NULL)
            run = merge(ranking, runs[i], run);
        runs[i] = run;
    }
    for (int i = 0; i < 64; i++)
        sorted = merge(ranking, runs[i], sorted);
    return sorted;
}
