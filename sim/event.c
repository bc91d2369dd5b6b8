/* The future event list: an indexed 4-ary heap. */
#include "sim/event.h"

#include <assert.h>
#include <string.h>

enum { RANK_SHIFT = 61 };

#ifdef SHRINK_INITIAL_SIZES
enum { FIRST_CAPACITY = 2 };
#else
enum { FIRST_CAPACITY = 1024 };
#endif

struct sim *sim_open(struct arena *arena, struct seed seed, sim_time now)
{
    struct sim *sim = ARENA_NEW(arena, struct sim);

    sim->arena = arena;
    sim->seed = seed;
    sim->now = now;
    sim->capacity = FIRST_CAPACITY;
    sim->heap = ARENA_ARRAY(arena, struct pending, sim->capacity);
    return sim;
}

static bool before(const struct pending *a, const struct pending *b)
{
    if (a->time != b->time)
        return a->time < b->time;
    if (a->tie != b->tie)
        return a->tie < b->tie;
    return a->order < b->order;
}

static void put(struct sim *sim, uint32_t slot, struct pending pending)
{
    sim->heap[slot] = pending;
    pending.event->place = slot + 1;
}

static void sift_up(struct sim *sim, uint32_t slot, struct pending pending)
{
    while (slot > 0) {
        uint32_t parent = (slot - 1) / 4;

        if (!before(&pending, &sim->heap[parent]))
            break;
        put(sim, slot, sim->heap[parent]);
        slot = parent;
    }
    put(sim, slot, pending);
}

/* The least of four children: two pairs, then their winners. */
static uint32_t least_of_four(const struct pending *heap, uint32_t first)
{
    uint32_t a = first + before(&heap[first + 1], &heap[first]);
    uint32_t b = first + 2 + before(&heap[first + 3], &heap[first + 2]);

    return before(&heap[b], &heap[a]) ? b : a;
}

static uint32_t least_child(const struct sim *sim, uint32_t first)
{
    uint32_t least = first;

    if (first + 3 < sim->count)
        return least_of_four(sim->heap, first);
    for (uint32_t child = first + 1; child < sim->count; child++)
        if (before(&sim->heap[child], &sim->heap[least]))
            least = child;
    return least;
}

static void sift_down(struct sim *sim, uint32_t slot, struct pending pending)
{
    for (;;) {
        uint32_t first = slot * 4 + 1;
        uint32_t least;

        if (first >= sim->count)
            break;
        least = least_child(sim, first);
        if (!before(&sim->heap[least], &pending))
            break;
        put(sim, slot, sim->heap[least]);
        slot = least;
    }
    put(sim, slot, pending);
}

/* The event at hand has left a hole at the root; what it schedules first fills
 * it, which spares most events a way up. Anything else closes it. */
static void close_hole(struct sim *sim)
{
    if (!sim->hole)
        return;
    sim->hole = false;
    sim->count--;
    if (sim->count > 0)
        sift_down(sim, 0, sim->heap[sim->count]);
}

static void place(struct sim *sim, uint32_t slot, struct pending pending)
{
    if (slot > 0 && before(&pending, &sim->heap[(slot - 1) / 4]))
        sift_up(sim, slot, pending);
    else
        sift_down(sim, slot, pending);
}

static void grow(struct sim *sim)
{
    uint32_t capacity = sim->capacity * 2;
    struct pending *heap = ARENA_ARRAY(sim->arena, struct pending, capacity);

    memcpy(heap, sim->heap, sizeof(*heap) * sim->count);
    sim->heap = heap;
    sim->capacity = capacity;
}

void event_prepare(struct event *event, event_action *action,
                   enum event_rank rank, uint64_t key)
{
    *event = (struct event){.action = action,
                            .tie = (uint64_t)rank << RANK_SHIFT |
                                   key >> (64 - RANK_SHIFT)};
}

void event_schedule(struct sim *sim, struct event *event, sim_time at)
{
    struct pending pending = {at, event->tie, sim->order++, event};

    if (at == NEVER) {
        event_cancel(sim, event);
        return;
    }
    assert(at >= sim->now);
    assert(event->action != NULL);
    if (event->place != 0) {
        close_hole(sim);
        place(sim, event->place - 1, pending);
    } else if (sim->hole) {
        sim->hole = false;
        sift_down(sim, 0, pending);
    } else {
        if (sim->count == sim->capacity)
            grow(sim);
        sift_up(sim, sim->count++, pending);
    }
}

void event_cancel(struct sim *sim, struct event *event)
{
    uint32_t slot;

    if (event->place == 0)
        return;
    close_hole(sim);
    slot = event->place;
    event->place = 0;
    sim->count--;
    if (slot - 1 < sim->count)
        place(sim, slot - 1, sim->heap[sim->count]);
}

void sim_run(struct sim *sim, sim_time until)
{
    sim->stopped = false;
    while (!sim->stopped && sim->count > 0 && sim->heap[0].time <= until) {
        struct event *event = sim->heap[0].event;

        sim->now = sim->heap[0].time;
        event->place = 0;
        sim->hole = true;
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
