/*
 * The future event list: an indexed 4-ary heap. Its index is kept apart, by
 * ticket: what moves in the heap writes to a small array, not to the events,
 * which lie far apart.
 */
#include "sim/event.h"

#include <assert.h>
#include <string.h>

enum { RANK_SHIFT = 61 };

/* Beyond the last entry: what least_child() may look at. */
enum { MARGIN = 4 };

/* Entries from here on do not stay near the processor. */
enum { DEEP = 2048 };

/* Events after which the pace is found anew, and that happen soon. */
enum { PACED = 1024, SOON = 64 };

#define RARELY(condition) __builtin_expect(condition, 0)

enum { FIRST_CAPACITY = INITIAL_SIZE(1024), NEAR_MOST = INITIAL_SIZE(256) };

/* Of fewer events one heap is faster: what an event schedules fills the hole
 * that it left, whenever it is. */
enum { MANY = INITIAL_SIZE(32768) };

/* So that the four children of one parent, from 4 i + 1 on, share a line. */
static struct pending *heap_allocate(struct arena *arena, uint32_t capacity)
{
    char *bytes = arena_allocate(
        arena, sizeof(struct pending) * (capacity + MARGIN) + 2 * CACHE_LINE);
    uintptr_t past = (uintptr_t)(bytes + sizeof(struct pending)) % CACHE_LINE;

    return (struct pending *)(void *)(bytes +
                                      (past == 0 ? 0 : CACHE_LINE - past));
}

/* All beyond the count is free. */
static void grow_heap(struct sim *sim, struct heap *heap, uint32_t capacity)
{
    struct heap old = *heap;

    heap->capacity = capacity;
    heap->entries = heap_allocate(sim->arena, capacity);
    for (uint32_t i = old.count; i < capacity + MARGIN; i++)
        heap->entries[i] = (struct pending){NEVER, 0};
    if (old.capacity == 0)
        return;
    memcpy(heap->entries, old.entries, sizeof(*old.entries) * old.count);
    arena_forget(sim->arena, old.entries, sizeof(*old.entries) * old.capacity);
}

static void move(struct sim *sim, void *to, void *from, size_t bytes)
{
    memcpy(to, from, bytes);
    arena_forget(sim->arena, from, bytes);
}

/* Makes room for so many events, of which those that there was room for are
 * all pending. */
static void make_room(struct sim *sim, uint32_t capacity)
{
    struct heap *far = &sim->heaps[FAR];
    uint32_t before = far->capacity;
    uint32_t *places = sim->places;
    struct event **pending = sim->pending;

    grow_heap(sim, far, capacity);
    for (uint32_t i = before; i < capacity; i++)
        far->entries[far->count + i - before].tie = i + 1;
    sim->places = ARENA_ARRAY(sim->arena, uint32_t, capacity + 1);
    sim->pending = ARENA_ARRAY(sim->arena, struct event *, capacity + 1);
    if (before == 0)
        return;
    move(sim, sim->places, places, sizeof(*places) * (before + 1));
    move(sim, sim->pending, pending, sizeof(struct event *) * (before + 1));
}

struct sim *sim_open(struct arena *arena, struct seed seed, sim_time now)
{
    struct sim *sim = ARENA_NEW(arena, struct sim);

    sim->arena = arena;
    sim->seed = seed;
    sim->now = now;
    make_room(sim, FIRST_CAPACITY);
    grow_heap(sim, &sim->heaps[NEAR], NEAR_MOST);
    return sim;
}

/* Two of one instant, of which the heads of the ties are the same: of the same
 * owner, but for chance. Beyond the last entry nothing is before anything. */
static bool before_of_one(const struct sim *sim, struct pending a,
                          struct pending b)
{
    const struct event *one, *two;

    if (a.time == NEVER)
        return false;
    one = sim->pending[pending_ticket(a)];
    two = sim->pending[pending_ticket(b)];
    return one->tie != two->tie ? one->tie < two->tie
                                : (int32_t)(one->order - two->order) < 0;
}

