/* The order in which pods are deleted. */
#include "models/controllers/deletion_rank.h"

#include <math.h>

/* Pending, Unknown, Running; what has ended is not ranked. (podPhaseToOrdinal)
 */
static int phase_order(enum pod_phase phase)
{
    return phase == POD_RUNNING ? 2 : phase == POD_UNKNOWN;
}

/* The order of magnitude of an age, by powers of two nanoseconds; -1 for what
 * is not older than now. (logarithmicRankDiff) */
static int magnitude(sim_time now, sim_time since)
{
    return since >= now ? -1 : (int)log2((double)(now - since) * 1000);
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
    if (phase_order(a->phase) != phase_order(b->phase))
        return phase_order(a->phase) < phase_order(b->phase);
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

/* A pairing heap: the loser becomes the first child of the winner. */
static struct ranked_pod *merge(const struct ranking *ranking,
                                struct ranked_pod *a, struct ranked_pod *b)
{
    struct ranked_pod *winner = deletion_before(ranking, b, a) ? b : a;
    struct ranked_pod *loser = winner == a ? b : a;

    loser->next = winner->child;
    winner->child = loser;
    winner->next = NULL;
    return winner;
}

/* In rounds, as a tournament goes. */
static struct ranked_pod *merge_all(const struct ranking *ranking,
                                    struct ranked_pod *first)
{
    struct ranked_pod *last = first;

    while (last != NULL && last->next != NULL)
        last = last->next;
    while (first != last) {
        struct ranked_pod *a = first, *b = a->next;
        struct ranked_pod *rest = b->next;
        struct ranked_pod *winner = merge(ranking, a, b);

        if (rest == NULL)
            return winner;
        first = rest;
        last->next = winner;
        last = winner;
    }
    return first;
}

struct ranked_pod *deletion_heap(const struct ranking *ranking,
                                 struct ranked_pod *list)
{
    for (struct ranked_pod *each = list; each != NULL; each = each->next)
        each->child = NULL;
    return merge_all(ranking, list);
}

struct ranked_pod *deletion_rest(const struct ranking *ranking,
                                 struct ranked_pod *root)
{
    return merge_all(ranking, root->child);
}
