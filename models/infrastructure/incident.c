/* The ledger of incidents. */
#include "models/infrastructure/incident.h"

enum { FIRST_MOST = INITIAL_SIZE(64) };

void ledger_open(struct ledger *ledger, struct sim *sim)
{
    *ledger =
        (struct ledger){.sim = sim, .last = &ledger->first, .most = FIRST_MOST};
    pool_open(&ledger->pool, sim->arena, sizeof(struct incident));
}

/* All of them are looked at when there are twice as many as were kept the last
 * time: in constant time for each, all in all. */
static void forget(struct ledger *ledger)
{
    struct incident **place = &ledger->first;
    struct incident *incident;

    while ((incident = *place) != NULL) {
        if (incident->root.keepers > 0 || incident->recorded) {
            place = &incident->next;
            continue;
        }
        *place = incident->next;
        ledger->count--;
        pool_give(&ledger->pool, incident);
    }
    ledger->last = place;
    ledger->most = 2 * ledger->count;
    if (ledger->most < FIRST_MOST)
        ledger->most = FIRST_MOST;
}

struct incident *incident_begin(struct ledger *ledger, int fault,
                                struct victim victim)
{
    struct incident *incident;

    if (ledger->count == ledger->most)
        forget(ledger);
    incident = pool_take(&ledger->pool);
    incident->root.keepers = 1; /* until it ends */
    incident->fault = fault;
    incident->victim = victim;
    incident->start = ledger->sim->now;
    incident->end = NEVER;
    *ledger->last = incident;
    ledger->last = &incident->next;
    ledger->count++;
    hook_call(&ledger->begun, incident, incident_cause(incident));
    return incident;
}

void incident_end(struct ledger *ledger, struct incident *incident)
{
    incident->end = ledger->sim->now;
    hook_call(&ledger->ended, incident, incident_cause(incident));
    incident->root.keepers--;
}

struct incident *incident_of(struct cause cause)
{
    return cause.root == NULL
               ? NULL
               : (struct incident *)(void *)((char *)cause.root -
                                             offsetof(struct incident, root));
}
