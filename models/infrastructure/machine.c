/* Machines that break and are mended. */
#include "models/infrastructure/machine.h"

#include <assert.h>

struct infrastructure *infrastructure_open(struct sim *sim,
                                           const struct machine_design *designs,
                                           int count, const char *const *zones,
                                           sim_time link_delay, int crews)
{
    struct infrastructure *infrastructure =
        ARENA_NEW(sim->arena, struct infrastructure);

    infrastructure->sim = sim;
    infrastructure->machines = ARENA_ARRAY(sim->arena, struct machine, count);
    infrastructure->machine_count = count;
    infrastructure->machines_up = count;
    infrastructure->zones = zones;
    for (int i = 0; i < count; i++)
        infrastructure->machines[i] =
            (struct machine){.design = &designs[i],
                             .identity = identity_of(designs[i].name),
                             .ordinal = i,
                             .link = {link_delay}};
    repair_open(&infrastructure->repair, sim, crews);
    ledger_open(&infrastructure->ledger, sim);
    return infrastructure;
}

void machine_break(struct infrastructure *infrastructure,
                   struct machine *machine, struct cause cause)
{
    if (machine_up(machine))
        hook_call(&infrastructure->machine_changing, machine, cause);
    if (machine->broken++ > 0)
        return;
    infrastructure->machines_up--;
    hook_call(&infrastructure->machine_changed, machine, cause);
}

void machine_mend(struct infrastructure *infrastructure,
                  struct machine *machine, struct cause cause)
{
    assert(machine->broken > 0);
    if (machine->broken == 1)
        hook_call(&infrastructure->machine_changing, machine, cause);
    if (--machine->broken > 0)
        return;
    infrastructure->machines_up++;
    hook_call(&infrastructure->machine_changed, machine, cause);
}
