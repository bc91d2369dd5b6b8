/*
 * The scheduler's queues: pods that are to be placed, by priority and age; and
 * those that found no node. Each of these waits until something may help it,
 * and at least for its back-off, which doubles with its attempts. Back-offs of
 * one length end in the order in which they began: so every length has a row,
 * and nothing is searched. (pkg/scheduler/backend/queue)
 */
#ifndef MODELS_CONTROLLERS_BACKLOG_H
#define MODELS_CONTROLLERS_BACKLOG_H

#include "models/api/pod.h"

/* Pods by priority, then by how long they have waited. */
struct queue {
    struct pod *first; /* before all others: a pairing heap */
    uint64_t turns;
};

/* The pod's scheduling.since tells its age. */
void queue_push(struct queue *queue, struct pod *pod);
struct pod *queue_pop(struct queue *queue); /* NULL: it is empty */

/* Pods in line, by `scheduling.queued`. */
struct line {
    struct pod *first;
    struct pod *last;
};

/* What may help pods that found no node, as bits. */
enum help {
    POD_LEFT = 1, /* a node, or the world */
    POD_CAME = 2, /* to a node */
    TAINT_LEFT = 4,
    NODE_CAME = 8,
    HELPS = 16 /* sets of these */
};

/* Pods whose back-off has the same length, by what may help them. */
struct back_off {
    sim_time length;
    struct line unschedulable[HELPS]; /* until something may help */
    struct line helped[HELPS];        /* until their back-off is over */
};

struct backlog {
    struct back_off *back_offs; /* from the shortest */
    int count;
    int waiting;       /* unschedulable */
    int helped;        /* backing off */
    sim_time phase;    /* of the looks at them before 1.33, one a second */
    bool whole;        /* back-offs end at whole seconds, since 1.33 */
    sim_time happened; /* the latest that backlog_help() was told of */
};

/* The wait of a pod that found no node so often, or for which the latest calls
 * failed so often; `most` 0: nobody waits. Any unit of time.
 * (pkg/scheduler/backend/queue/backoff_queue.go, calculateBackoffDuration) */
sim_time backlog_wait(sim_time first, sim_time most, uint32_t failures,
                      uint32_t errors);

void backlog_open(struct backlog *backlog, struct arena *arena, sim_time first,
                  sim_time most, int minor, sim_time now);

/* The pod's latest attempt has failed, now; any of these may help it. */
void backlog_add(struct backlog *backlog, struct pod *pod, unsigned helps,
                 sim_time now);

/* Something happened: it helps those whom any of the bits may help. */
void backlog_help(struct backlog *backlog, unsigned helps, sim_time now);

/* When the first of those that were helped may be taken; NEVER: none was. */
sim_time backlog_next(const struct backlog *backlog);

/* Takes the pod that has waited longest, of those that were helped and whose
 * back-off is over (`early`: or is not); NULL if there is none. */
struct pod *backlog_take(struct backlog *backlog, sim_time now, bool early);

/* Pods that wait for more than this are tried again whatever happens, at looks
 * so far apart. (flushUnschedulableEntitiesLeftover; scheduler.go,
 * podMaxInUnschedulablePodsDuration) */
#define FLUSH_AFTER SECONDS(300)
#define FLUSH_PERIOD SECONDS(30)

/* When the next of those looks finds a pod since whose attempt something has
 * happened (else it would find no node, as before); NEVER: none does. At that
 * look, takes them to the helped. */
sim_time backlog_next_flush(const struct backlog *backlog);
void backlog_flush(struct backlog *backlog, sim_time now);

#endif
