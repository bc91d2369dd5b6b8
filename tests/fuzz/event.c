/* The future event list against a naive one: each byte pair is an operation. */
#include <assert.h>

#include "sim/event.h"
#include "tests/fuzz/target.h"

enum { OWNERS = 16, MOST_BYTES = 1000 };

struct owner {
    struct event event;
    sim_time time; /* NEVER: not pending */
    uint64_t tie;
    uint64_t order;
};

struct list {
    struct owner owners[OWNERS];
    uint64_t orders;
    int pending;
};

static bool before(const struct owner *a, const struct owner *b)
{
    if (a->time != b->time)
        return a->time < b->time;
    if (a->tie != b->tie)
        return a->tie < b->tie;
    return a->order < b->order;
}

static void set(struct sim *sim, struct owner *owner, sim_time at)
{
    struct list *list = sim->model;

    list->pending += (at != NEVER) - (owner->time != NEVER);
    owner->time = at;
    owner->order = list->orders++;
    event_schedule(sim, &owner->event, at);
}

/* It is the first of all; some come back, or move another. */
static void happened(struct sim *sim, struct event *event)
{
    struct list *list = sim->model;
    struct owner *owner = EVENT_OWNER(event, struct owner, event);
    size_t index = (size_t)(owner - list->owners);

    assert(owner->time == sim->now && !event_pending(event));
    for (int i = 0; i < OWNERS; i++)
        assert(&list->owners[i] == owner || list->owners[i].time == NEVER ||
               before(owner, &list->owners[i]));
    owner->time = NEVER;
    list->pending--;
    if (index % 4 == 1)
        set(sim, owner, sim->now + 3);
    else if (index % 4 == 2)
        set(sim, &list->owners[index - 1], sim->now);
    else if (index % 8 == 3)
        set(sim, &list->owners[index - 2], NEVER);
}

static void check(const struct sim *sim)
{
    const struct list *list = sim->model;

    assert(event_count(sim) == (uint32_t)list->pending);
    for (int i = 0; i < OWNERS; i++) {
        const struct owner *owner = &list->owners[i];

        assert(event_time(sim, &owner->event) == owner->time);
        assert(event_pending(&owner->event) == (owner->time != NEVER));
        assert(owner->time >= sim->now);
    }
}

static struct sim *open_list(struct arena *arena)
{
    struct sim *sim = sim_open(arena, (struct seed){.seed = 1}, 0);
    struct list *list = ARENA_NEW(arena, struct list);

    sim->model = list;
    for (int i = 0; i < OWNERS; i++) {
        struct owner *owner = &list->owners[i];
        uint64_t key = (uint64_t)(i % 3) << 60;

        event_prepare(&owner->event, happened, (enum event_rank)(i % 2), key);
        owner->tie = (uint64_t)(i % 2) * 4 + (uint64_t)(i % 3);
        owner->time = NEVER;
    }
    return sim;
}

static void try_events(struct arena *arena, const char *text, size_t length)
{
    struct sim *sim = open_list(arena);
    struct list *list = sim->model;

    for (size_t i = 0; i + 1 < length && i < MOST_BYTES; i += 2) {
        unsigned what = (unsigned char)text[i];
        int by = (unsigned char)text[i + 1] % 16;
        struct owner *owner = &list->owners[what % OWNERS];

        what /= OWNERS;

        if (what < 10) {
            set(sim, owner, sim->now + by);
        } else if (what < 12) {
            set(sim, owner, NEVER);
        } else if (what < 14) {
            list->pending -= owner->time != NEVER;
            owner->time = NEVER;
            event_cancel(sim, &owner->event);
        } else {
            sim_run(sim, sim->now + by);
        }
        check(sim);
    }
}

FUZZ("event", try_events)
