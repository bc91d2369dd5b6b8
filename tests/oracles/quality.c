/*
 * The quality of service of the workstation cluster: in the long run, until
 * 2,000 hours, and at 20 hours, from everything up.
 */
#include "sim/stats.h"
#include "tests/oracles/lifetime.h"
#include "tests/oracles/oracle.h"
#include "tests/oracles/workstations.h"
#include "tests/sheet.h"

enum { EVENTS = 50000 };

struct design {
    int n;
    struct factors factors;
    double warm, window; /* hours; of the long run */
    int histories;       /* of one replication, from everything up */
};

struct watch {
    struct level no_premium, no_minimum, down;
    bool failed; /* there was no minimum quality */
};

static void watch_changed(struct sim *sim, struct workstations *cluster)
{
    struct watch *watch = cluster->context;
    int up = cluster->classes[CLASS_LEFT].up + cluster->classes[CLASS_RIGHT].up;
    bool premium = workstations_serve(cluster, workstations_premium(cluster));
    bool minimum = workstations_serve(cluster, workstations_minimum(cluster));

    level_set(&watch->no_premium, sim->now, !premium);
    level_set(&watch->no_minimum, sim->now, !minimum);
    level_set(&watch->down, sim->now, 1 - up / (2.0 * cluster->n));
    watch->failed |= !minimum;
}

static void watch_open(struct sim *sim, struct watch *watch)
{
    level_open(&watch->no_premium, sim->now, watch->no_premium.value);
    level_open(&watch->no_minimum, sim->now, watch->no_minimum.value);
    level_open(&watch->down, sim->now, watch->down.value);
}

static struct workstations *
cluster_open(struct sim *sim, const struct design *design, struct watch *watch)
{
    struct workstations *cluster =
        workstations_open(sim, design->n, design->factors.rate[RATE_FAILURE],
                          design->factors.rate[RATE_REPAIR]);

    cluster->changed = watch_changed;
    cluster->context = watch;
    return cluster;
}

static uint64_t run_long(const void *context, struct arena *arena,
                         struct seed seed, struct sample *samples)
{
    const struct design *design = context;
    struct sim *sim = sim_open(arena, seed, 0);
    struct watch watch = {.failed = false};
    struct workstations *cluster = cluster_open(sim, design, &watch);
    double window = design->window;

    workstations_start(sim, cluster);
    sim_run(sim, hours(design->warm));
    watch_open(sim, &watch);
    cluster->repairs = 0;
    sim_run(sim, hours(design->warm + window));
    samples[0] = samples[1] = (struct sample){
        in_hours(level_integral(&watch.no_premium, sim->now)), window};
    samples[2] = (struct sample){
        in_hours(level_integral(&watch.no_minimum, sim->now)), window};
    samples[3] = (struct sample){
        in_hours(level_integral(&watch.down, sim->now)), window};
    samples[4] = (struct sample){(double)cluster->repairs, window};
    return sim->events;
}

/* Histories one after another, on one clock. */
static uint64_t run_histories(const struct design *design, struct arena *arena,
                              struct seed seed, struct sample *samples,
                              double length,
                              void (*look)(const struct sim *sim,
                                           const struct workstations *cluster,
                                           struct sample *samples))
{
    struct sim *sim = sim_open(arena, seed, 0);
    struct watch watch;
    struct workstations *cluster = cluster_open(sim, design, &watch);

    for (int i = 0; i < design->histories; i++) {
        watch = (struct watch){.failed = false};
        watch_open(sim, &watch);
        workstations_start(sim, cluster);
        sim_run(sim, sim->now + hours(length));
        look(sim, cluster, samples);
    }
    return sim->events +
           (uint64_t)design->histories * (uint64_t)(2 * design->n + 3);
}

static void look_at_2000(const struct sim *sim,
                         const struct workstations *cluster,
                         struct sample *samples)
{
    const struct watch *watch = cluster->context;

