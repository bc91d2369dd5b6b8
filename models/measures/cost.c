/* Cost: hours of all machines that are there, up or not, and what they are
 * charged. */
#include "models/measures/measure.h"
#include "sim/stats.h"

enum { NODE_HOURS, COST };

static const struct number_name names[] = {{"node_hours", "cluster", "h"},
                                           {"cost", "cluster", "1"},
                                           {NULL, NULL, NULL}};

struct cost {
    struct observation *observation;
    struct level machines; /* that are there */
    struct level price;    /* of them all */
    struct listener came;
};

static void came(void *context, void *subject, struct cause cause)
{
    struct cost *self = context;
    const struct machine *machine = subject;
    sim_time now = self->observation->cluster->sim->now;
    int more = machine->absent ? -1 : 1;

    (void)cause;
    level_set(&self->machines, now, self->machines.value + more);
    level_set(&self->price, now,
              self->price.value + more * machine->design->price);
}

static void *open(struct observation *observation)
{
    struct infrastructure *infrastructure =
        observation->cluster->infrastructure;
    struct sim *sim = observation->cluster->sim;
    struct cost *self = ARENA_NEW(sim->arena, struct cost);
    double price = 0;

    self->observation = observation;
    for (int i = 0; i < infrastructure->machine_count; i++)
        if (!infrastructure->machines[i].absent)
            price += infrastructure->machines[i].design->price;
    level_open(&self->machines, sim->now, infrastructure->machines_present);
    level_open(&self->price, sim->now, price);
    self->came = (struct listener){came, self, NULL};
    hook_listen(&infrastructure->machine_came, &self->came);
    return self;
}

static void close(void *state)
{
    struct cost *self = state;
    double *numbers = observation_numbers(self->observation);
    sim_time now = self->observation->cluster->sim->now;

    numbers[NODE_HOURS] = level_integral(&self->machines, now) / 3600;
    numbers[COST] = level_integral(&self->price, now) / 3600;
}

const struct measure_kind measure_cost = {
    {"cost", "hours of nodes, and their price", no_parameters},
    names,
    NULL,
    NULL,
    open,
    close};
