/*
 * The availability model through the engine's public interface: an event for
 * each machine, laws, levels. And the same through the models: a fault on
 * machines.
 */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "models/faults/fault.h"
#include "sim/stats.h"
#include "tests/bench/bench.h"

extern const struct fault_kind fault_node_crash;

enum { MANY = 1000000 };

static const double life = 3600e3, repair = 36e3; /* means, in seconds */
static const char *const zones[] = {"a", NULL};

struct unit {
    struct event changed;
    bool down;
};

/* On one stream, as the loop and the other simulators have one generator, or on
 * one stream for each machine, as the faults of nines have. */
struct farm {
    struct unit *units;
    struct stream *streams;
    bool own;
    struct level up;
    struct level enough;
    int least;
};

static void farm_open(struct farm *farm, struct sim *sim, uint32_t machines)
{
    sim->model = farm;
    farm->least = enough_machines(machines);
    level_open(&farm->up, 0, machines);
    level_open(&farm->enough, 0, 1);
}

static inline void farm_change(struct farm *farm, sim_time now, double up)
{
    bool enough = up >= farm->least;

    level_set(&farm->up, now, up);
    if (enough != (farm->enough.value > 0))
        level_set(&farm->enough, now, enough);
}

static void farm_close(struct farm *farm, const struct sim *sim,
                       uint32_t machines, double since, struct found *found)
{
    double seconds = time_seconds(sim->now);

    found->nanoseconds = 1e9 * (bench_cpu() - since) / (double)sim->events;
    found->up = level_integral(&farm->up, sim->now) / seconds / machines;
    found->enough = level_integral(&farm->enough, sim->now) / seconds;
}

static inline void unit_stays(struct sim *sim, struct unit *unit)
{
    struct farm *farm = sim->model;
    struct stream *stream = farm->streams + (unit - farm->units) * farm->own;
    double seconds = stream_exponential(stream) * (unit->down ? repair : life);

    event_schedule(sim, &unit->changed, sim->now + time_from_seconds(seconds));
}

static void changed(struct sim *sim, struct event *event)
{
    struct unit *unit = EVENT_OWNER(event, struct unit, changed);
    struct farm *farm = sim->model;

    unit->down = !unit->down;
    farm_change(farm, sim->now, farm->up.value + (unit->down ? -1 : 1));
    unit_stays(sim, unit);
}

static sim_time horizon(uint32_t machines, double events)
{
    return time_from_seconds(events * (life + repair) / (2.0 * machines));
}

static void run(uint32_t machines, double events, bool own, struct found *found)
{
    struct farm farm = {.own = own};
    double since = bench_cpu();
    struct arena arena;
    struct sim *sim;

    arena_open(&arena);
    sim = sim_open(&arena, (struct seed){1, 0, 0}, 0);
    farm_open(&farm, sim, machines);
    farm.units = ARENA_ARRAY(&arena, struct unit, machines);
    farm.streams = ARENA_ARRAY(&arena, struct stream, own ? machines : 1);
    for (uint32_t i = 0; i < (own ? machines : 1); i++)
        stream_open(&farm.streams[i], &sim->seed, i);
    for (uint32_t i = 0; i < machines; i++) {
        event_prepare(&farm.units[i].changed, changed, RANK_TRUTH, i);
        unit_stays(sim, &farm.units[i]);
    }
    sim_run(sim, horizon(machines, events));
    farm_close(&farm, sim, machines, since, found);
    arena_close(&arena);
}

void engine_run(unsigned machines, double events, struct found *found)
{
    run(machines, events, false, found);
}

static void own_streams(uint32_t machines, double events, struct found *found)
{
    run(machines, events, true, found);
}

static void heard(void *context, void *subject, struct cause cause)
{
    struct infrastructure *infrastructure = context;

    (void)subject;
    (void)cause;
    farm_change(infrastructure->sim->model, infrastructure->sim->now,
                infrastructure->machines_up);
}

static struct cluster *open_cluster(struct sim *sim, int machines)
{
    static const struct domain_design zone = {"a", "zone/a", 0};
    struct arena *arena = sim->arena;
    struct machine_design *hardware =
        ARENA_ARRAY(arena, struct machine_design, machines);
    struct node_design *nodes =
        ARENA_ARRAY(arena, struct node_design, machines);
    struct cluster *cluster = ARENA_NEW(arena, struct cluster);
    const struct site site = {hardware, machines, &zone, 1, NULL, 0};

