/*
 * The pods that found no node. Each waits until something may help it, and at
 * least for its back-off, which doubles with its attempts. Back-offs of one
 * length end in the order in which they began: so every length has a queue,
 * and nothing is searched. (pkg/scheduler/backend/queue)
 */
#ifndef MODELS_CONTROLLERS_BACKLOG_H
#define MODELS_CONTROLLERS_BACKLOG_H

#include "models/api/pod.h"

/* Pods in a row, by `scheduling.queued`. */
struct queue {
    struct pod *first;
    struct pod *last;
};

void queue_push(struct queue *queue, struct pod *pod);
struct pod *queue_pop(struct queue *queue); /* NULL: it is empty */

/* Pods whose back-off has the same length. */
struct back_off {
    sim_time length;
    struct queue unschedulable; /* until something may help */
    struct queue helped;        /* until their back-off is over */
};

struct backlog {
    struct back_off *back_offs; /* from the shortest */
    int count;
};

/* The wait of a pod that found no node so often, or for which the latest calls
 * failed so often; `most` 0: nobody waits. Any unit of time.
 * (pkg/scheduler/backend/queue/backoff_queue.go, calculateBackoffDuration) */
sim_time backlog_wait(sim_time first, sim_time most, uint32_t failures,
                      uint32_t errors);

void backlog_open(struct backlog *backlog, struct arena *arena, sim_time first,
                  sim_time most);

/* The pod's latest attempt has failed, now. */
void backlog_add(struct backlog *backlog, struct pod *pod, sim_time now);

/* Something may help all of them. */
void backlog_help(struct backlog *backlog);

/* When the first of those that were helped may be taken; NEVER: none was. */
sim_time backlog_next(const struct backlog *backlog);

/* Takes the pod that has waited longest, of those that were helped and whose
 * back-off is over; NULL if there is none. */
struct pod *backlog_take(struct backlog *backlog, sim_time now);

#endif
