/*
 * Rollouts alone: the controllers of a Deployment and its ReplicaSets, and pods
 * that are ready two seconds after they were created and gone half a second
 * after they were deleted.
 */
#include <stdio.h>
#include <stdlib.h>

#include "models/api/component.h"
#include "tests/bench/bench.h"

extern const struct controller_kind controller_deployment;
extern const struct controller_kind controller_replicaset;

enum { NODES = 1000 };

struct cluster {
    struct arena arena;
    struct api *api;
    struct component component;
    struct watch created;
    struct watch deleted;
    struct owner *deployment;
    int pods; /* created so far */
};

static const char *const zones[] = {"a", NULL};
static const struct container_template container;
static const struct workload workload = {
    .kind = WORKLOAD_DEPLOYMENT,
    .name = "web",
    .object = "deployment/web",
    .template = {.container_count = 1, .containers = &container},
    .progress_deadline = SECONDS(600),
    .revision_history = 10,
    .strategy = {.max_surge = {25, true}, .max_unavailable = {25, true}}};
static const struct pod_template next = {
    .ordinal = 1, .container_count = 1, .containers = &container};
static const struct network network = {
    .watch = {.kind = &law_constant, .a = 0.005},
    .call = {.kind = &law_constant, .a = 0.005}};
static const struct law start = {.kind = &law_constant, .a = 2};
static const struct law stop = {.kind = &law_constant, .a = 0.5};

static void created(void *context, const struct change *change)
{
    struct cluster *cluster = context;
    struct pod *pod = change->object;
    struct node *node = &cluster->api->nodes[cluster->pods++ % NODES];

    if (!api_bind(cluster->api, pod, node, NO_CAUSE))
        return;
    api_report(cluster->api, pod, POD_STARTED, "bench", NO_CAUSE);
    api_report(cluster->api, pod, POD_READY, "bench", NO_CAUSE);
}

static void deleted(void *context, const struct change *change)
{
    struct cluster *cluster = context;
    struct pod *pod = change->object;

    if (pod->status.exists)
        api_remove(cluster->api, pod, NO_CAUSE);
}

static const struct node_design *make_nodes(struct arena *arena)
{
    struct node_design *nodes = ARENA_ARRAY(arena, struct node_design, NODES);

    for (int i = 0; i < NODES; i++)
        nodes[i].name = arena_format(arena, "node-%d", i);
    return nodes;
}

static void begin(struct cluster *cluster, const struct controller_kind *kind)
{
    struct arena *arena = &cluster->arena;
    struct errors errors = {.arena = arena};
    void *settings = arena_allocate(arena, kind->settings_size);

    if (!plugin_read(&kind->plugin, NULL, (struct place){NULL, 0, 0}, NULL,
                     kind->plugin.name, settings, &errors)) {
        errors_print(&errors, stderr);
        exit(2);
    }
    kind->start(&cluster->component, settings);
}

static void settle(struct cluster *cluster, int pods)
{
    struct api *api = cluster->api;

    sim_run(api->sim, api->sim->now + DAYS(1));
    if (cluster->deployment->state.status.available != pods) {
        fprintf(stderr, "bench: a rollout that does not end\n");
        exit(3);
    }
}

static void open(struct cluster *cluster, int pods)
{
    struct component *component = &cluster->component;
    struct arena *arena = &cluster->arena;
    struct api *api;

    *cluster = (struct cluster){.pods = 0};
    arena_open(arena);
    api = cluster->api = api_open(sim_open(arena, (struct seed){1, 0, 0}, 0),
                                  make_nodes(arena), NODES, zones, 1);
    component->workloads = &workload;
    component->workload_count = 1;
    component->template_count = 2;
    component->minor = 36;
    component_open(component, api, CONTROLLER_MANAGER, &network);
    log_watch(&api->pod_log, &cluster->created, CHANGE(POD_CREATED), &start,
              created, cluster, 1);
    log_watch(&api->pod_log, &cluster->deleted, CHANGE(POD_DELETED), &stop,
              deleted, cluster, 2);
    begin(cluster, &controller_deployment);
    begin(cluster, &controller_replicaset);
    cluster->deployment =
        owner_create(api, WORKLOAD_DEPLOYMENT, &workload, "web", NULL,
                     &(struct owner_spec){.replicas = pods,
                                          .template = &workload.template,
                                          .applied = &workload},
                     "bench", NO_CAUSE);
    settle(cluster, pods);
}

/* Nanoseconds for each pod that is replaced, with all that leads to it. */
static double nanoseconds(int pods)
{
    double best = 0;

    for (int i = 0; i < ROUNDS; i++) {
        struct cluster cluster;
        double since;

        open(&cluster, pods);
        since = bench_cpu();
        owner_set_spec(cluster.api, cluster.deployment,
                       &(struct owner_spec){.replicas = pods,
                                            .template = &next,
                                            .applied = &workload},
                       "bench", NO_CAUSE);
        settle(&cluster, pods);
        since = bench_cpu() - since;
        arena_close(&cluster.arena);
        best = i == 0 || since < best ? since : best;
    }
    return 1e9 * best / pods;
}

void bench_rollout(void)
{
    for (int pods = 100; pods <= 10000; pods *= 10)
        bench_row("rollout: a pod replaced", pods, nanoseconds(pods), "ns");
}
