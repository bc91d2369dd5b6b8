/*
 * Hardware as it truly is: machines, in zones, that are up unless something
 * broke them.
 */
#ifndef MODELS_INFRASTRUCTURE_MACHINE_H
#define MODELS_INFRASTRUCTURE_MACHINE_H

#include <stdbool.h>

#include "models/infrastructure/incident.h"
#include "models/infrastructure/link.h"
#include "models/infrastructure/repair.h"
#include "sim/event.h"
#include "sim/hook.h"

struct arm;

/* What a machine is made as; constant, in the scenario. */
struct machine_design {
    const char *name;
    int zone;
    double price; /* per hour */
};

struct machine {
    const struct machine_design *design;
    uint64_t identity;
    int ordinal;
    int broken; /* how many faults hold it down */
    struct link link;
    struct arm *arms; /* what may befall it; known to faults alone */
};

struct infrastructure {
    struct sim *sim;
    struct machine *machines;
    int machine_count;
    const char *const *zones; /* names; ended by NULL */
    int machines_up;
    struct repair repair;
    struct ledger ledger;
    /* Both with subject struct machine: before it, and machines_up, change,
     * and after. */
    struct hook machine_changing;
    struct hook machine_changed;
};

/* Assembles the machines, all up. Crews 0 means as many as are needed. */
struct infrastructure *infrastructure_open(struct sim *sim,
                                           const struct machine_design *designs,
                                           int count, const char *const *zones,
                                           sim_time link_delay, int crews);

static inline bool machine_up(const struct machine *machine)
{
    return machine->broken == 0;
}

/* A machine that two faults broke is up when both are mended. */
void machine_break(struct infrastructure *infrastructure,
                   struct machine *machine, struct cause cause);
void machine_mend(struct infrastructure *infrastructure,
                  struct machine *machine, struct cause cause);

#endif
