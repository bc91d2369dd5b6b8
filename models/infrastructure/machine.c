/* Machines that break and are mended. */
#include "models/infrastructure/machine.h"

#include <assert.h>

static struct domain *open_domains(struct arena *arena,
                                   const struct domain_design *designs,
                                   int count, struct hook *changed)
{
    struct domain *domains = ARENA_ARRAY(arena, struct domain, count);

    for (int i = 0; i < count; i++)
        domains[i] = (struct domain){.design = &designs[i],
                                     .identity = identity_of(designs[i].object),
                                     .changed = changed};
    return domains;
}

/* First how many machines each has, then which. */
static void fill_domains(struct infrastructure *infrastructure)
{
    struct arena *arena = infrastructure->sim->arena;

    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < infrastructure->machine_count; i++) {
            struct machine *machine = &infrastructure->machines[i];
            int rack = machine->design->rack;
            struct domain *domains[] = {
                &infrastructure->zones[machine->design->zone],
                rack >= 0 ? &infrastructure->racks[rack] : NULL};

            for (int j = 0; j < 2 && domains[j] != NULL; j++) {
                struct domain *domain = domains[j];

                if (pass == 1 && domain->machines == NULL) {
                    domain->machines = ARENA_ARRAY(arena, struct machine *,
                                                   domain->machine_count);
                    domain->machine_count = 0;
                }
                if (pass == 1)
                    domain->machines[domain->machine_count] = machine;
                domain->machine_count++;
            }
        }
}

static void count_up(struct infrastructure *infrastructure,
                     const struct machine *machine, int more)
{
    infrastructure->machines_up += more;
    infrastructure->overhead_up += more * machine->design->overhead_share;
}

struct infrastructure *infrastructure_open(struct sim *sim,
                                           const struct site *site,
                                           sim_time link_delay, int crews)
{
    struct infrastructure *infrastructure =
        ARENA_NEW(sim->arena, struct infrastructure);
    int count = site->machine_count;

    infrastructure->sim = sim;
    infrastructure->machines = ARENA_ARRAY(sim->arena, struct machine, count);
    infrastructure->machine_count = count;
    infrastructure->zones =
        open_domains(sim->arena, site->zones, site->zone_count,
                     &infrastructure->zone_changed);
    infrastructure->zone_count = site->zone_count;
    infrastructure->racks =
        open_domains(sim->arena, site->racks, site->rack_count,
                     &infrastructure->rack_changed);
    infrastructure->rack_count = site->rack_count;
    for (int i = 0; i < count; i++)
        infrastructure->machines[i] =
            (struct machine){.design = &site->machines[i],
                             .identity = identity_of(site->machines[i].name),
                             .ordinal = i,
                             .absent = site->machines[i].later,
                             .link = {link_delay}};
    for (int i = 0; i < count; i++)
        if (machine_up(&infrastructure->machines[i])) {
            infrastructure->machines_present++;
            count_up(infrastructure, &infrastructure->machines[i], 1);
        }
    fill_domains(infrastructure);
    repair_open(&infrastructure->repair, sim, crews);
    ledger_open(&infrastructure->ledger, sim);
    return infrastructure;
}

/* Changes what makes it up or not. */
static void change(struct infrastructure *infrastructure,
                   struct machine *machine, int broken, bool absent,
                   struct cause cause)
{
    bool was_up = machine_up(machine);
    bool is_up = broken == 0 && !absent;

    if (was_up != is_up || machine->absent != absent)
        hook_call(&infrastructure->machine_changing, machine, cause);
    infrastructure->machines_present += machine->absent - absent;
    machine->broken = broken;
    machine->absent = absent;
    if (was_up == is_up)
        return;
    count_up(infrastructure, machine, is_up ? 1 : -1);
    hook_call(&infrastructure->machine_changed, machine, cause);
}

void machine_break(struct infrastructure *infrastructure,
                   struct machine *machine, struct cause cause)
{
    change(infrastructure, machine, machine->broken + 1, machine->absent,
           cause);
}

void machine_mend(struct infrastructure *infrastructure,
                  struct machine *machine, struct cause cause)
{
    assert(machine->broken > 0);
    change(infrastructure, machine, machine->broken - 1, machine->absent,
           cause);
}

void machine_add(struct infrastructure *infrastructure, struct machine *machine,
                 struct cause cause)
{
    assert(machine->absent);
    change(infrastructure, machine, machine->broken, false, cause);
    hook_call(&infrastructure->machine_came, machine, cause);
}

void machine_remove(struct infrastructure *infrastructure,
                    struct machine *machine, struct cause cause)
{
    assert(!machine->absent);
    change(infrastructure, machine, machine->broken, true, cause);
    hook_call(&infrastructure->machine_came, machine, cause);
}

void domain_break(struct infrastructure *infrastructure, struct domain *domain,
                  struct cause cause)
{
    domain->broken++;
    for (int i = 0; i < domain->machine_count; i++)
        machine_break(infrastructure, domain->machines[i], cause);
    if (domain->broken == 1)
        hook_call(domain->changed, domain, cause);
}

void domain_mend(struct infrastructure *infrastructure, struct domain *domain,
                 struct cause cause)
{
    assert(domain->broken > 0);
    domain->broken--;
    for (int i = 0; i < domain->machine_count; i++)
        machine_mend(infrastructure, domain->machines[i], cause);
    if (domain_up(domain))
        hook_call(domain->changed, domain, cause);
}
