/* The pods that found no node, and their back-off. */
#include "models/controllers/backlog.h"

void queue_push(struct queue *queue, struct pod *pod)
{
    pod->scheduling.queued = NULL;
    if (queue->first == NULL)
        queue->first = pod;
    else
        queue->last->scheduling.queued = pod;
    queue->last = pod;
}

struct pod *queue_pop(struct queue *queue)
{
    struct pod *pod = queue->first;

    if (pod != NULL)
        queue->first = pod->scheduling.queued;
    return pod;
}

/* Appends all that are in the other queue, which is empty then. */
static void queue_join(struct queue *queue, struct queue *other)
{
    if (other->first == NULL)
        return;
    if (queue->first == NULL)
        queue->first = other->first;
    else
        queue->last->scheduling.queued = other->first;
    queue->last = other->last;
    other->first = NULL;
}

static sim_time length(sim_time first, sim_time most, int doublings)
{
    for (; doublings > 0 && first < most; doublings--)
        first = first < NEVER / 2 ? 2 * first : NEVER;
    return first < most ? first : most;
}

void backlog_open(struct backlog *backlog, struct arena *arena, sim_time first,
                  sim_time most)
{
    backlog->count = 1;
    while (first > 0 && length(first, most, backlog->count - 1) < most)
        backlog->count++;
    backlog->back_offs = ARENA_ARRAY(arena, struct back_off, backlog->count);
    for (int i = 0; i < backlog->count; i++)
        backlog->back_offs[i].length = length(first, most, i);
}

void backlog_add(struct backlog *backlog, struct pod *pod, sim_time now)
{
    uint32_t attempts = pod->scheduling.attempts;
    uint32_t last = (uint32_t)backlog->count;
    struct back_off *back_off =
        &backlog->back_offs[(attempts < last ? attempts : last) - 1];

    pod->scheduling.retry_at = time_after(now, back_off->length);
    queue_push(&back_off->unschedulable, pod);
}

void backlog_help(struct backlog *backlog)
{
    for (int i = 0; i < backlog->count; i++)
        queue_join(&backlog->back_offs[i].helped,
                   &backlog->back_offs[i].unschedulable);
}

sim_time backlog_next(const struct backlog *backlog)
{
    sim_time next = NEVER;

    for (int i = 0; i < backlog->count; i++) {
        const struct pod *first = backlog->back_offs[i].helped.first;

        if (first != NULL && first->scheduling.retry_at < next)
            next = first->scheduling.retry_at;
    }
    return next;
}

struct pod *backlog_take(struct backlog *backlog, sim_time now)
{
    struct back_off *longest = NULL;
    sim_time since = NEVER;

    for (int i = 0; i < backlog->count; i++) {
        struct back_off *each = &backlog->back_offs[i];
        const struct pod *first = each->helped.first;

        if (first == NULL || first->scheduling.retry_at > now ||
            first->scheduling.retry_at - each->length >= since)
            continue;
        longest = each;
        since = first->scheduling.retry_at - each->length;
    }
    return longest == NULL ? NULL : queue_pop(&longest->helped);
}
