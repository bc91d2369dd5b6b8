/*
 * The future event list: an indexed 4-ary heap. Its index is kept apart, by
 * ticket: what moves in the heap writes to a small array, not to the events,
 * which lie far apart.
 */
#include "sim/event.h"

#include <assert.h>
#include <string.h>

enum { RANK_SHIFT = 61, LINE = 64 };

/* Beyond the last entry: what least_child() may look at. */
enum { MARGIN = 4 };

/* Entries from here on do not stay near the processor. */
enum { DEEP = 2048 };

#define RARELY(condition) __builtin_expect(condition, 0)

enum { FIRST_CAPACITY = INITIAL_SIZE(1024) };

/* So that the four children of one parent, from 4 i + 1 on, share a line. */
static struct pending *heap_allocate(struct arena *arena, uint32_t capacity)
{
    char *bytes = arena_allocate(
        arena, sizeof(struct pending) * (capacity + MARGIN) + 2 * LINE);
    uintptr_t past = (uintptr_t)(bytes + sizeof(struct pending)) % LINE;

    return (struct pending *)(void *)(bytes + (past == 0 ? 0 : LINE - past));
}

static void move(struct sim *sim, void *to, void *from, size_t bytes)
{
    memcpy(to, from, bytes);
    arena_forget(sim->arena, from, bytes);
}

/* Makes room for `capacity` entries; the tickets beyond the old ones are free.
 */
static void make_room(struct sim *sim, uint32_t capacity)
{
    struct sim old = *sim;

    sim->capacity = capacity;
    sim->heap = heap_allocate(sim->arena, capacity);
    sim->slots = ARENA_ARRAY(sim->arena, uint32_t, capacity + 1);
    sim->tickets =
        ARENA_ARRAY(sim->arena, struct ticket, capacity + MARGIN + 1);
    for (uint32_t i = old.capacity; i < capacity + MARGIN; i++)
        sim->heap[i] = (struct pending){NEVER, i + 1};
    if (old.capacity > 0) {
        move(sim, sim->heap, old.heap, sizeof(*old.heap) * old.capacity);
        move(sim, sim->slots, old.slots,
             sizeof(*old.slots) * (old.capacity + 1));
        move(sim, sim->tickets, old.tickets,
             sizeof(*old.tickets) * (old.capacity + 1));
    }
}

struct sim *sim_open(struct arena *arena, struct seed seed, sim_time now)
{
    struct sim *sim = ARENA_NEW(arena, struct sim);

    sim->arena = arena;
    sim->seed = seed;
    sim->now = now;
    make_room(sim, FIRST_CAPACITY);
    return sim;
}

/* Two of one instant; the heads of their ties differ but for the same owner.
 * Beyond the last entry nothing is before anything. */
static bool before_at_once(const struct sim *sim, struct pending a,
                           struct pending b)
{
    const struct ticket *one = &sim->tickets[pending_ticket(a)];
    const struct ticket *two = &sim->tickets[pending_ticket(b)];

    if (a.time == NEVER)
        return false;
    if ((a.tie ^ b.tie) > UINT32_MAX)
        return a.tie < b.tie;
    if (one->event->tie != two->event->tie)
        return one->event->tie < two->event->tie;
    return one->order < two->order;
}

static inline bool before(const struct sim *sim, struct pending a,
                          struct pending b)
{
    if (RARELY(a.time == b.time))
        return before_at_once(sim, a, b);
    return a.time < b.time;
}

static inline void put(struct pending *heap, uint32_t *slots, size_t slot,
                       struct pending pending)
{
    heap[slot] = pending;
    slots[pending_ticket(pending)] = (uint32_t)slot;
}

static void sift_up(struct sim *sim, size_t slot, struct pending pending)
{
    struct pending *heap = sim->heap;
    uint32_t *slots = sim->slots;

    while (slot > 0) {
        size_t parent = (slot - 1) / 4;

        if (!before(sim, pending, heap[parent]))
            break;
        put(heap, slots, slot, heap[parent]);
        slot = parent;
    }
    put(heap, slots, slot, pending);
}

/* The least of four children where some are of one instant. */
static size_t least_at_once(const struct sim *sim, const struct pending *child)
{
    size_t least = 0;

    for (size_t i = 1; i < 4; i++)
        if (before(sim, child[i], child[least]))
            least = i;
    return least;
}

/* The least of four children: two pairs, then their winners. Without branches,
 * as no branch here could be foreseen. */
static inline size_t least_child(const struct sim *sim,
                                 const struct pending *child)
{
    sim_time a = child[0].time, b = child[1].time;
    sim_time c = child[2].time, d = child[3].time;
    sim_time left = b < a ? b : a, right = d < c ? d : c;
    size_t in_left = b < a, in_right = 2 + (size_t)(d < c);

    if (RARELY((a == b) | (c == d) | (left == right)))
        return least_at_once(sim, child);
    return in_left + (in_right - in_left) * (right < left);
}

