/*
 * Every placement against a naive scheduler's: pods come, go and are
 * bound by hand, nodes are tainted; what the scheduler keeps must always be
 * what a fresh count finds.
 */
#include <stdio.h>
#include <stdlib.h>

#include "models/registry.h"
#include "tests/models/naive_scheduler.h"
#include "tests/suite.h"

extern const struct controller_kind controller_scheduler;

/* More kinds of pods than the scheduler keeps rows for, some of them alike. */
enum { NODES = 150, ZONES = 3, WORKLOADS = 60, MOST_AT_ONCE = 900 };

static const struct network network = {
    .watch = {.kind = &law_constant, .a = 0.02}};

struct stage {
    struct owner *owners[WORKLOADS];
    struct arena arena;
    struct api *api;
    struct component component;
    struct naive *naive;
    struct stream chance;
    struct event stirred;
    int stirs; /* that are left */
    struct workload *workloads;
};

static uint32_t below(struct stage *stage, uint32_t n)
{
    return stream_below(&stage->chance, n);
}

static const struct label ssd = {"disk", "ssd"};
static const struct taint reserved = {"reserved", "", NO_SCHEDULE};
static const struct toleration everything = {NULL, NULL, ANY_EFFECT, NEVER,
                                             TOLERATES_EQUAL};

static const struct node_design *make_nodes(struct stage *stage)
{
    struct node_design *nodes =
        ARENA_ARRAY(&stage->arena, struct node_design, NODES);

    for (int i = 0; i < NODES; i++) {
        nodes[i] = (struct node_design){
            .name = arena_format(&stage->arena, "node-%d", i),
            .zone = i % 50 == 0 ? 2 : i % 2, /* a small one */
            .labels = {i % 4 == 0, &ssd},
            .taint_count = i % 10 == 9,
            .taints = &reserved};
        nodes[i].cpu_milli = 1000 * (1 + below(stage, 3));
        nodes[i].memory_bytes = (int64_t)(1 + below(stage, 4)) << 30;
        nodes[i].pods = 3 + (int)below(stage, 6);
    }
    return nodes;
}

/* The last is bound by hand, the one before it a bare Pod's. */
static void make_workload(struct stage *stage, struct workload *workload, int i)
{
    struct container_template *container =
        ARENA_NEW(&stage->arena, struct container_template);

    if (i % 8 != 0)
        container->cpu_request_milli = 50 * (1 + i % 20);
    if (i % 4 != 0)
        container->memory_request_bytes = (int64_t)(1 + i % 13) << 27;
    *workload = (struct workload){
        .kind = WORKLOAD_DEPLOYMENT,
        .object = arena_format(&stage->arena, "deployment/%d", i),
        .ordinal = i,
        .template = {.ordinal = i,
                     .grace = SECONDS(30),
                     .node_selector = {i % 5 == 1, &ssd},
                     .node_name = i == WORKLOADS - 1 ? "node-7" : NULL,
                     .container_count = 1,
                     .containers = container,
                     .toleration_count = i % 6 == 2,
                     .tolerations = &everything}};
}

/* A pod of any workload, of the first ones the most. */
static void create(struct stage *stage)
{
    struct api *api = stage->api;
    uint32_t i = below(stage, 1 + below(stage, WORKLOADS));
    struct pod_traits traits = {&stage->workloads[i].template, -1, NULL};

    if (below(stage, 16) == 0)
        traits.wanted_node = &api->nodes[below(stage, NODES)];
    if (api->pods >= MOST_AT_ONCE)
        return;
    if (i == WORKLOADS - 2)
        api_create_bare_pod(api, &stage->workloads[i], NO_CAUSE);
    else
        api_create_special_pod(api, stage->owners[i], &traits, NO_CAUSE);
}

