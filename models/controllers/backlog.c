/* Pods that are to be placed, and those that found no node. */
#include "models/controllers/backlog.h"

#include "models/controllers/zone.h"

/* (plugins/queuesort/priority_sort.go) */
static bool is_before(const struct pod *one, const struct pod *other)
{
    const struct scheduling *a = &one->scheduling, *b = &other->scheduling;

    if (one->template->priority != other->template->priority)
        return one->template->priority > other->template->priority;
    return a->since != b->since ? a->since < b->since : a->turn < b->turn;
}

/* The heaps under two pods become one. */
static struct pod *meld(struct pod *one, struct pod *other)
{
    struct pod *first, *second;

    if (one == NULL || other == NULL)
        return one == NULL ? other : one;
    first = is_before(one, other) ? one : other;
    second = first == one ? other : one;
    second->scheduling.queued = first->scheduling.below;
    first->scheduling.below = second;
    return first;
}

void queue_push(struct queue *queue, struct pod *pod)
{
    pod->scheduling.queued = pod->scheduling.below = NULL;
    pod->scheduling.turn = queue->turns++;
    queue->first = meld(queue->first, pod);
}

/* Heaps in a row are melded two by two, then from the last to the first. */
static struct pod *meld_row(struct pod *first)
{
    struct pod *pairs = NULL, *all = NULL;

    while (first != NULL) {
        struct pod *one = first, *other = one->scheduling.queued, *pair;

        first = other == NULL ? NULL : other->scheduling.queued;
        one->scheduling.queued = NULL;
        if (other != NULL)
            other->scheduling.queued = NULL;
        pair = meld(one, other);
        pair->scheduling.queued = pairs;
        pairs = pair;
    }
    while (pairs != NULL) {
        struct pod *next = pairs->scheduling.queued;

        pairs->scheduling.queued = NULL;
        all = meld(pairs, all);
        pairs = next;
    }
    return all;
}

struct pod *queue_pop(struct queue *queue)
{
    struct pod *pod = queue->first;

    if (pod != NULL)
        queue->first = meld_row(pod->scheduling.below);
    return pod;
}

static void line_push(struct line *line, struct pod *pod)
{
    pod->scheduling.queued = NULL;
    if (line->first == NULL)
        line->first = pod;
    else
        line->last->scheduling.queued = pod;
    line->last = pod;
}

static struct pod *line_pop(struct line *line)
{
    struct pod *pod = line->first;

    line->first = pod->scheduling.queued;
    return pod;
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
                  sim_time most, int minor, sim_time now)
{
    uint32_t count = 1;

    while (count < 64 && first > 0 &&
           backlog_wait(first, most, count, 0) < most)
        count++;
    *backlog = (struct backlog){.count = (int)count,
                                .phase = now,
                                .whole = minor >= 33,
                                .happened = INT64_MIN};
    backlog->back_offs = ARENA_ARRAY(arena, struct back_off, backlog->count);
    for (uint32_t i = 0; i < count; i++)
        backlog->back_offs[i].length = backlog_wait(first, most, i + 1, 0);
}

void backlog_add(struct backlog *backlog, struct pod *pod, unsigned helps,
                 sim_time now)
{
    uint32_t attempts = pod->scheduling.attempts;
    uint32_t last = (uint32_t)backlog->count;
    struct back_off *back_off =
        &backlog->back_offs[(attempts < last ? attempts : last) - 1];

    pod->scheduling.since = now;
    line_push(&back_off->unschedulable[helps], pod);
    backlog->waiting++;
}

/* Takes the first of one row to the end of another. */
static void move_first(struct backlog *backlog, struct back_off *back_off,
                       int helps)
{
    line_push(&back_off->helped[helps],
              line_pop(&back_off->unschedulable[helps]));
    backlog->waiting--;
    backlog->helped++;
}

void backlog_help(struct backlog *backlog, unsigned helps, sim_time now)
{
    backlog->happened = now;
    if (backlog->waiting == 0)
        return;
    for (int i = 0; i < backlog->count; i++)
        for (unsigned j = 0; j < HELPS; j++)
            while ((j & helps) != 0 &&
                   backlog->back_offs[i].unschedulable[j].first != NULL)
                move_first(backlog, &backlog->back_offs[i], (int)j);
}

/* When the back-off's end is noticed. */
static sim_time over(const struct backlog *backlog, const struct pod *pod,
                     const struct back_off *back_off)
{
    sim_time end = time_after(pod->scheduling.since, back_off->length);

    if (back_off->length == 0 || end == NEVER)
        return end;
    return backlog->whole ? grid_up(end + 1, 0, SECONDS(1))
                          : grid_up(end, backlog->phase, SECONDS(1));
}

sim_time backlog_next(const struct backlog *backlog)
{
    sim_time next = NEVER;

    for (int i = 0; i < backlog->count && backlog->helped > 0; i++)
        for (int j = 0; j < HELPS; j++) {
            const struct back_off *back_off = &backlog->back_offs[i];
            const struct pod *first = back_off->helped[j].first;
            sim_time end =
                first == NULL ? NEVER : over(backlog, first, back_off);

            next = end < next ? end : next;
        }
    return next;
}

struct pod *backlog_take(struct backlog *backlog, sim_time now, bool early)
{
    struct line *longest = NULL;
    sim_time since = NEVER;

    for (int i = 0; i < backlog->count && backlog->helped > 0; i++)
        for (int j = 0; j < HELPS; j++) {
            struct back_off *back_off = &backlog->back_offs[i];
            const struct pod *first = back_off->helped[j].first;

            if (first == NULL || first->scheduling.since >= since ||
                (!early && over(backlog, first, back_off) > now))
                continue;
            longest = &back_off->helped[j];
            since = first->scheduling.since;
        }
    if (longest == NULL)
        return NULL;
    backlog->helped--;
    return line_pop(longest);
}

/* Those that failed later wait behind. */
static sim_time flush_of(const struct backlog *backlog, const struct line *line)
{
    sim_time since =
        line->first == NULL ? NEVER : line->first->scheduling.since;

    return since > backlog->happened
               ? NEVER
               : grid_up(since + FLUSH_AFTER + 1, backlog->phase, FLUSH_PERIOD);
}

sim_time backlog_next_flush(const struct backlog *backlog)
{
    sim_time next = NEVER;

    for (int i = 0; i < backlog->count && backlog->waiting > 0; i++)
        for (int j = 0; j < HELPS; j++) {
            sim_time flush =
                flush_of(backlog, &backlog->back_offs[i].unschedulable[j]);

            next = flush < next ? flush : next;
        }
    return next;
}

void backlog_flush(struct backlog *backlog, sim_time now)
{
    for (int i = 0; i < backlog->count; i++)
        for (int j = 0; j < HELPS; j++)
            while (flush_of(backlog, &backlog->back_offs[i].unschedulable[j]) <=
                   now)
                move_first(backlog, &backlog->back_offs[i], j);
}
