/*
 * Machines that break, and crews that mend them in the order of breaking: k of
 * n machines, and the machine repairman. One birth-death chain, with
 * exponential times.
 */
#include "sim/event.h"
#include "sim/stats.h"
#include "tests/oracles/lifetime.h"
#include "tests/oracles/oracle.h"
#include "tests/sheet.h"

enum { EVENTS = 50000 };

static const double most_hours = 1e9; /* the clock ends at 2.5e9 */

struct design {
    int n;
    int k; /* the system is down with fewer than k machines up */
    int crews;
    double repair_hours;
    struct law life, repair;
    sim_time warm, window;
};

struct machine {
    struct event event; /* it breaks, or is mended */
    bool up;
    struct machine *next; /* that waits for a crew */
};

struct fleet {
    const struct design *design;
    struct stream stream;
    int down, busy;
    struct machine *first, **end; /* who wait */
    bool fresh;                   /* all were up since the system last failed */
    struct level downs, crews, failed, fresh_time;
    uint64_t breaks, failures, refreshed;
};

static void mend(struct sim *sim, struct machine *machine)
{
    struct fleet *fleet = sim->model;

    event_schedule(sim, &machine->event,
                   time_after(sim->now, law_delay(&fleet->design->repair,
                                                  &fleet->stream)));
}

static void set_busy(struct sim *sim, struct fleet *fleet, int busy)
{
    fleet->busy = busy;
    level_set(&fleet->crews, sim->now, busy);
}

static void set_fresh(struct sim *sim, struct fleet *fleet, bool fresh)
{
    fleet->fresh = fresh;
    level_set(&fleet->fresh_time, sim->now, fresh);
}

/* The system's view of one machine more, or fewer, that is down. */
static void set_down(struct sim *sim, struct fleet *fleet, int down)
{
    int most = fleet->design->n - fleet->design->k;
    bool was_failed = fleet->down > most, failed = down > most;

    fleet->down = down;
    level_set(&fleet->downs, sim->now, down);
    if (failed != was_failed)
        level_set(&fleet->failed, sim->now, failed);
    if (failed && !was_failed) {
        fleet->failures++;
        set_fresh(sim, fleet, false);
    }
    if (down == 0 && !fleet->fresh) {
        fleet->refreshed++;
        set_fresh(sim, fleet, true);
    }
}

static void fall(struct sim *sim, struct machine *machine)
{
    struct fleet *fleet = sim->model;

    machine->up = false;
    fleet->breaks++;
    set_down(sim, fleet, fleet->down + 1);
    if (fleet->busy < fleet->design->crews) {
        set_busy(sim, fleet, fleet->busy + 1);
        mend(sim, machine);
        return;
    }
    machine->next = NULL;
    *fleet->end = machine;
    fleet->end = &machine->next;
}

static void rise(struct sim *sim, struct machine *machine)
{
    struct fleet *fleet = sim->model;
    struct machine *next = fleet->first;

    machine->up = true;
    set_down(sim, fleet, fleet->down - 1);
    event_schedule(
        sim, &machine->event,
        time_after(sim->now, law_delay(&fleet->design->life, &fleet->stream)));
    if (next == NULL) {
        set_busy(sim, fleet, fleet->busy - 1);
        return;
    }
    fleet->first = next->next;
    if (fleet->first == NULL)
        fleet->end = &fleet->first;
    mend(sim, next);
}

static void turn(struct sim *sim, struct event *event)
{
    struct machine *machine = EVENT_OWNER(event, struct machine, event);

    if (machine->up)
        fall(sim, machine);
    else
        rise(sim, machine);
}

static void fleet_start(struct sim *sim, struct fleet *fleet,
                        const struct design *design)
{
    struct machine *machines =
        ARENA_ARRAY(sim->arena, struct machine, design->n);

    *fleet = (struct fleet){.design = design, .fresh = true};
    fleet->end = &fleet->first;
    sim->model = fleet;
    stream_open(&fleet->stream, &sim->seed, identity_of("fleet"));
    for (int i = 0; i < design->n; i++) {
        machines[i].up = true;
        event_prepare(&machines[i].event, turn, RANK_TRUTH, (uint64_t)i);
        event_schedule(sim, &machines[i].event,
                       law_delay(&design->life, &fleet->stream));
    }
}

/* Measuring begins: counts are of the window. */
static void fleet_watch(struct sim *sim, struct fleet *fleet)
{
    const struct design *design = fleet->design;

    level_open(&fleet->downs, sim->now, fleet->down);
    level_open(&fleet->crews, sim->now, fleet->busy);
    level_open(&fleet->failed, sim->now, fleet->down > design->n - design->k);
    level_open(&fleet->fresh_time, sim->now, fleet->fresh);
    fleet->breaks = fleet->failures = fleet->refreshed = 0;
}