    for (int i = 0; i < machines; i++)
        hardware[i].name = nodes[i].name = nodes[i].object =
            arena_format(arena, "machine-%d", i);
    for (int i = 0; i < machines; i++)
        hardware[i].rack = -1;
    cluster->sim = sim;
    cluster->infrastructure = infrastructure_open(sim, &site, 0, 0);
    cluster->api = api_open(sim, nodes, machines, zones, 1);
    return cluster;
}

static void models_run(uint32_t machines, double events, struct found *found)
{
    static const struct fault_design design = {
        .name = "crashes",
        .kind = &fault_node_crash,
        .every = {.kind = &law_exponential, .a = 3600e3},
        .lasts = {.kind = &law_exponential, .a = 36e3}};
    struct arena arena;
    struct sim *sim;
    struct cluster *cluster;
    struct farm farm;
    struct listener listener = {heard, NULL, NULL};
    double since = bench_cpu();

    arena_open(&arena);
    sim = sim_open(&arena, (struct seed){1, 0, 0}, 0);
    farm_open(&farm, sim, machines);
    cluster = open_cluster(sim, (int)machines);
    listener.context = cluster->infrastructure;
    hook_listen(&cluster->infrastructure->machine_changed, &listener);
    faults_open(cluster, &design, 1);
    sim_run(sim, horizon(machines, events));
    farm_close(&farm, sim, machines, since, found);
    arena_close(&arena);
}

/* As many up as all but a fifteenth of the time have. */
int enough_machines(unsigned machines)
{
    double up = machines * 1000 / 1010., spread = sqrt(up * 10 / 1010.);

    return (int)ceil(up - 1.5 * spread);
}

/* All must find the truth, or they did not do the same work. */
static void check(const char *name, uint32_t machines, struct found found)
{
    double up = 1000. / 1010;
    double enough = gsl_cdf_binomial_Q((unsigned)enough_machines(machines) - 1,
                                       up, machines);

    if (fabs(found.up - up) < 5e-4 && fabs(found.enough - enough) < 0.02)
        return;
    fprintf(stderr,
            "bench: %s finds %.6f up and %.4f of the time enough, "
            "not %.6f and %.4f\n",
            name, found.up, found.enough, up, enough);
    exit(1);
}

struct entrant {
    const char *name;
    void (*run)(unsigned machines, double events, struct found *found);
    double best;
};

/* Round by round, so that what disturbs the machine disturbs all; in as many
 * that the fastest of each was disturbed by little. */
static void compete(struct entrant *entrants, size_t count, uint32_t machines,
                    double events)
{
    struct found found;

    for (int round = 0; round < (machines >= MANY ? 1 : 3) * ROUNDS; round++)
        for (size_t i = 0; i < count; i++) {
            entrants[i].run(machines, events, &found);
            check(entrants[i].name, machines, found);
            if (round == 0 || found.nanoseconds < entrants[i].best)
                entrants[i].best = found.nanoseconds;
        }
    for (size_t i = 0; i < count; i++)
        bench_row(entrants[i].name, (long)machines, entrants[i].best,
                  "ns/event");
    for (size_t i = 1; i < count; i++) {
        char name[64];

        snprintf(name, sizeof(name), "%s/loop", entrants[i].name);
        if (i == 1 && machines >= 1000)
            bench_at_most(name, (long)machines,
                          entrants[i].best / entrants[0].best, "ratio",
                          machines >= MANY ? 1.25 : 1);
        else
            bench_row(name, (long)machines, entrants[i].best / entrants[0].best,
                      "ratio");
    }
}

void bench_availability(void)
{
    struct entrant entrants[] = {{"availability: loop", loop_run, 0},
                                 {"availability: engine", engine_run, 0},
                                 {"availability: own streams", own_streams, 0},
                                 {"availability: models", models_run, 0}};

    for (uint32_t machines = 10; machines <= 10000; machines *= 10)
        compete(entrants, 4, machines, 2e6);
    compete(entrants, 3, MANY, 5e6);
}