static void sift_down(struct sim *sim, size_t slot, struct pending pending)
{
    struct pending *heap = sim->heap;
    uint32_t *slots = sim->slots;
    size_t first, count = sim->count;

    while ((first = slot * 4 + 1) < count) {
        size_t least;

        /* Below, what comes next is fetched while these are compared. */
        for (size_t i = 0; first >= DEEP && i < 4; i++)
            __builtin_prefetch(&heap[4 * (first + i) + 1]);
        least = first + least_child(sim, &heap[first]);
        if (!before(sim, heap[least], pending))
            break;
        put(heap, slots, slot, heap[least]);
        slot = least;
    }
    put(heap, slots, slot, pending);
}

/* Takes the last entry out, which is to go elsewhere, and leaves a ticket in
 * its place. */
static struct pending take_last(struct sim *sim, uint32_t freed)
{
    struct pending last = sim->heap[--sim->count];

    sim->heap[sim->count] = (struct pending){NEVER, freed};
    return last;
}

/* The event at hand has left a hole at the root; what it schedules first fills
 * it, which spares most events a way up. Anything else closes it. */
static void close_hole(struct sim *sim)
{
    struct pending last;

    if (sim->hole == 0)
        return;
    sim->hole = 0;
    last = take_last(sim, pending_ticket(sim->heap[0]));
    if (sim->count > 0)
        sift_down(sim, 0, last);
}

/* The least below the hole is known already. */
static void fill_hole(struct sim *sim, struct pending pending)
{
    size_t slot = 0, least = sim->hole;

    sim->hole = 0;
    if (least < sim->count && before(sim, sim->heap[least], pending)) {
        put(sim->heap, sim->slots, slot, sim->heap[least]);
        slot = least;
    }
    sift_down(sim, slot, pending);
}

static void place(struct sim *sim, uint32_t slot, struct pending pending)
{
    if (slot > 0 && before(sim, pending, sim->heap[(slot - 1) / 4]))
        sift_up(sim, slot, pending);
    else
        sift_down(sim, slot, pending);
}

void event_prepare(struct event *event, event_action *action,
                   enum event_rank rank, uint64_t key)
{
    *event = (struct event){.action = action,
                            .tie = (uint64_t)rank << RANK_SHIFT |
                                   key >> (64 - RANK_SHIFT)};
}

/* Of an event that is not pending; the hole's ticket is as good as any. */
static void take_place(struct sim *sim, struct event *event,
                       struct pending pending)
{
    bool hole = sim->hole != 0;

    if (!hole && sim->count == sim->capacity)
        make_room(sim, sim->capacity * 2);
    event->ticket = pending_ticket(sim->heap[hole ? 0 : sim->count]);
    sim->tickets[event->ticket] = (struct ticket){event, sim->order++};
    pending.tie |= event->ticket;
    if (hole)
        fill_hole(sim, pending);
    else
        sift_up(sim, sim->count++, pending);
}

void event_schedule(struct sim *sim, struct event *event, sim_time at)
{
    struct pending pending = {at, event->tie & ~(uint64_t)UINT32_MAX};

    if (at == NEVER) {
        event_cancel(sim, event);
        return;
    }
    assert(at >= sim->now);
    assert(event->action != NULL);
    if (event->ticket == 0) {
        take_place(sim, event, pending);
        return;
    }
    close_hole(sim);
    sim->tickets[event->ticket].order = sim->order++;
    pending.tie |= event->ticket;
    place(sim, sim->slots[event->ticket], pending);
}

void event_cancel(struct sim *sim, struct event *event)
{
    struct pending last;
    uint32_t slot;

    if (event->ticket == 0)
        return;
    close_hole(sim);
    slot = sim->slots[event->ticket];
    last = take_last(sim, event->ticket);
    event->ticket = 0;
    if (slot < sim->count)
        place(sim, slot, last);
}

/* What will be next, unless the event at hand schedules something before, comes
 * from memory while that happens. */
static inline void open_hole(struct sim *sim)
{
    sim->hole = 1 + (uint32_t)least_child(sim, &sim->heap[1]);
    __builtin_prefetch(
        sim->tickets[pending_ticket(sim->heap[sim->hole])].event);
}

void sim_run(struct sim *sim, sim_time until)
{
    sim->stopped = false;
    while (!sim->stopped && sim->count > 0 && sim->heap[0].time <= until) {
        struct event *event = sim->tickets[pending_ticket(sim->heap[0])].event;

        open_hole(sim);
        sim->now = sim->heap[0].time;
        event->ticket = 0;
        sim->events++;
        event->action(sim, event);
        close_hole(sim);
    }
    if (!sim->stopped)
        sim->now = until;
}

void sim_stop(struct sim *sim)
{
    sim->stopped = true;
}