    samples[0].above += in_hours(level_integral(&watch->no_minimum, sim->now));
    samples[1].above += watch->failed;
    samples[2].above += (double)cluster->repairs;
    for (int i = 0; i < 3; i++)
        samples[i].below++;
}

static uint64_t run_2000(const void *context, struct arena *arena,
                         struct seed seed, struct sample *samples)
{
    return run_histories(context, arena, seed, samples, 2000, look_at_2000);
}

static void look_at_20(const struct sim *sim,
                       const struct workstations *cluster,
                       struct sample *samples)
{
    const struct watch *watch = cluster->context;

    (void)sim;
    samples[0].above += watch->down.value;
    samples[1].above += watch->no_minimum.value;
    samples[0].below++;
    samples[1].below++;
}

static uint64_t run_20(const void *context, struct arena *arena,
                       struct seed seed, struct sample *samples)
{
    return run_histories(context, arena, seed, samples, 20, look_at_20);
}

/* Of all that is up, workstations fail nearly always: three events each time.
 */
static bool read_design(const char *parameters, const struct factors *factors,
                        double length, struct design *design)
{
    int n = (int)text_number(parameters, "N");
    double events_an_hour = 3 * 2 * n / 500.0;

    if (n < 1)
        return false;
    design->n = n;
    design->factors = *factors;
    design->warm = 500; /* 60 times the longest mean repair */
    design->window = EVENTS / events_an_hour;
    design->histories =
        1 + (int)(EVENTS / (length * events_an_hour + 2 * n + 3));
    return true;
}

static bool read_long(struct arena *arena, const char *parameters,
                      const struct factors *factors, void *context)
{
    (void)arena;
    return read_design(parameters, factors, 0, context);
}

static bool read_2000(struct arena *arena, const char *parameters,
                      const struct factors *factors, void *context)
{
    (void)arena;
    return read_design(parameters, factors, 2000, context);
}

static bool read_20(struct arena *arena, const char *parameters,
                    const struct factors *factors, void *context)
{
    (void)arena;
    return read_design(parameters, factors, 20, context);
}

static const struct measure in_the_long_run[] = {
    {.name = "premium_steady", .whole = 1},
    {.name = "not_premium_steady"},
    {.name = "not_minimum_steady"},
    {.name = "percent_op_steady", .whole = 100, .scale = 100},
    {.name = "repair_rate_steady_per_h"},
    {.name = NULL},
};

static const struct measure until_2000[] = {
    {.name = "below_min_T2000_hours"},
    {.name = "qos1_T2000"},
    {.name = "repairs_T2000"},
    {.name = NULL},
};

static const struct measure at_20[] = {
    {.name = "operational_pct_t20", .whole = 100, .scale = 100},
    {.name = "qos2_t20"},
    {.name = NULL},
};

/* What makes it fail is mostly a switch, for 4 hours. */
static double failure_hours(const void *context, const struct measure *measure)
{
    (void)context;
    return measure == &until_2000[1] ? 1 : 4;
}

static double failure_share(const void *context, const struct measure *measure)
{
    (void)context;
    (void)measure;
    return 1;
}

const struct oracle oracle_workstations = {
    .title = "workstation cluster, in the long run",
    .model = "workstation_cluster",
    .measures = in_the_long_run,
    .size = sizeof(struct design),
    .read = read_long,
    .run = run_long,
    .failure = failure_hours,
};

const struct oracle oracle_workstations_2000 = {
    .title = "workstation cluster, until 2,000 h",
    .model = "workstation_cluster",
    .measures = until_2000,
    .size = sizeof(struct design),
    .read = read_2000,
    .run = run_2000,
    .failure = failure_hours,
};

const struct oracle oracle_workstations_20 = {
    .title = "workstation cluster, at 20 h",
    .model = "workstation_cluster",
    .measures = at_20,
    .size = sizeof(struct design),
    .read = read_20,
    .run = run_20,
    .failure = failure_share,
};
