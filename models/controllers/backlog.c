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

sim_time backlog_wait(sim_time first, sim_time most, uint32_t failures,
                      uint32_t errors)
{
    uint32_t count = errors > 0 ? errors : failures;

    if (most == 0 || count == 0)
        return 0;
    if (count > 63 || first > most >> (count - 1))
        return most;
    return first << (count - 1);
}

void backlog_open(struct backlog *backlog, struct arena *arena, sim_time first,
                  sim_time most)
{
    uint32_t count = 1;

    while (count < 64 && first > 0 &&
           backlog_wait(first, most, count, 0) < most)
        count++;
    backlog->count = (int)count;
    backlog->back_offs = ARENA_ARRAY(arena, struct back_off, backlog->count);
    for (uint32_t i = 0; i < count; i++)
        backlog->back_offs[i].length = backlog_wait(first, most, i + 1, 0);
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