static double hours_of(const struct sim *sim, const struct level *level)
{
    return in_hours(level_integral(level, sim->now));
}

static struct sim *simulate(const struct design *design, struct arena *arena,
                            struct seed seed, struct fleet *fleet)
{
    struct sim *sim = sim_open(arena, seed, 0);

    fleet_start(sim, fleet, design);
    sim_run(sim, design->warm);
    fleet_watch(sim, fleet);
    sim_run(sim, design->warm + design->window);
    return sim;
}

static uint64_t run_system(const void *context, struct arena *arena,
                           struct seed seed, struct sample *samples)
{
    const struct design *design = context;
    struct fleet fleet;
    struct sim *sim = simulate(design, arena, seed, &fleet);
    double window = in_hours(time_seconds(design->window));
    double failed = hours_of(sim, &fleet.failed);
    double failures = (double)fleet.failures;

    samples[0] = (struct sample){failed, window};
    samples[1] = (struct sample){failures, window};
    samples[2] = (struct sample){failed, failures};
    samples[3] = (struct sample){hours_of(sim, &fleet.downs), window};
    samples[4] = (struct sample){hours_of(sim, &fleet.fresh_time),
                                 (double)fleet.refreshed};
    return sim->events;
}

static uint64_t run_repairman(const void *context, struct arena *arena,
                              struct seed seed, struct sample *samples)
{
    const struct design *design = context;
    struct fleet fleet;
    struct sim *sim = simulate(design, arena, seed, &fleet);
    double window = in_hours(time_seconds(design->window));
    double down = hours_of(sim, &fleet.downs);

    samples[0] = (struct sample){down, window};
    samples[1] = (struct sample){down / design->n, window};
    samples[2] = (struct sample){
        window - hours_of(sim, &fleet.crews) / design->crews, window};
    samples[3] = (struct sample){down, (double)fleet.breaks};
    return sim->events;
}

/* Steady after 20 times the slowest change, which is faster than a life and a
 * repair together. */
static void read_fleet(const char *parameters, const struct factors *factors,
                       struct design *design)
{
    double lambda =
        text_number(parameters, "lambda") * factors->rate[RATE_FAILURE];
    double mu = text_number(parameters, "mu") * factors->rate[RATE_REPAIR];
    double cycle = 1 / lambda + 1 / mu, warm = 20 * cycle, breaks;

    design->n = (int)text_number(parameters, "n");
    design->crews = (int)text_number(parameters, "crews");
    design->life = lifetime_exponential(lambda);
    design->repair = lifetime_exponential(mu);
    design->repair_hours = 1 / mu;
    breaks = fmin(design->n / cycle, design->crews * mu);
    design->warm = hours(warm);
    design->window =
        hours(fmin(most_hours, fmax(EVENTS / (2 * breaks), 4 * warm)));
}

static bool read_system(struct arena *arena, const char *parameters,
                        const struct factors *factors, void *context)
{
    struct design *design = context;

    (void)arena;
    read_fleet(parameters, factors, design);
    design->k = (int)text_number(parameters, "k");
    return design->k > 0 && design->k <= design->n && design->crews > 0;
}

static bool read_repairman(struct arena *arena, const char *parameters,
                           const struct factors *factors, void *context)
{
    struct design *design = context;

    (void)arena;
    read_fleet(parameters, factors, design);
    return design->n > 0 && design->crews > 0;
}

enum { UNAVAILABILITY, FREQUENCY };

static const struct measure of_system[] = {
    [UNAVAILABILITY] = {.name = "steady_unavailability"},
    [FREQUENCY] = {.name = "system_failure_frequency"},
    {.name = "mean_outage_duration", .rate = RATE_REPAIR},
    {.name = "mean_number_down"},
    {.name = "mttf_from_all_up"},
    {.name = NULL},
};

static double failure(const void *context, const struct measure *measure)
{
    const struct design *design = context;

    return measure == &of_system[UNAVAILABILITY] ? design->repair_hours : 1;
}

static const struct measure of_repairman[] = {
    {.name = "mean_down"},
    {.name = "mean_up_fraction", .whole = 1},
    {.name = "crew_utilisation", .whole = 1},
    {.name = "mean_downtime_per_failure_incl_wait", .rate = RATE_REPAIR},
    {.name = NULL},
};

const struct oracle oracle_k_of_n = {
    .title = "k of n machines, and crews",
    .model = "k_of_n_birth_death",
    .measures = of_system,
    .size = sizeof(struct design),
    .read = read_system,
    .run = run_system,
    .failure = failure,
};

const struct oracle oracle_repairman = {
    .title = "machine repairman",
    .model = "machine_repairman",
    .measures = of_repairman,
    .size = sizeof(struct design),
    .read = read_repairman,
    .run = run_repairman,
};
