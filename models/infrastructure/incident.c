/* The ledger of incidents. */
#include "models/infrastructure/incident.h"

#include <stddef.h>
#include <string.h>

enum { BLOCK = 256 };

void ledger_open(struct ledger *ledger, struct sim *sim)
{
    *ledger = (struct ledger){.sim = sim};
}

static struct incident *new_incident(struct ledger *ledger)
{
    uint32_t block = ledger->count / BLOCK;

    if (block == ledger->block_capacity) {
        uint32_t capacity = block == 0 ? 8 : block * 2;
        struct incident **blocks =
            ARENA_ARRAY(ledger->sim->arena, struct incident *, capacity);

        if (block > 0)
            memcpy(blocks, ledger->blocks, sizeof(*blocks) * block);
        ledger->blocks = blocks;
        ledger->block_capacity = capacity;
    }
    if (block == ledger->block_count)
        ledger->blocks[ledger->block_count++] =
            ARENA_ARRAY(ledger->sim->arena, struct incident, BLOCK);
    return &ledger->blocks[block][ledger->count++ % BLOCK];
}

struct incident *incident_begin(struct ledger *ledger, int fault,
                                const char *object)
{
    struct incident *incident = new_incident(ledger);

    *incident = (struct incident){.fault = fault,
                                  .object = object,
                                  .start = ledger->sim->now,
                                  .end = NEVER,
                                  .root = ledger->count};
    hook_call(&ledger->begun, incident, incident_cause(incident));
    return incident;
}

void incident_end(struct ledger *ledger, struct incident *incident)
{
    incident->end = ledger->sim->now;
    hook_call(&ledger->ended, incident, incident_cause(incident));
}

struct incident *incident_of(const struct ledger *ledger, struct cause cause)
{
    if (cause.root == 0)
        return NULL;
    return &ledger->blocks[(cause.root - 1) / BLOCK][(cause.root - 1) % BLOCK];
}
