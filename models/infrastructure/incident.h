/*
 * The ledger of what went wrong when: it gives a cause its root. Faults write
 * it, measures read it; nobody else can tell a root from a number.
 */
#ifndef MODELS_INFRASTRUCTURE_INCIDENT_H
#define MODELS_INFRASTRUCTURE_INCIDENT_H

#include <stdbool.h>

#include "sim/event.h"
#include "sim/hook.h"

struct incident {
    int fault;          /* index among the scenario's faults */
    const char *object; /* what it befell: "node/worker-3"; NULL if unnamed */
    sim_time start;
    sim_time end;  /* NEVER while it lasts */
    bool harmful;  /* had a part in an outage */
    uint32_t root; /* its own, as in struct cause */
};

/* Incidents in blocks, so that they never move. */
struct ledger {
    struct sim *sim;
    struct incident **blocks;
    uint32_t block_count;
    uint32_t block_capacity;
    uint32_t count;
    struct hook begun; /* subject: the struct incident */
    struct hook ended; /* likewise */
};

void ledger_open(struct ledger *ledger, struct sim *sim);

/* A new incident, from now on, and the cause that it is. The object's text
 * must outlive the replication. */
struct incident *incident_begin(struct ledger *ledger, int fault,
                                const char *object);
void incident_end(struct ledger *ledger, struct incident *incident);

static inline struct cause incident_cause(const struct incident *incident)
{
    return (struct cause){incident->root, NULL};
}

/* The incident that a cause goes back to, or NULL. */
struct incident *incident_of(const struct ledger *ledger, struct cause cause);

#endif
