/* What is asked of a demand, whatever its kind, and of none. */
#include "models/cluster/demand.h"

bool demand_read(struct demand *demand, const struct demand_kind *kind,
                 const struct tree *item, const char *const *also,
                 const char *what, struct errors *errors)
{
    void *settings = arena_allocate(errors->arena, kind->settings_size);

    *demand = (struct demand){.kind = kind, .settings = settings};
    return plugin_read(&kind->plugin, item, item->at, also, what, settings,
                       errors) &&
           (kind->resolve == NULL ||
            kind->resolve(settings, item, what, errors));
}

void demand_open(struct demand *demand, struct sim *sim, const char *object,
                 sim_time zero)
{
    demand->zero = zero;
    if (demand->kind == NULL || demand->kind->state_size == 0)
        return;
    demand->state = arena_allocate(sim->arena, demand->kind->state_size);
    demand->stream = ARENA_NEW(sim->arena, struct stream);
    stream_open(demand->stream, &sim->seed,
                identity_of(arena_format(sim->arena, "demand/%s", object)));
    demand->kind->open(demand);
}

double demand_rate(const struct demand *demand, sim_time t)
{
    return demand->kind == NULL ? 0
                                : demand->kind->rate(demand, t - demand->zero);
}

double demand_volume(const struct demand *demand, sim_time from, sim_time to)
{
    return demand->kind == NULL
               ? 0
               : demand->kind->volume(demand, from - demand->zero,
                                      to - demand->zero);
}

struct demand_range demand_range(const struct demand *demand, sim_time from,
                                 sim_time to)
{
    return demand->kind == NULL
               ? (struct demand_range){0, 0}
               : demand->kind->range(demand, from - demand->zero,
                                     to - demand->zero);
}

sim_time demand_crosses(const struct demand *demand, double level,
                        sim_time after)
{
    return demand->kind == NULL || demand->kind->crosses == NULL
               ? NEVER
               : time_after(
                     demand->kind->crosses(demand, level, after - demand->zero),
                     demand->zero);
}

sim_time demand_until(const struct demand *demand)
{
    return demand->state == NULL
               ? NEVER
               : time_after(demand->kind->until(demand), demand->zero);
}

void demand_turn(struct demand *demand)
{
    demand->kind->turn(demand);
}

double demand_expected(const struct demand *demand, sim_time from, sim_time to)
{
    if (demand->kind != NULL && demand->kind->mean != NULL)
        return demand->kind->mean(demand->settings) * time_seconds(to - from);
    return demand_volume(demand, from, to);
}

sim_time demand_beyond(const struct demand *demand,
                       double (*rate)(const struct demand *demand, sim_time t),
                       double level, bool above, sim_time t)
{
    for (sim_time step = 1; t != NEVER && (rate(demand, t) > level) != above;
         step *= 2)
        t = time_after(t, step);
    return t;
}
