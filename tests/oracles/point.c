/*
 * One machine, new at time 0: is it up at t (point availability), and for what
 * part of the time until then (interval availability)? References are the
 * numeric solutions of the renewal equations.
 */
#include <stdio.h>
#include <string.h>

#include "sim/event.h"
#include "tests/oracles/lifetime.h"
#include "tests/oracles/oracle.h"
#include "tests/sheet.h"

enum { EVENTS = 50000, WORDS = 200 };

struct design {
    struct law life, repair;
    sim_time end;
    int histories; /* of one replication */
};

struct machine {
    const struct design *design;
    struct event event;
    struct stream lives, repairs;
    bool up;
    sim_time since;
    sim_time down;
};

static void turn(struct sim *sim, struct event *event)
{
    struct machine *machine = EVENT_OWNER(event, struct machine, event);
    const struct design *design = machine->design;
    sim_time next;

    if (!machine->up)
        machine->down += sim->now - machine->since;
    machine->since = sim->now;
    machine->up = !machine->up;
    next = machine->up ? law_delay(&design->life, &machine->lives)
                       : law_delay(&design->repair, &machine->repairs);
    event_schedule(sim, event, time_after(sim->now, next));
}

/* One history after another, on one clock. */
static void history(struct sim *sim, struct machine *machine,
                    struct sample *samples)
{
    const struct design *design = machine->design;

    machine->up = true;
    machine->since = sim->now;
    machine->down = 0;
    event_schedule(
        sim, &machine->event,
        time_after(sim->now, law_delay(&design->life, &machine->lives)));
    sim_run(sim, sim->now + design->end);
    if (!machine->up)
        machine->down += sim->now - machine->since;
    samples[0].above += !machine->up;
    samples[0].below++;
    samples[1].above += time_seconds(machine->down);
    samples[1].below += time_seconds(design->end);
}

static uint64_t run(const void *context, struct arena *arena, struct seed seed,
                    struct sample *samples)
{
    const struct design *design = context;
    struct sim *sim = sim_open(arena, seed, 0);
    struct machine machine = {.design = design};

    stream_open(&machine.lives, &seed, identity_of("lives"));
    stream_open(&machine.repairs, &seed, identity_of("repairs"));
    event_prepare(&machine.event, turn, RANK_TRUTH, 0);
    for (int i = 0; i < design->histories; i++)
        history(sim, &machine, samples);
    return sim->events + (uint64_t)design->histories;
}

static bool read(struct arena *arena, const char *parameters,
                 const struct factors *factors, void *context)
{
    struct design *design = context;
    char up[WORDS], down[WORDS];
    double end = text_number(parameters, "t"), cycle;

    (void)arena;
    if (sscanf(parameters, "%*[^;];%199[^;];%199[^;]", up, down) != 2)
        return false;
    design->life = lifetime_read(up, factors->rate[RATE_FAILURE]);
    design->repair = lifetime_read(down, factors->rate[RATE_REPAIR]);
    if (design->life.kind == NULL || design->repair.kind == NULL)
        return false;
    cycle = in_hours(law_mean(&design->life) + law_mean(&design->repair));
    design->end = hours(end);
    design->histories = 1 + (int)(EVENTS / (2 + 2 * end / cycle));
    return end > 0;
}

static const struct measure measures[] = {
    {.name = "point_availability", .whole = 1},
    {.name = "mean_interval_availability_0_t", .whole = 1},
    {.name = NULL},
};

/* More precise than the others: early on, a rate's error is less in the point
 * availability. */
const struct oracle oracle_point = {
    .title = "point and interval availability",
    .model = "point_availability",
    .measures = measures,
    .size = sizeof(struct design),
    .read = read,
    .run = run,
    .precision = 1.6,
};
