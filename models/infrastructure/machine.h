/*
 * Hardware as it truly is: machines, in racks and zones, that are up unless
 * something broke them.
 */
#ifndef MODELS_INFRASTRUCTURE_MACHINE_H
#define MODELS_INFRASTRUCTURE_MACHINE_H

#include <stdbool.h>

#include "models/infrastructure/domain.h"
#include "models/infrastructure/incident.h"
#include "models/infrastructure/link.h"
#include "models/infrastructure/repair.h"
#include "sim/event.h"
#include "sim/hook.h"
#include "sim/law.h"

struct clock;

/* What a machine is made as; constant, in the scenario. */
struct machine_design {
    const char *name;
    int zone;
    int rack;              /* -1: none */
    double price;          /* per hour */
    bool later;            /* it is not there until it is asked for */
    struct law boot;       /* from then on */
    double overhead_share; /* of its node's CPU: what the system itself uses */
};

/* What stands where; constant, in the scenario. */
struct site {
    const struct machine_design *machines;
    int machine_count;
    const struct domain_design *zones;
    int zone_count;
    const struct domain_design *racks;
    int rack_count;
};

struct machine {
    const struct machine_design *design;
    uint64_t identity;
    int ordinal;
    int broken;  /* how many faults hold it down */
    bool absent; /* not there: asked for by nobody, or given back */
    struct link link;
    struct clock *clocks; /* what may befall it; known to faults alone */
};

struct infrastructure {
    struct sim *sim;
    struct machine *machines;
    int machine_count;
    struct domain *zones;
    int zone_count;
    struct domain *racks;
    int rack_count;
    int machines_up;
    int machines_present;
    double overhead_up; /* the sum of the overheads of those that are up */
    struct repair repair;
    struct ledger ledger;
    /* Both with subject struct machine: before it, and machines_up or
     * machines_present, change, and after it goes down or comes up. */
    struct hook machine_changing;
    struct hook machine_changed;
    /* Likewise: after it came or went. */
    struct hook machine_came;
    /* With subject struct domain: after it, and all that stands in it, changed.
     */
    struct hook zone_changed;
    struct hook rack_changed;
};

/* Assembles the machines, all up. Crews 0 means as many as are needed. */
struct infrastructure *infrastructure_open(struct sim *sim,
                                           const struct site *site,
                                           sim_time link_delay, int crews);

static inline bool machine_up(const struct machine *machine)
{
    return machine->broken == 0 && !machine->absent;
}

/* It comes, and boots; it goes. */
void machine_add(struct infrastructure *infrastructure, struct machine *machine,
                 struct cause cause);
void machine_remove(struct infrastructure *infrastructure,
                    struct machine *machine, struct cause cause);

/* A machine that two faults broke is up when both are mended. */
void machine_break(struct infrastructure *infrastructure,
                   struct machine *machine, struct cause cause);
void machine_mend(struct infrastructure *infrastructure,
                  struct machine *machine, struct cause cause);

/* The same for every machine that stands in a domain. */
void domain_break(struct infrastructure *infrastructure, struct domain *domain,
                  struct cause cause);
void domain_mend(struct infrastructure *infrastructure, struct domain *domain,
                 struct cause cause);

#endif
