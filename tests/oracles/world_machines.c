/*
 * The references of machines and crews, through the faults and the repair queue
 * of models/.
 */
#include "models/faults/fault.h"
#include "sim/stats.h"
#include "tests/fleet.h"
#include "tests/oracles/lifetime.h"
#include "tests/oracles/oracle.h"
#include "tests/sheet.h"

enum {
    FAILURES = 5000,
    COST = 10 /* of one event, in events of the bare engine */
};

extern const struct fault_kind fault_node_crash;

/* What is counted: the system's time with fewer than k machines up, or with
 * k = 0 the mean share of machines that are down. */
struct design {
    int n;
    int k;
    int crews;
    struct law every;
    struct law lasts;
    sim_time warm, end;
};

struct watcher {
    const struct design *design;
    struct infrastructure *infrastructure;
    struct listener changed;
    struct level down;
};

static double downness(const struct design *design, int up)
{
    if (design->k == 0)
        return (double)(design->n - up) / design->n;
    return up < design->k ? 1 : 0;
}

static void changed(void *context, void *subject, struct cause cause)
{
    struct watcher *watcher = context;

    (void)subject;
    (void)cause;
    level_set(&watcher->down, watcher->infrastructure->sim->now,
              downness(watcher->design, watcher->infrastructure->machines_up));
}

static uint64_t run(const void *context, struct arena *arena, struct seed seed,
                    struct sample *samples)
{
    const struct design *design = context;
    struct sim *sim = sim_open(arena, seed, 0);
    struct cluster *cluster = fleet_open(sim, design->n, 1, design->crews);
    struct fault_design fault = {.name = "crashes",
                                 .kind = &fault_node_crash,
                                 .every = design->every,
                                 .lasts = design->lasts};
    struct watcher watcher = {
        design, cluster->infrastructure, {changed, &watcher, NULL}, {0, 0, 0}};

    faults_open(cluster, &fault, 1);
    sim_run(sim, design->warm);
    level_open(&watcher.down, sim->now,
               downness(design, cluster->infrastructure->machines_up));
    hook_listen(&cluster->infrastructure->machine_changed, &watcher.changed);
    sim_run(sim, design->end);
    samples[0] = (struct sample){level_integral(&watcher.down, sim->now),
                                 time_seconds(design->end - design->warm)};
    return COST * sim->events;
}

static void read_fleet(const char *parameters, const struct factors *factors,
                       struct design *design)
{
    double lambda =
        text_number(parameters, "lambda") * factors->rate[RATE_FAILURE];
    double mu = text_number(parameters, "mu") * factors->rate[RATE_REPAIR];
    double cycle = 1 / lambda + 1 / mu;

    design->n = (int)text_number(parameters, "n");
    design->crews = (int)text_number(parameters, "crews");
    design->every = lifetime_exponential(lambda);
    design->lasts = lifetime_exponential(mu);
    design->warm = hours(20 * cycle);
    design->end = design->warm + hours(fmax(100, FAILURES / design->n) * cycle);
}

static bool read_system(struct arena *arena, const char *parameters,
                        const struct factors *factors, void *context)
{
    struct design *design = context;

    (void)arena;
    read_fleet(parameters, factors, design);
    design->k = (int)text_number(parameters, "k");
    return design->k > 0;
}

static bool read_repairman(struct arena *arena, const char *parameters,
                           const struct factors *factors, void *context)
{
    (void)arena;
    read_fleet(parameters, factors, context);
    return true;
}

static double failure(const void *context, const struct measure *measure)
{
    const struct design *design = context;

    (void)measure;
    return law_mean(&design->lasts);
}

static const struct measure of_system[] = {
    {.name = "steady_unavailability"},
    {.name = NULL},
};

static const struct measure of_repairman[] = {
    {.name = "mean_up_fraction", .whole = 1},
    {.name = NULL},
};

const struct oracle oracle_world_machines = {
    .title = "k of n machines, through faults and repair",
    .model = "k_of_n_birth_death",
    .measures = of_system,
    .size = sizeof(struct design),
    .read = read_system,
    .run = run,
    .failure = failure,
};

const struct oracle oracle_world_repairman = {
    .title = "machine repairman, through faults and repair",
    .model = "machine_repairman",
    .measures = of_repairman,
    .size = sizeof(struct design),
    .read = read_repairman,
    .run = run,
};
