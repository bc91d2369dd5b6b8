/* Which pods are too many. */
#include "models/controllers/surplus.h"

#include <string.h>

#include "models/controllers/pod_availability.h"

void surplus_open(struct surplus *surplus, struct sim *sim, enum reader reader,
                  int minor, bool plain)
{
    *surplus = (struct surplus){.sim = sim, .plain = plain};
    surplus->reader = reader;
    surplus->ranking.sidecars = minor >= 32;
}

static const struct pod_status *seen(const struct surplus *surplus,
                                     const struct pod *pod)
{
    return &pod->seen[surplus->reader];
}

/* Room for more things of one size, a power of two; those that were there are
 * kept. */
static void *grow(struct arena *arena, void *things, size_t size, int *capacity,
                  int count)
{
    int before = *capacity;
    void *made;

    if (count <= before)
        return things;
    *capacity = before == 0 ? INITIAL_SIZE(64) : before;
    while (*capacity < count)
        *capacity *= 2;
    made = arena_allocate(arena, size * (size_t)*capacity);
    if (before > 0) {
        memcpy(made, things, size * (size_t)before);
        arena_forget(arena, things, size * (size_t)before);
    }
    return made;
}

static int *count_of(struct surplus *surplus, const struct node *node)
{
    surplus->together = grow(surplus->sim->arena, surplus->together,
                             sizeof(int), &surplus->nodes, node->ordinal + 1);
    return &surplus->together[node->ordinal];
}

/* Counts the active pods of one ReplicaSet on their nodes, or no more. */
static void count(struct surplus *surplus, const struct owner *owner, int sign)
{
    for (const struct pod *each = owner->first; each != NULL; each = each->next)
        if (pod_active(seen(surplus, each)) &&
            seen(surplus, each)->node != NULL)
            *count_of(surplus, seen(surplus, each)->node) += sign;
}

/* The same for all of the same Deployment. */
static void count_related(struct surplus *surplus, const struct owner *owner,
                          int sign)
{
    if (owner->parent == NULL) {
        count(surplus, owner, sign);
        return;
    }
    for (const struct owner *each = owner->parent->children; each != NULL;
         each = each->next_sibling)
        count(surplus, each, sign);
}

static struct ranked_pod rank(struct surplus *surplus, struct pod *pod)
{
    const struct pod_status *status = seen(surplus, pod);
    const struct seed *seed = &surplus->sim->seed;

    return (struct ranked_pod){
        .pod = pod,
        .assigned = status->node != NULL,
        .phase = status->phase,
        .ready = status->ready,
        .cost = surplus->plain ? 0 : pod->template->deletion_cost,
        .together = status->node == NULL ? 0 : *count_of(surplus, status->node),
        .ready_since = pod_ready_since(status),
        .created = timestamp(pod->created_at),
        .restarts = (int)status->restarts,
        .uid = identity_child(pod->identity, seed->seed, seed->replication)};
}

static void rank_all(struct surplus *surplus, const struct owner *owner)
{
    int count = 0;

    for (struct pod *each = owner->first; each != NULL; each = each->next) {
        if (!pod_active(seen(surplus, each)))
            continue;
        surplus->ranked =
            grow(surplus->sim->arena, surplus->ranked, sizeof(*surplus->ranked),
                 &surplus->pods, count + 1);
        surplus->ranked[count++] = rank(surplus, each);
    }
    surplus->heap = NULL;
    for (int i = 0; i < count; i++) {
        surplus->ranked[i].next = surplus->heap;
        surplus->heap = &surplus->ranked[i];
    }
}

void surplus_begin(struct surplus *surplus, const struct owner *owner)
{
    surplus->ranking.now = surplus->plain ? NEVER : surplus->sim->now;
    if (!surplus->plain)
        count_related(surplus, owner, 1);
    rank_all(surplus, owner);
    if (!surplus->plain)
        count_related(surplus, owner, -1);
    surplus->heap = deletion_heap(&surplus->ranking, surplus->heap);
}

struct pod *surplus_next(struct surplus *surplus)
{
    struct ranked_pod *root = surplus->heap;

    if (root == NULL)
        return NULL;
    surplus->heap = deletion_rest(&surplus->ranking, root);
    return root->pod;
}
