/*
 * The availability model through the engine's public interface: one event and
 * one stream per machine, laws, a level. And the same through the models: a
 * fault on machines.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "models/faults/fault.h"
#include "sim/stats.h"
#include "tests/bench/bench.h"

extern const struct law_kind law_exponential;
extern const struct fault_kind fault_node_crash;

enum { EVENTS = 2000000 };

static const struct law life = {.kind = &law_exponential, .a = 3600e3};
static const struct law repair = {.kind = &law_exponential, .a = 36e3};
static const char *const zones[] = {"a", NULL};

struct unit {
    struct event changed;
    struct stream stream;
    bool down;
};

static void changed(struct sim *sim, struct event *event)
{
    struct unit *unit = EVENT_OWNER(event, struct unit, changed);
    struct level *up = sim->model;

    unit->down = !unit->down;
    level_set(up, sim->now, up->value + (unit->down ? -1 : 1));
    event_schedule(sim, event,
                   sim->now +
                       law_delay(unit->down ? &repair : &life, &unit->stream));
}

static sim_time horizon(uint32_t machines)
{
    return time_from_seconds(EVENTS * (life.a + repair.a) / (2.0 * machines));
}

static double engine_run(uint32_t machines, double *availability)
{
    struct arena arena;
    struct sim *sim;
    struct unit *units;
    struct level up;
    double since = bench_cpu();

    arena_open(&arena);
    sim = sim_open(&arena, (struct seed){1, 0, 0}, 0);
    sim->model = &up;
    level_open(&up, 0, machines);
    units = ARENA_ARRAY(&arena, struct unit, machines);
    for (uint32_t i = 0; i < machines; i++) {
        stream_open(&units[i].stream, &sim->seed, i);
        event_prepare(&units[i].changed, changed, RANK_TRUTH, i);
        event_schedule(sim, &units[i].changed,
                       law_delay(&life, &units[i].stream));
    }
    sim_run(sim, horizon(machines));
    since = bench_cpu() - since;
    *availability =
        level_integral(&up, sim->now) / time_seconds(sim->now) / machines;
    since = 1e9 * since / (double)sim->events;
    arena_close(&arena);
    return since;
}

static void heard(void *context, void *subject, struct cause cause)
{
    struct infrastructure *infrastructure = context;

    (void)subject;
    (void)cause;
    level_set(infrastructure->sim->model, infrastructure->sim->now,
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
    cluster->api = api_open(sim, nodes, machines, zones, 1, 0);
    return cluster;
}

static double models_run(uint32_t machines, double *availability)
{
    static const struct fault_design design = {
        .name = "crashes",
        .kind = &fault_node_crash,
        .every = {.kind = &law_exponential, .a = 3600e3},
        .lasts = {.kind = &law_exponential, .a = 36e3}};
    struct arena arena;
    struct sim *sim;
    struct cluster *cluster;
    struct level up;
    struct listener listener = {heard, NULL, NULL};
    double since = bench_cpu();

    arena_open(&arena);
    sim = sim_open(&arena, (struct seed){1, 0, 0}, 0);
    sim->model = &up;
    level_open(&up, 0, machines);
    cluster = open_cluster(sim, (int)machines);
    listener.context = cluster->infrastructure;
    hook_listen(&cluster->infrastructure->machine_changed, &listener);
    faults_open(cluster, &design, 1);
    sim_run(sim, horizon(machines));
    since = bench_cpu() - since;
    *availability =
        level_integral(&up, sim->now) / time_seconds(sim->now) / machines;
    since = 1e9 * since / (double)sim->events;
    arena_close(&arena);
    return since;
}

/* All three must find about the same. */
static void check(double availability)
{
    if (fabs(availability - 1000. / 1010) < 5e-4)
        return;
    fprintf(stderr, "bench: the availability is %.6f, not %.6f\n", availability,
            1000. / 1010);
    exit(1);
}

static double best(double (*run)(uint32_t machines, double *availability),
                   uint32_t machines)
{
    double least = INFINITY, availability;

    for (int i = 0; i < ROUNDS; i++) {
        least = fmin(least, run(machines, &availability));
        check(availability);
    }
    return least;
}

static double loop(uint32_t machines, double *availability)
{
    return loop_run(machines, EVENTS, availability);
}

void bench_availability(void)
{
    for (uint32_t machines = 10; machines <= 10000; machines *= 10) {
        double hand = best(loop, machines);
        double engine = best(engine_run, machines);

        bench_row("availability, loop", (long)machines, hand, "ns/event");
        bench_row("availability, engine", (long)machines, engine, "ns/event");
        bench_row("availability, engine/loop", (long)machines, engine / hand,
                  "ratio");
        bench_row("availability, models/loop", (long)machines,
                  best(models_run, machines) / hand, "ratio");
    }
}
