/*
 * The scheduler alone: the API, its watch, and pods in Deployments of a hundred
 * on nodes with room; ten a node are placed, then as many are replaced.
 */
#include <stdio.h>
#include <stdlib.h>

#include "models/api/component.h"
#include "tests/bench/bench.h"

extern const struct controller_kind controller_scheduler;

enum { PODS_PER_NODE = 10, PODS_PER_OWNER = 100, ZONES = 3 };

struct cluster {
    struct arena arena;
    struct api *api;
    struct component component;
    struct workload *workloads;
    int workload_count;
    struct owner **owners;
};

static const struct network network = {.watch = {.kind = &law_constant},
                                       .call = {.kind = &law_constant}};

static const struct node_design *make_nodes(struct arena *arena, int count)
{
    struct node_design *nodes = ARENA_ARRAY(arena, struct node_design, count);

    for (int i = 0; i < count; i++)
        nodes[i] =
            (struct node_design){.name = arena_format(arena, "node-%d", i),
                                 .zone = i % ZONES,
                                 .cpu_milli = 8000,
                                 .memory_bytes = (int64_t)32 << 30,
                                 .pods = 110};
    return nodes;
}

/* Seven sizes of pods, or as many as there are Deployments. */
static void make_workloads(struct cluster *cluster, int sizes)
{
    struct arena *arena = &cluster->arena;

    cluster->workloads =
        ARENA_ARRAY(arena, struct workload, cluster->workload_count);
    for (int i = 0; i < cluster->workload_count; i++) {
        struct container_template *container =
            ARENA_NEW(arena, struct container_template);

        container->cpu_request_milli = 100 + 37 * (i % sizes) % 500;
        container->memory_request_bytes =
            (int64_t)(128 + 53 * (i % sizes) % 1024) << 20;
        cluster->workloads[i] = (struct workload){
            .object = arena_format(arena, "deployment/%d", i),
            .ordinal = i,
            .template = {
                .ordinal = i, .container_count = 1, .containers = container}};
    }
}

static void *settings(struct arena *arena)
{
    struct errors errors = {.arena = arena};
    void *into = arena_allocate(arena, controller_scheduler.settings_size);

    if (plugin_read(&controller_scheduler.plugin, NULL,
                    (struct place){NULL, 0, 0}, NULL, "scheduler", into,
                    &errors))
        return into;
    errors_print(&errors, stderr);
    exit(2);
}

static void open(struct cluster *cluster, int nodes, int sizes)
{
    static const char *const zones[] = {"a", "b", "c", NULL};
    struct component *component = &cluster->component;
    struct arena *arena = &cluster->arena;
    int count = nodes * PODS_PER_NODE / PODS_PER_OWNER;

    *cluster = (struct cluster){.workload_count = count};
    arena_open(arena);
    cluster->api = api_open(sim_open(arena, (struct seed){1, 0, 0}, 0),
                            make_nodes(arena, nodes), nodes, zones, ZONES);
    make_workloads(cluster, sizes < count ? sizes : count);
    component->workloads = cluster->workloads;
    component->workload_count = component->template_count = count;
    cluster->owners = ARENA_ARRAY(arena, struct owner *, count);
    component->minor = 36;
    component_open(component, cluster->api, SCHEDULER, &network);
    controller_scheduler.start(component, settings(arena));
    for (int i = 0; i < count; i++)
        cluster->owners[i] = owner_create(
            cluster->api, WORKLOAD_REPLICA_SET, &cluster->workloads[i], "set",
            NULL,
            &(struct owner_spec){.template = &cluster->workloads[i].template},
            "bench", NO_CAUSE);
}

/* A pod of each Deployment in turn, as after the crash of a node. */
static void create(struct cluster *cluster)
{
    struct api *api = cluster->api;

    for (int i = 0; i < PODS_PER_OWNER; i++)
        for (int j = 0; j < cluster->workload_count; j++)
            api_create_pod(api, cluster->owners[j], NO_CAUSE);
    sim_run(api->sim, api->sim->now + DAYS(1));
}

/* Every pod is replaced, a pod of each Deployment at a time. */
static void replace(struct cluster *cluster)
{
    struct api *api = cluster->api;

    for (int i = 0; i < PODS_PER_OWNER; i++) {
        for (int j = 0; j < cluster->workload_count; j++) {
            struct pod *oldest = cluster->owners[j]->first;

            api_delete(api, oldest, SPEC_GRACE, "bench", NO_CAUSE);
            api_remove(api, oldest, NO_CAUSE);
            api_create_pod(api, cluster->owners[j], NO_CAUSE);
        }
        sim_run(api->sim, api->sim->now + HOURS(1));
    }
}

/* Nanoseconds per placement, with all that leads to it. */
static double nanoseconds(int nodes, int sizes,
                          void (*work)(struct cluster *cluster))
{
    double best = 0;

    for (int i = 0; i < ROUNDS; i++) {
        struct cluster cluster;
        double since;

        open(&cluster, nodes, sizes);
        if (work == replace)
            create(&cluster);
        since = bench_cpu();
        work(&cluster);
        since = bench_cpu() - since;
        arena_close(&cluster.arena);
        best = i == 0 || since < best ? since : best;
    }
    return 1e9 * best / (nodes * PODS_PER_NODE);
}

void bench_scheduler(void)
{
    for (int nodes = 100; nodes <= 10000; nodes *= 10) {
        bench_row("scheduler: placement", nodes, nanoseconds(nodes, 7, create),
                  "ns");
        bench_row("scheduler: replacement", nodes,
                  nanoseconds(nodes, 7, replace), "ns");
        bench_row("scheduler: replacement where all differ", nodes,
                  nanoseconds(nodes, 1000, replace), "ns");
    }
}
