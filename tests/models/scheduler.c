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
    .watch = {.kind = &law_constant, .a = 0.02},
    .call = {.kind = &law_constant}};

struct stage {
    struct owner *owners[WORKLOADS];
    struct arena arena;
    struct api *api;
    struct component component;
    struct naive *naive;
    struct stream chance;
    struct event stirred;
    int stirs;    /* that are left */
    bool related; /* pods ask for something of each other, and of nodes */
    struct workload *workloads;
};

static uint32_t below(struct stage *stage, uint32_t n)
{
    return stream_below(&stage->chance, n);
}

static const struct label ssd = {"disk", "ssd"};
static const struct label teams[] = {
    {"team", "0"}, {"team", "1"}, {"team", "2"}, {"team", "3"}, {"team", "4"}};
static const struct node_image images[] = {{"web:latest", (int64_t)4 << 30},
                                           {"db:9", (int64_t)900 << 20}};
static const char *const names_of_images[] = {"web", "db:9", "none"};
static const struct taint_list more_taints = {
    2, {{"old", "", PREFER_NO_SCHEDULE}, {"reserved", "", NO_SCHEDULE}}};
enum { UNWANTED = 1 << STANDARD_TAINTS, RESERVED = UNWANTED << 1 };
static const struct toleration everything = {NULL, NULL, ANY_EFFECT, NEVER,
                                             TOLERATES_EQUAL};

/* Some nodes lack a rack, and those of the small zone the label of their zone.
 */
static struct labels make_labels(struct stage *stage, int i, int zone)
{
    struct label *all = ARENA_ARRAY(&stage->arena, struct label, 4);
    int count = 0;

    all[count++] = (struct label){"kubernetes.io/hostname",
                                  arena_format(&stage->arena, "node-%d", i)};
    if (zone < 2)
        all[count++] = (struct label){"topology.kubernetes.io/zone",
                                      zone == 0 ? "a" : "b"};
    if (i % 7 != 6)
        all[count++] = (struct label){
            "rack", arena_format(&stage->arena, "r%d", i % 13 % 5)};
    if (i % 4 == 0)
        all[count++] = ssd;
    return (struct labels){count, all};
}

static const struct node_design *make_nodes(struct stage *stage)
{
    struct node_design *nodes =
        ARENA_ARRAY(&stage->arena, struct node_design, NODES);

    for (int i = 0; i < NODES; i++) {
        int zone = i % 50 == 0 ? 2 : i % 2; /* a small one */

        nodes[i] = (struct node_design){
            .name = arena_format(&stage->arena, "node-%d", i),
            .zone = zone,
            .labels = make_labels(stage, i, zone),
            .image_count = stage->related && i % 5 == 0 ? 1 + i % 2 : 0,
            .images = images,
            .more_taints = &more_taints};

        nodes[i].later = i % 4 == 3;
        if (i % 10 == 9)
            nodes[i].taints = RESERVED;
        else if (i % 10 == 8 && stage->related)
            nodes[i].taints = UNWANTED;
        nodes[i].cpu_milli = 1000 * (1 + below(stage, 3));
        nodes[i].memory_bytes = (int64_t)(1 + below(stage, 4)) << 30;
        nodes[i].pods = 3 + (int)below(stage, 6);
    }
    return nodes;
}

static const char *const keys[] = {"kubernetes.io/hostname",
                                   "topology.kubernetes.io/zone", "rack"};

/* Pods of some of the five teams. */
static struct selector any_team(struct stage *stage)
{
    struct requirement *one = ARENA_NEW(&stage->arena, struct requirement);
    const char **two = ARENA_ARRAY(&stage->arena, const char *, 2);
    static const char *const names[] = {"0", "1", "2", "3", "4"};

    two[0] = names[below(stage, 5)];
    two[1] = names[below(stage, 5)];
    *one = (struct requirement){"team", SELECTOR_IN, 2, two};
    return (struct selector){true, 1, one};
}

static struct pod_term any_term(struct stage *stage)
{
    static const char *const namespaces[] = {"default"};

    return (struct pod_term){.topology_key = keys[below(stage, 3)],
                             .selector = any_team(stage),
                             .same_template = below(stage, 4) == 0,
                             .namespace_count = 1,
                             .namespaces = namespaces};
}

static void any_constraints(struct stage *stage, struct affinity *into)
{
    struct spread_constraint *all =
        ARENA_ARRAY(&stage->arena, struct spread_constraint, 2);

    into->constraint_count = (int)below(stage, 3);
    into->constraints = all;
    for (int i = 0; i < into->constraint_count; i++) {
        bool hard = below(stage, 2) == 0;

        all[i] = (struct spread_constraint){
            .topology_key = keys[below(stage, 3)],
            .selector = any_team(stage),
            .hard = hard,
            .max_skew = 1 + (int)below(stage, 3),
            .min_domains = hard ? 1 + (int)below(stage, 4) : 1,
            .any_node = below(stage, 3) == 0,
            .honour_taints = below(stage, 2) == 0};
    }
}

