/*
 * A Pod object: what is believed of a pod.
 */
#ifndef MODELS_API_POD_H
#define MODELS_API_POD_H

#include "models/api/node.h"
#include "sim/event.h"

struct replica_set;
struct sandbox;
struct listing;

struct pod_status {
    struct node *node; /* bound to, or NULL */
    bool exists;       /* false before it is created and after it is gone */
    bool running;      /* phase Running; else Pending */
    bool ready;        /* condition Ready is True */
    bool deleted;      /* deletionTimestamp is set */
};

/* What the scheduler keeps of a pod: nobody else reads it. */
struct scheduling {
    struct pod *queued; /* the next one in its queue */
    sim_time retry_at;  /* the end of its back-off */
    uint32_t attempts;
    bool assumed; /* counted on its node */
};

struct pod {
    const struct workload *workload;
    struct replica_set *owner; /* NULL for a bare pod */
    uint64_t identity;
    struct pod_status status; /* as the API server has it */
    struct pod_status seen[READERS];
    struct pod *next; /* of its owner, by age */
    struct pod *previous;
    struct pod *next_on_node;
    struct pod *previous_on_node;
    sim_time evict_at; /* taint eviction's own: its tolerations run out */
    struct scheduling scheduling; /* the scheduler's own */
    struct cause root;            /* why it does not serve */
    uint32_t holders;             /* who still reads it after it is gone */
    const char *pending;          /* why it is not scheduled, or NULL */
    struct sandbox *sandbox;  /* what it really is; known to cluster/ alone */
    struct listing *listings; /* its places in balancers; likewise */
};

/* A ReplicaSet object. Its pods are kept in order of creation. */
struct replica_set {
    const struct workload *workload;
    const char *name; /* "http-service-6d4cf56db6" */
    uint64_t identity;
    int ordinal;
    int replicas; /* spec.replicas */
    uint32_t created;
    struct pod *first;
    struct pod *last;
};

/* What a pod's name is made of, which outlives the pod. */
struct pod_name {
    const char *stem;
    uint64_t suffix; /* 0: there is none */
};

struct pod_name pod_name(const struct pod *pod);

enum { POD_OBJECT = 320 };

/* "pod/http-service-6d4cf56db6-x7k2p", as kubectl writes it, into a buffer of
 * POD_OBJECT bytes; returns the buffer. */
const char *pod_object(struct pod_name name, char *buffer);

/* Counted by its ReplicaSet: exists and is not being deleted. */
static inline bool pod_active(const struct pod_status *status)
{
    return status->exists && !status->deleted;
}

#endif
