/*
 * A controller's queue of what to look at again: each item is there once
 * however often it was added, and after failures later and later.
 * (client-go: util/workqueue)
 */
#ifndef MODELS_API_WORKQUEUE_H
#define MODELS_API_WORKQUEUE_H

#include "sim/event.h"

struct workqueue;

/* A member of what is to be looked at. */
struct work {
    struct workqueue *queue;
    struct work *next;
    struct event later;
    struct work *after; /* of all that are open in its queue, by age */
    struct work *before;
    uint32_t failures; /* in a row */
    bool queued;
    bool open;  /* a worker is at it */
    bool again; /* and it was added meanwhile */
};

/* Looks at an item and does what is to be done; returns how long until it wants
 * to be called again whatever happens, NEVER for not before it is added. Where
 * that takes time, WORK_GOES_ON: then work_done() says so later. */
typedef sim_time reconciler(void *context, struct work *work);
#define WORK_GOES_ON ((sim_time)-1)

struct workqueue {
    struct sim *sim;
    struct work *first;
    struct work *last;
    struct event turn;
    int workers;
    int idle;            /* of them: each is at one item at a time */
    struct work *oldest; /* of all */
    struct work *newest;
    struct workqueue *next; /* of its process */
    reconciler *reconcile;
    void *context;
};

void workqueue_open(struct workqueue *queue, struct sim *sim, int workers,
                    reconciler *reconcile, void *context, uint64_t identity);

/* Before an item is added for the first time; and before it goes away, when no
 * worker is at it. */
void work_open(struct work *work, struct workqueue *queue, uint64_t identity);
void work_close(struct work *work);

/* The worker is done with what went on; `again` as a reconciler returns it. */
void work_done(struct work *work, sim_time again);

/* Who worked is no more: nobody is at any item, none is queued, all delays and
 * failures are forgotten. Who comes next looks at all of them. */
void workqueue_clear(struct workqueue *queue);
void workqueue_fill(struct workqueue *queue);

/* Now (an item that a worker is at: after that); or after a delay, unless it is
 * to come sooner already. */
void work_add(struct work *work);
void work_add_after(struct work *work, sim_time delay);

/* The delay after one more failure: 5 ms, doubled up to 1,000 s. It begins anew
 * when work_succeeded() is said. */
sim_time work_failed(struct work *work);
void work_succeeded(struct work *work);

#define WORK_OWNER(work, type, member)                                         \
    ((type *)(void *)((char *)(work)-offsetof(type, member)))

#endif