static inline bool before(const struct sim *sim, struct pending a,
                          struct pending b)
{
    if (a.time != b.time)
        return a.time < b.time;
    if (RARELY((a.tie ^ b.tie) <= UINT32_MAX))
        return before_of_one(sim, a, b);
    return a.tie < b.tie;
}

static inline void put(struct sim *sim, struct heap *heap, size_t slot,
                       struct pending pending)
{
    heap->entries[slot] = pending;
    sim->places[pending_ticket(pending)] =
        (uint32_t)slot * HEAPS + (heap == &sim->heaps[NEAR] ? NEAR : FAR);
}

static void sift_up(struct sim *sim, struct heap *heap, size_t slot,
                    struct pending pending)
{
    while (slot > 0) {
        size_t parent = (slot - 1) / 4;

        if (!before(sim, pending, heap->entries[parent]))
            break;
        put(sim, heap, slot, heap->entries[parent]);
        slot = parent;
    }
    put(sim, heap, slot, pending);
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

static void sift_down(struct sim *sim, struct heap *heap, size_t slot,
                      struct pending pending)
{
    struct pending *entries = heap->entries;
    size_t first, count = heap->count;

    while ((first = slot * 4 + 1) < count) {
        size_t least;

        /* Below, what comes next is fetched while these are compared. */
        for (size_t i = 0; first >= DEEP && i < 4; i++)
            __builtin_prefetch(&entries[4 * (first + i) + 1]);
        least = first + least_child(sim, &entries[first]);
        if (!before(sim, entries[least], pending))
            break;
        put(sim, heap, slot, entries[least]);
        slot = least;
    }
    put(sim, heap, slot, pending);
}

/* The tickets that are free lie in the far heap, behind its entries. */
static uint32_t free_ticket(struct sim *sim, const struct heap *to)
{
    const struct heap *far = &sim->heaps[FAR];
    uint32_t last = far->capacity - sim->heaps[NEAR].count - 1;

    return pending_ticket(far->entries[to == far ? far->count : last]);
}

/* Takes the last entry out, which is to go elsewhere, and frees a ticket. */
static struct pending take_last(struct sim *sim, struct heap *heap,
                                uint32_t freed)
{
    struct heap *far = &sim->heaps[FAR];
    struct pending last = heap->entries[--heap->count];

    heap->entries[heap->count].time = NEVER;
    far->entries[heap == far ? far->count : far->capacity - heap->count - 1] =
        (struct pending){NEVER, freed};
    return last;
}

/* The least below the hole is known already. */
static void fill_hole(struct sim *sim, struct heap *heap,
                      struct pending pending)
{
    size_t slot = 0, least = heap->hole;

    heap->hole = 0;
    if (least < heap->count && before(sim, heap->entries[least], pending)) {
        put(sim, heap, slot, heap->entries[least]);
        slot = least;
    }
    sift_down(sim, heap, slot, pending);
}

/* The event at hand has left a hole at the root; what it schedules first fills
 * it, which spares most events a way up. Anything else closes it. */
static void close_hole(struct sim *sim, struct heap *heap)
{
    struct pending last;

    if (heap->hole == 0)
        return;
    last = take_last(sim, heap, pending_ticket(heap->entries[0]));
    if (heap->count > 0)
        fill_hole(sim, heap, last);
    heap->hole = 0;
}

static void place(struct sim *sim, struct heap *heap, uint32_t slot,
                  struct pending pending)
{
    if (slot > 0 && before(sim, pending, heap->entries[(slot - 1) / 4]))
        sift_up(sim, heap, slot, pending);
    else
        sift_down(sim, heap, slot, pending);
}

void event_prepare(struct event *event, event_action *action,
                   enum event_rank rank, uint64_t key)
{
    *event = (struct event){.action = action,
                            .tie = (uint64_t)rank << RANK_SHIFT |
                                   key >> (64 - RANK_SHIFT)};
}

/* Where an event of that time goes. */
static struct heap *heap_for(struct sim *sim, sim_time at)
{
    struct heap *far = &sim->heaps[FAR], *near = &sim->heaps[NEAR];

