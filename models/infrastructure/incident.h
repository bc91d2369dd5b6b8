/*
 * The ledger of what went wrong when: an incident is the root of all causes
 * that go back to it, and is remembered while it lasts, one of those is kept,
 * or it is to be told of. Faults write it, measures read it; nobody else can
 * tell a root from another.
 */
#ifndef MODELS_INFRASTRUCTURE_INCIDENT_H
#define MODELS_INFRASTRUCTURE_INCIDENT_H

#include <stdbool.h>

#include "sim/event.h"
#include "sim/hook.h"
#include "sim/pool.h"

/* What an incident befell. The texts outlive the replication; a pod's name is
 * put together when it is asked for. */
struct victim {
    const char *object; /* "node/worker-3", or NULL for a pod */
    const char *pod;    /* or the stem of the pod's name, and its parts: */
    int64_t minute;     /* of a CronJob's Job; 0: there is none */
    int ordinal;        /* -1: there is none */
    uint64_t suffix;    /* what its suffix is made of; 0: there is none */
};

struct incident {
    struct root root;
    int fault; /* index among the scenario's faults */
    struct victim victim;
    sim_time start;
    sim_time end;          /* NEVER while it lasts */
    bool recorded;         /* to be told of at the horizon; measures' own */
    uint64_t row;          /* its row's ordinal; likewise */
    struct incident *next; /* remembered, by when they began */
};

struct ledger {
    struct sim *sim;
    struct pool pool;
    struct incident *first;
    struct incident **last;
    uint32_t count;    /* remembered */
    uint32_t most;     /* before it is asked which are kept */
    struct hook begun; /* subject: the struct incident */
    struct hook ended; /* likewise */
};

void ledger_open(struct ledger *ledger, struct sim *sim);

/* A new incident, from now on, and the cause that it is. Forgets others that
 * are over, if nobody keeps a cause that goes back to them. */
struct incident *incident_begin(struct ledger *ledger, int fault,
                                struct victim victim);
void incident_end(struct ledger *ledger, struct incident *incident);

static inline struct cause incident_cause(struct incident *incident)
{
    return (struct cause){&incident->root, NULL};
}

/* The incident that a cause goes back to, or NULL. */
struct incident *incident_of(struct cause cause);

#endif