static void any_node_affinity(struct stage *stage, struct affinity *into)
{
    static const char *const disks[] = {"ssd"}, *const racks[] = {"r1", "r3"};
    static const struct requirement needs[] = {
        {"disk", SELECTOR_IN, 1, disks}, {"rack", SELECTOR_NOT_IN, 2, racks}};
    static const struct node_term terms[] = {
        {{true, 1, &needs[0]}, {false, 0, NULL}},
        {{true, 1, &needs[1]}, {false, 0, NULL}}};
    static const struct node_preference preferences[] = {
        {30, {{true, 1, &needs[0]}, {false, 0, NULL}}},
        {70, {{true, 1, &needs[1]}, {false, 0, NULL}}}};

    into->selects_nodes = below(stage, 3) == 0;
    into->node_term_count = 1 + (int)below(stage, 2);
    into->node_terms = terms;
    into->node_preference_count = (int)below(stage, 3);
    into->node_preferences = preferences;
}

/* Anything that a pod may ask for, seldom all of it. */
static const struct affinity *any_affinity(struct stage *stage)
{
    static const struct host_port port = {80, "TCP", "0.0.0.0"};
    struct affinity *into = ARENA_NEW(&stage->arena, struct affinity);
    struct pod_term *terms = ARENA_ARRAY(&stage->arena, struct pod_term, 2);
    struct pod_preference *preferences =
        ARENA_ARRAY(&stage->arena, struct pod_preference, 2);

    any_constraints(stage, into);
    any_node_affinity(stage, into);
    into->port_count = below(stage, 4) == 0;
    into->ports = &port;
    terms[0] = any_term(stage);
    terms[1] = any_term(stage);
    into->near_count = below(stage, 4) == 0;
    into->near = &terms[0];
    into->apart_count = below(stage, 3) == 0;
    into->apart = &terms[1];
    into->preference_count = (int)below(stage, 3);
    into->preferences = preferences;
    for (int i = 0; i < 2; i++)
        preferences[i] = (struct pod_preference){(int)below(stage, 200) - 100,
                                                 any_term(stage)};
    return into;
}

/* The last is bound by hand, the one before it a bare Pod's. */
static void make_workload(struct stage *stage, struct workload *workload, int i)
{
    struct container_template *container =
        ARENA_NEW(&stage->arena, struct container_template);

    container->image = names_of_images[i % 3];
    if (i % 8 != 0)
        container->cpu_request_milli = 50 * (1 + i % 20);
    if (i % 4 != 0)
        container->memory_request_bytes = (int64_t)(1 + i % 13) << 27;
    *workload = (struct workload){
        .kind = WORKLOAD_DEPLOYMENT,
        .object = arena_format(&stage->arena, "deployment/%d", i),
        .ordinal = i,
        .template = {.ordinal = i,
                     .namespace = "default",
                     .grace = SECONDS(30),
                     .labels = {1, &teams[i % 5]},
                     .affinity = stage->related && i % 3 != 0
                                     ? any_affinity(stage)
                                     : NULL,
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

/* A node's taints; the first time, it may be the node that comes. */
static void taint(struct stage *stage)
{
    struct node *node = &stage->api->nodes[below(stage, NODES)];
    uint64_t taints = node->status.taints & ~node->design->taints;

    if (!node->status.exists) {
        api_register_node(stage->api, node, NO_CAUSE);
        return;
    }
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
    struct tree *given;
    struct sim *sim;
    void *settings;

    arena_open(&stage->arena);
    given = tree_new(&stage->arena, TREE_MAPPING);
    tree_put_count(&stage->arena, given, "burst", 0);
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
    CU_ASSERT_TRUE_FATAL(plugin_read(&controller_scheduler.plugin, given,
                                     (struct place){NULL, 0, 0}, NULL,
                                     "scheduler", settings, &errors));
    controller_scheduler.start(component, settings);
    stage->naive = ARENA_NEW(&stage->arena, struct naive);
    naive_open(stage->naive, component);
    event_prepare(&stage->stirred, stirred, RANK_TRUTH, 0);
}

static void judge(int minor, uint64_t seed, bool related)
{
    int stirs = suite_short() ? 16000 : 80000;
    struct stage stage = {.stirs = stirs, .related = related};
    const struct naive *naive;

    open(&stage, minor, seed);
    naive = stage.naive;
    event_schedule(stage.api->sim, &stage.stirred, 0);
    sim_run(stage.api->sim, DAYS(1));
    CU_ASSERT_EQUAL(stage.stirs, 0);
    CU_ASSERT_EQUAL(naive->wrong, 0);
    CU_ASSERT_FALSE(naive_could_place(stage.naive));
    /* Enough of each that agreement means something; the longer form sees more
     * pods that found no node, not as many times more placements. */
    CU_ASSERT(naive->placed > 1600);
    CU_ASSERT(naive->refused > 80);
    CU_ASSERT(naive->ties > 80);
    printf("%d placed, %d refused, %d ties ", naive->placed, naive->refused,
           naive->ties);
    arena_close(&stage.arena);
}

static void versions(void)
{
    judge(31, 1, false);
    judge(34, 2, false);
    judge(36, 3, false);
}

static void related(void)
{
    judge(31, 4, true);
    judge(36, 5, true);
}

SUITE("models/scheduler", {"against a naive one", versions},
      {"likewise, where pods ask for more", related})