    return far->count >= MANY && near->count < near->capacity &&
                   (at - sim->now < sim->soon ||
                    at < far->entries[far->hole].time)
               ? near
               : far;
}

/* Of an event that is not pending; the hole's ticket is as good as any. */
static void take_place(struct sim *sim, struct event *event,
                       struct pending pending)
{
    struct heap *heap = heap_for(sim, pending.time);
    const struct heap *far = &sim->heaps[FAR];
    bool hole = heap->hole != 0;

    if (!hole && far->count + sim->heaps[NEAR].count == far->capacity)
        make_room(sim, far->capacity + far->capacity / 4 + FIRST_CAPACITY);
    event->ticket =
        hole ? pending_ticket(heap->entries[0]) : free_ticket(sim, heap);
    sim->pending[event->ticket] = event;
    event->order = sim->order++;
    pending.tie |= event->ticket;
    if (hole)
        fill_hole(sim, heap, pending);
    else
        sift_up(sim, heap, heap->count++, pending);
}

/* Where the pending event is. */
static struct heap *heap_of(struct sim *sim, const struct event *event)
{
    return &sim->heaps[sim->places[event->ticket] % HEAPS];
}

void event_schedule(struct sim *sim, struct event *event, sim_time at)
{
    struct pending pending = {at, event->tie & ~(uint64_t)UINT32_MAX};
    struct heap *heap;

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
    heap = heap_of(sim, event);
    close_hole(sim, heap);
    event->order = sim->order++;
    pending.tie |= event->ticket;
    place(sim, heap, sim->places[event->ticket] / HEAPS, pending);
}

void event_cancel(struct sim *sim, struct event *event)
{
    struct heap *heap;
    struct pending last;
    uint32_t slot;

    if (event->ticket == 0)
        return;
    heap = heap_of(sim, event);
    close_hole(sim, heap);
    slot = sim->places[event->ticket] / HEAPS;
    last = take_last(sim, heap, event->ticket);
    event->ticket = 0;
    if (slot < heap->count)
        place(sim, heap, slot, last);
}

/* What will be next, unless the event at hand schedules something before, comes
 * from memory while that happens. */
static inline void open_hole(struct sim *sim, struct heap *heap,
                             const struct heap *other)
{
    struct pending below, beside = other->entries[0];

    heap->hole = 1 + (uint32_t)least_child(sim, &heap->entries[1]);
    below = heap->entries[heap->hole];
    if (beside.time < below.time)
        below = beside;
    __builtin_prefetch(sim->pending[pending_ticket(below)]);
}

/* The heap whose root is next. */
static inline struct heap *next_heap(struct sim *sim)
{
    struct heap *far = &sim->heaps[FAR], *near = &sim->heaps[NEAR];

    return near->count > 0 && before(sim, near->entries[0], far->entries[0])
               ? near
               : far;
}

/* Soon is as long as so many events take: some such number is near then. */
static void find_pace(struct sim *sim)
{
    sim->soon = (sim->now - sim->paced_at) / (PACED / SOON);
    sim->paced_at = sim->now;
}

void sim_run(struct sim *sim, sim_time until)
{
    struct heap *heaps = sim->heaps;

    sim->stopped = false;
    while (!sim->stopped) {
        struct heap *heap = next_heap(sim);
        struct pending next = heap->entries[0];
        struct event *event;

        if (heap->count == 0 || next.time > until)
            break;
        event = sim->pending[pending_ticket(next)];
        open_hole(sim, heap, heap == heaps ? heaps + 1 : heaps);
        sim->now = next.time;
        event->ticket = 0;
        if (++sim->events % PACED == 0)
            find_pace(sim);
        event->action(sim, event);
        close_hole(sim, heap);
    }
    if (!sim->stopped)
        sim->now = until;
}

void sim_run_before(struct sim *sim, sim_time until)
{
    sim_run(sim, until - 1);
    if (!sim->stopped)
        sim->now = until;
}

void sim_stop(struct sim *sim)
{
    sim->stopped = true;
}
