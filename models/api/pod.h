/*
 * A Pod object: what is believed of a pod.
 */
#ifndef MODELS_API_POD_H
#define MODELS_API_POD_H

#include "models/api/node.h"
#include "models/api/owner.h"
#include "sim/event.h"

struct sandbox;
struct listing;
struct endpoint_entry;

enum pod_phase {
    POD_PENDING,
    POD_RUNNING,
    POD_SUCCEEDED,
    POD_FAILED,
    POD_UNKNOWN
};

/* From this second on, before time zero, readiness is known. */
#define READY_EPOCH (INT64_C(1) << 30)

/* There are as many as pods and readers, so it is as small as can be. */
struct pod_status {
    struct node *node;          /* bound to, or NULL */
    uint64_t ready_second : 40; /* pod_ready_since() */
    unsigned restarts : 16;     /* of its container that restarted most; no more
                                   than fit */
    unsigned phase : 3;         /* enum pod_phase */
    bool exists : 1;  /* false before it is created and after it is gone */
    bool ready : 1;   /* condition Ready is True */
    bool deleted : 1; /* deletionTimestamp is set */
};

/* The last change of the condition Ready; like every time in an object, in
 * whole seconds (metav1.Time). */
static inline sim_time pod_ready_since(const struct pod_status *status)
{
    return SECONDS((sim_time)status->ready_second - READY_EPOCH);
}

/* What the scheduler keeps of a pod: nobody else reads it. */
struct scheduling {
    struct pod *queued; /* in its queue: the next one */
    union {
        struct {               /* in its queue */
            struct pod *below; /* the first of those that come after it */
            uint64_t turn;     /* among those queued at one instant */
        };
        struct { /* on its node */
            struct pod *neighbour;
            struct pod *previous_neighbour;
        };
    };
    struct node *assumed; /* it is counted on this node */
    sim_time since;       /* it was queued, failed last, or was placed */
    uint32_t attempts;
    uint16_t told; /* of what was written of the last failure; 0: nothing */
    bool settled;  /* counted as one that stays */
    bool leaving;  /* another one, of higher priority, has made it leave */
};

/* Four lines of the processor's cache, by who looks at them. */
struct pod {
    /* The controllers: */
    const struct pod_template *template;
    struct owner *owner; /* NULL for a bare pod */
    union {
        void *own; /* its owner's controller's, known to that alone */
        const struct workload *bare; /* of a bare pod */
    };
    struct endpoint_entry *endpoints; /* the EndpointSlice controller's own */
    uint64_t identity;
    int ordinal; /* of a StatefulSet's; an Indexed Job's index; -1: none */
    int wanted;  /* of a DaemonSet's: the ordinal of its node; -1: any */
    struct pod_status seen[READERS]; /* the scheduler's is the first of: */
    struct scheduling scheduling;    /* the scheduler's own */
    /* What is true of it: */
    struct pod_status status; /* as the API server has it */
    struct sandbox *sandbox;  /* what it really is; known to cluster/ alone */
    struct listing *listings; /* its places in balancers; likewise */
    struct cause root;        /* why it does not serve */
    struct root *missing_for; /* measures' own */
    sim_time unserved_since;  /* likewise; NEVER: it serves, or need not */
    /* And the rest: */
    struct pod *next; /* of its owner, by age */
    struct pod *previous;
    struct pod *next_on_node;
    struct pod *previous_on_node;
    sim_time created_at;
    sim_time evict_at;      /* taint eviction's own: its tolerations run out */
    const char *pending;    /* why it is not scheduled, or NULL */
    uint32_t grace_seconds; /* once it is being deleted: see pod_grace() */
    uint32_t holders : 31;  /* who still reads it after it is gone */
    uint32_t missing : 1;   /* measures' own */
};

_Static_assert(READERS == 2 && sizeof(struct pod) == 256, "pods fill lines");

/* How long it may take to end, once it is being deleted. */
static inline sim_time pod_grace(const struct pod *pod)
{
    return SECONDS((sim_time)pod->grace_seconds);
}

/* What was applied and made it. */
static inline const struct workload *pod_workload(const struct pod *pod)
{
    return pod->owner != NULL ? pod->owner->workload : pod->bare;
}

/* What a pod's name is made of, which outlives the pod. */
struct pod_name {
    const char *stem;
    int64_t minute;  /* of a CronJob's Job; 0: there is none */
    int ordinal;     /* -1: there is none */
    uint64_t suffix; /* 0: there is none */
};

struct pod_name pod_name(const struct pod *pod);

enum { POD_OBJECT = 340 };

/* "pod/http-service-6d4cf56db6-x7k2p", "pod/db-0", as kubectl writes it, into
 * a buffer of POD_OBJECT bytes; returns the buffer. */
const char *pod_object(struct pod_name name, char *buffer);

/* Whether all its containers have ended for good. */
static inline bool pod_ended(const struct pod_status *status)
{
    return status->phase == POD_SUCCEEDED || status->phase == POD_FAILED;
}

/* Counted by its owner: exists, has not ended and is not being deleted.
 * (pkg/controller/controller_utils.go, IsPodActive) */
static inline bool pod_active(const struct pod_status *status)
{
    return status->exists && !status->deleted && !pod_ended(status);
}

#endif
