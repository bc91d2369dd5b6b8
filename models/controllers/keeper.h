/*
 * What the controllers have in common that create an owner's pods. A look
 * orders what is to be done and is over when the calls are answered: creations
 * in batches, deletions all at once, then the status. What changes meanwhile is
 * answered by the next look.
 */
#ifndef MODELS_CONTROLLERS_KEEPER_H
#define MODELS_CONTROLLERS_KEEPER_H

#include "models/api/component.h"
#include "models/api/workqueue.h"
#include "models/controllers/readiness.h"
#include "models/controllers/slow_start.h"

struct keeper_settings {
    double qps;
    int burst;
    int workers;
};

/* The rows of their parameters. */
#define KEEPER_PARAMETERS(type, workers_standard)                              \
    {"qps", &of_rate, offsetof(type, keeper.qps), "20/s",                      \
     "calls that its client may make (kube-api-qps)"},                         \
        {"burst", &of_count, offsetof(type, keeper.burst), "30",               \
         "calls that its client may make at once (kube-api-burst)"},           \
    {                                                                          \
        "workers", &of_some, offsetof(type, keeper.workers), workers_standard, \
            "how many it looks at at the same time"                            \
    }

/* What is wrong with the settings, or NULL. */
const char *keeper_check(const struct keeper_settings *settings);

struct kept;
struct order;

/* What sets one controller apart. */
struct keeper_kind {
    enum workload_kind kind;
    const char *by; /* its name */
    size_t size;    /* of what it keeps of an owner; a struct kept is first */
    size_t replica_size; /* and of a pod; a struct replica is; 0: no more */
    unsigned facets;     /* of pods, that it hears of; 0: all */
    bool only_noted;     /* the status, where the owner is not heeded */
    /* An owner is there now; it is gone. May be NULL. */
    void (*begin)(struct kept *kept);
    void (*end)(struct kept *kept);
    /* Its spec changed. May be NULL; it is looked at in any case. */
    void (*spec_changed)(struct kept *kept, const struct owner_spec *before);
    /* A pod of it changed: how long until it is to be looked at. */
    sim_time (*pod_changed)(struct kept *kept, struct pod *pod,
                            const struct pod_status *before,
                            const struct pod_status *now, struct cause cause);
    /* A pod of it has been ready for minReadySeconds. May be NULL. */
    void (*pod_available)(struct kept *kept, struct pod *pod);
    /* Fills what is to be reported and, where nothing is expected any more,
     * orders what is to be done; returns how long until it is to look again
     * whatever happens, NEVER: not before something changes. */
    sim_time (*look)(struct kept *kept);
};

struct keeper {
    struct controller controller;
    struct component *component;
    const struct keeper_kind *kind;
    struct client client;
    struct workqueue queue;
    struct pool all;      /* of what its kind keeps of an owner */
    struct pool orders;   /* of struct order */
    struct pool replicas; /* of struct replica */
};

struct order_list {
    struct order *first;
    struct order *last;
    int count;
};

/* What is kept of an owner. */
struct kept {
    struct work work;
    struct owner *owner;
    struct readiness readiness;
    struct order_list batched; /* to be carried out in batches, and then */
    struct order_list at_once; /* all of these */
    struct slow_start batches;
    int unanswered;
    /* Creations and deletions that were ordered and are not seen yet. */
    int creations;
    int deletions;
    sim_time ordered_at;
    sim_time again_at; /* when the look wants another one */
    struct owner_status found;
    struct owner_status told; /* the last that was reported */
    struct request reported;
    struct cause cause; /* of what woke it */
};

/* Joins the component, for all owners of the kind. */
void keeper_open(struct keeper *keeper, struct component *component,
                 const struct keeper_settings *settings,
                 const struct keeper_kind *kind);

static inline struct keeper *keeper_of(const struct kept *kept)
{
    return kept->work.queue->context;
}

sim_time kept_now(const struct kept *kept);

/* Whether all that was ordered was seen, or for five minutes was not. */
bool kept_satisfied(const struct kept *kept);

/* Reports what was found of an owner that is not heeded: it costs a call. */
void kept_note(struct kept *kept);

/* Orders of a look: a pod is created, because of the cause; a pod is deleted,
 * unless that was ordered before. */
void kept_create(struct kept *kept, const struct pod_traits *traits,
                 struct cause cause);
void kept_delete(struct kept *kept, struct order_list *list, struct pod *pod);

#endif
