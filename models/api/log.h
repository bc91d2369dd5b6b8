/*
 * The API server's append-only change log and its watches. A watch is a cursor
 * that reads each change of the kinds that its reader answers to after a delay,
 * and none before those that were written earlier;
 * a change carries the fields that it set, so that no reader looks at the live
 * object. What all cursors have passed is forgotten.
 */
#ifndef MODELS_API_LOG_H
#define MODELS_API_LOG_H

#include "models/api/pod.h"
#include "models/api/volume.h"
#include "sim/law.h"
#include "sim/pool.h"

enum change_kind {
    POD_CREATED,
    POD_UNSCHEDULABLE, /* its condition PodScheduled is False */
    POD_SCHEDULED,
    POD_STARTED,
    POD_READY,
    POD_NOT_READY,
    POD_RESTARTED,
    POD_ENDED, /* its phase says how */
    POD_DELETED,
    POD_GONE,
    NODE_LEASED, /* its lease was taken or given up; elided renewals */
    NODE_READY,
    NODE_NOT_READY,
    NODE_UNKNOWN,
    NODE_PRESSURE, /* its condition MemoryPressure is another */
    NODE_TAINTED,  /* bits says which */
    NODE_UNTAINTED,
    NODE_CREATED,
    NODE_GONE,
    NODE_ORDERED, /* its machine */
    NODE_RELEASED,
    ENDPOINT_READY,
    ENDPOINT_TERMINATING, /* it serves: of use where no other is ready */
    ENDPOINT_REMOVED,     /* or of no use any more */
    OWNER_CREATED,
    OWNER_SCALED,     /* spec.replicas */
    OWNER_UPDATED,    /* spec.template, and perhaps spec.replicas */
    OWNER_CHANGED,    /* something else of its spec */
    OWNER_REPORTED,   /* its status */
    OWNER_PROGRESSED, /* its status, with another reason of Progressing */
    OWNER_GONE,
    VOLUME_ATTACHED,
    VOLUME_DETACHED,
    VOLUME_USED /* its node uses it, or does so no more */
};

/* Sets of kinds. */
#define CHANGE(kind) ((uint64_t)1 << (kind))
#define ALL_CHANGES UINT64_MAX

struct change {
    struct change *next;
    sim_time at;
    struct cause cause;
    enum change_kind kind;
    int unread; /* watches that have not read it */
    void *object;
    const char *by; /* who wrote it, or NULL */
    union {         /* by the log; there is no memory for the other members */
        struct pod_status pod;
        struct {
            struct node_status node;
            uint64_t bits;
        };
        struct volume_state volume;
        const struct service *service; /* of an endpoint; object is the pod */
        struct {
            int replicas_before;
            struct owner_state owner;
        };
    };
};

/* Of a change whose last member is this one: a burst writes many. */
#define CHANGE_SIZE(member)                                                    \
    (offsetof(struct change, member) + sizeof(((struct change *)0)->member))

struct log;

struct watch {
    struct log *log;
    struct watch *sibling;
    struct change *next; /* the first of its kinds that is unread */
    uint64_t kinds;
    const struct law *delay;
    struct stream stream; /* of the delays */
    struct event arrived;
    void (*read)(void *context, const struct change *change);
    void *context;
    bool paused; /* nothing arrives, until log_catch_up() */
};

struct log {
    struct sim *sim;
    struct pool changes;
    struct change *first;
    struct change *last;
    struct watch *watches;
    void (*forget)(void *context, struct change *change);
    void *context;
};

void log_open(struct log *log, struct sim *sim, size_t change_size,
              void (*forget)(void *context, struct change *change),
              void *context);

/* Begins to read what is appended from now on, of these kinds: the others would
 * change nothing for who reads, so nobody simulates that they arrive. The law
 * of the delay is not copied; NULL is none. */
void log_watch(struct log *log, struct watch *watch, uint64_t kinds,
               const struct law *delay,
               void (*read)(void *context, const struct change *change),
               void *context, uint64_t identity);

/* Nothing arrives any more; the changes wait for log_catch_up(). */
void log_pause(struct watch *watch);

/* The reader reads all there is, now, and what comes later again. */
void log_catch_up(struct watch *watch);

/* A new change with kind, object and cause set; the caller fills the rest and
 * then publishes it. */
struct change *log_change(struct log *log, enum change_kind kind, void *object,
                          struct cause cause);
void log_publish(struct log *log, struct change *change);

#endif
