/*
 * The references of alternating renewal, through the faults and the repair of
 * models/.
 */
#include "models/faults/fault.h"
#include "sim/stats.h"
#include "tests/fleet.h"
#include "tests/oracles/lifetime.h"
#include "tests/oracles/oracle.h"

enum {
    CYCLES = 5000,
    COST = 10 /* of one event, in events of the bare engine */
};

extern const struct fault_kind fault_node_crash;

struct design {
    struct law life, repair;
};

struct watcher {
    struct infrastructure *infrastructure;
    struct listener changed;
    int cycles;
    sim_time since;
    sim_time time[2]; /* down, up */
};

/* Whole cycles count; the last one that begins does not. */
static void changed(void *context, void *subject, struct cause cause)
{
    struct watcher *watcher = context;
    struct sim *sim = watcher->infrastructure->sim;
    bool up = machine_up(subject);

    (void)cause;
    watcher->time[!up] += sim->now - watcher->since;
    watcher->since = sim->now;
    if (up && ++watcher->cycles == CYCLES)
        sim_stop(sim);
}

static uint64_t run(const void *context, struct arena *arena, struct seed seed,
                    struct sample *samples)
{
    const struct design *design = context;
    struct sim *sim = sim_open(arena, seed, 0);
    struct cluster *cluster = fleet_open(sim, 1, 1, 0);
    struct fault_design fault = {.name = "crashes",
                                 .kind = &fault_node_crash,
                                 .every = design->life,
                                 .lasts = design->repair};
    struct watcher watcher = {.infrastructure = cluster->infrastructure,
                              .changed = {changed, &watcher, NULL}};
    double up, down;

    hook_listen(&cluster->infrastructure->machine_changed, &watcher.changed);
    faults_open(cluster, &fault, 1);
    sim_run(sim, NEVER - 1);
    up = time_seconds(watcher.time[true]);
    down = time_seconds(watcher.time[false]);
    samples[0] = (struct sample){down, up + down};
    return COST * sim->events;
}

static bool read(struct arena *arena, const char *parameters,
                 const struct factors *factors, void *context)
{
    struct design *design = context;

    (void)arena;
    return lifetime_pair(parameters, factors->rate[RATE_FAILURE],
                         factors->rate[RATE_REPAIR], &design->life,
                         &design->repair);
}

static const struct measure measures[] = {
    {.name = "steady_availability", .whole = 1},
    {.name = NULL},
};

const struct oracle oracle_world_renewal = {
    .title = "alternating renewal, through faults and repair",
    .model = "alternating_renewal",
    .measures = measures,
    .size = sizeof(struct design),
    .read = read,
    .run = run,
};
