/*
 * The future event list. An event is a member of the thing that it happens to;
 * it is scheduled, moved and cancelled in place. The pending set is an indexed
 * 4-ary heap whose entries carry their time and the head of their tie, so that
 * a comparison follows no pointer; what comes soon goes to a second one, which
 * stays small. Events of one instant run by (rank, key,
 * order of scheduling).
 */
#ifndef SIM_EVENT_H
#define SIM_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/arena.h"
#include "sim/random.h"
#include "sim/time.h"

struct sim;
struct event;

/* What has happened; called at the event's time, when it is no longer pending.
 */
typedef void event_action(struct sim *sim, struct event *event);

/* What is first within one instant: causes before effects before observers. */
enum event_rank {
    RANK_TRUTH,    /* hardware and software change */
    RANK_DELIVERY, /* news of it arrives */
    RANK_DECISION, /* controllers answer */
    RANK_MEASURE   /* the experimenter looks */
};

struct event {
    event_action *action;
    uint64_t tie;    /* rank and key, as one number */
    uint32_t ticket; /* 0 when not pending */
    uint32_t order;  /* of scheduling, modulo 2^32: of two that are pending for
                        one owner and instant the one scheduled first */
};

/* An entry of the heap. Four of them, all children of one parent, fill one
 * cache line. */
struct pending {
    sim_time time;
    uint64_t tie; /* the upper half of the event's; the lower is the ticket */
};

static inline uint32_t pending_ticket(struct pending pending)
{
    return (uint32_t)pending.tie;
}

struct heap {
    struct pending *entries; /* beyond the count their time is NEVER */
    uint32_t count;
    uint32_t capacity;
    uint32_t hole; /* while the root, where the event at hand was, is free: the
                      slot of the least below it; otherwise 0 */
};

/* The next event is the first of either. */
enum { FAR, NEAR, HEAPS };

/* One replication: clock, events, chance. `model` is the model's own world. */
struct sim {
    struct arena *arena;
    sim_time now;
    struct seed seed;
    struct heap heaps[HEAPS]; /* beyond its count the far one keeps the tickets
                                 that are free */
    uint32_t *places;       /* by ticket: its slot, times HEAPS, and its heap */
    struct event **pending; /* by ticket */
    sim_time soon;     /* what happens within so long goes to the near heap; */
    sim_time paced_at; /* when that was found last */
    uint32_t order;
    uint64_t events; /* how many have happened */
    bool stopped;
    void *model;
};

/* Starts a replication in an empty arena, at the time `now`. The struct sim
 * itself lives in the arena. */
struct sim *sim_open(struct arena *arena, struct seed seed, sim_time now);

/* Runs events in order up to and including those at `until`; the clock then
 * stands at `until`, unless sim_stop() was called. */
void sim_run(struct sim *sim, sim_time until);

/* The same without those at `until`. */
void sim_run_before(struct sim *sim, sim_time until);
void sim_stop(struct sim *sim);

/* `key` is the stable identity of the event's owner (see identity_of()). */
void event_prepare(struct event *event, event_action *action,
                   enum event_rank rank, uint64_t key);

/* Makes the event happen at `at`, not before now; moves it if it is pending.
 * At NEVER it is cancelled. */
void event_schedule(struct sim *sim, struct event *event, sim_time at);
void event_cancel(struct sim *sim, struct event *event);

static inline bool event_pending(const struct event *event)
{
    return event->ticket != 0;
}

/* How many are pending. */
static inline uint32_t event_count(const struct sim *sim)
{
    return sim->heaps[FAR].count + sim->heaps[NEAR].count -
           (sim->heaps[FAR].hole != 0) - (sim->heaps[NEAR].hole != 0);
}

/* When it will happen; NEVER if it is not pending. */
static inline sim_time event_time(const struct sim *sim,
                                  const struct event *event)
{
    uint32_t place = event->ticket == 0 ? 0 : sim->places[event->ticket];

    return event->ticket == 0
               ? NEVER
               : sim->heaps[place % HEAPS].entries[place / HEAPS].time;
}

/* The struct of which `event` is the named member. */
#define EVENT_OWNER(event, type, member)                                       \
    ((type *)(void *)((char *)(event)-offsetof(type, member)))

#endif