/* Any pod on a node is deleted, or, if it is already, gone. */
static void take_away(struct stage *stage)
{
    struct pod *pod = stage->api->nodes[below(stage, NODES)].pods;

    if (pod == NULL)
        return;
    if (pod->status.deleted)
        api_remove(stage->api, pod, NO_CAUSE);
    else
        api_delete(stage->api, pod, SPEC_GRACE, "test", NO_CAUSE);
}

static void taint(struct stage *stage)
{
    struct node *node = &stage->api->nodes[below(stage, NODES)];
    unsigned taints = node->status.taints;

    api_set_taints(stage->api, node,
                   taints == 0 ? TAINT_UNREACHABLE_NO_SCHEDULE : 0, taints,
                   NO_CAUSE);
}

/* Pods grow in number until they are many, then few again. */
static void stirred(struct sim *sim, struct event *event)
{
    struct stage *stage = EVENT_OWNER(event, struct stage, stirred);
    uint32_t what = below(stage, 100);

    if (what < (stage->stirs / 4000 % 2 == 0 ? 40u : 20u))
        create(stage);
    else if (what < 97)
        take_away(stage);
    else
        taint(stage);
    if (--stage->stirs > 0)
        event_schedule(sim, event, sim->now + 1 + below(stage, 8000));
}

static void open(struct stage *stage, int minor, uint64_t seed)
{
    static const char *const zones[] = {"a", "b", "c", NULL};
    struct component *component = &stage->component;
    struct errors errors = {.arena = &stage->arena};
    struct sim *sim;
    void *settings;

    arena_open(&stage->arena);
    sim = sim_open(&stage->arena, (struct seed){seed, 0, 0}, 0);
    stream_open(&stage->chance, &sim->seed, identity_of("test"));
    stage->workloads = ARENA_ARRAY(&stage->arena, struct workload, WORKLOADS);
    stage->api = api_open(sim, make_nodes(stage), NODES, zones, ZONES);
    for (int i = 0; i < WORKLOADS; i++) {
        make_workload(stage, &stage->workloads[i], i);
        stage->owners[i] = owner_create(
            stage->api, WORKLOAD_REPLICA_SET, &stage->workloads[i], "set", NULL,
            &(struct owner_spec){.template = &stage->workloads[i].template},
            "test", NO_CAUSE);
    }
    component->workloads = stage->workloads;
    component->workload_count = component->template_count = WORKLOADS;
    component->minor = minor;
    component_open(component, stage->api, SCHEDULER, &network);
    settings =
        arena_allocate(&stage->arena, controller_scheduler.settings_size);
    CU_ASSERT_TRUE_FATAL(plugin_read(&controller_scheduler.plugin, NULL,
                                     (struct place){NULL, 0, 0}, NULL,
                                     "scheduler", settings, &errors));
    controller_scheduler.start(component, settings);
    stage->naive = ARENA_NEW(&stage->arena, struct naive);
    naive_open(stage->naive, component);
    event_prepare(&stage->stirred, stirred, RANK_TRUTH, 0);
}

static void judge(int minor, uint64_t seed)
{
    int stirs = suite_short() ? 16000 : 80000;
    struct stage stage = {.stirs = stirs};
    const struct naive *naive;

    open(&stage, minor, seed);
    naive = stage.naive;
    event_schedule(stage.api->sim, &stage.stirred, 0);
    sim_run(stage.api->sim, DAYS(1));
    CU_ASSERT_EQUAL(stage.stirs, 0);
    CU_ASSERT_EQUAL(naive->wrong, 0);
    CU_ASSERT_FALSE(naive_could_place(stage.naive));
    CU_ASSERT(naive->placed > stirs / 10);
    CU_ASSERT(naive->refused > stirs / 100);
    CU_ASSERT(naive->ties > stirs / 100);
    printf("%d placed, %d refused, %d ties ", naive->placed, naive->refused,
           naive->ties);
    arena_close(&stage.arena);
}

static void versions(void)
{
    judge(31, 1);
    judge(34, 2);
    judge(36, 3);
}

SUITE("models/scheduler", {"against a naive one", versions})
