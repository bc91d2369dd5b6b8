/* How many nodes are looked at. */
#include "models/controllers/selection.h"

#include "tests/suite.h"

enum { NODES = 1000, THERE = 400 };

static const struct network network = {.watch = {.kind = &law_constant},
                                       .call = {.kind = &law_constant}};

struct stage {
    struct arena arena;
    struct api *api;
    struct component component;
    struct container_template container;
    struct workload workload;
    struct resource_scoring scoring;
    struct selection selection;
    struct pod *pod;
};

static void open(struct stage *stage)
{
    static const char *const zones[] = {"a", NULL};
    struct node_design *nodes;

    *stage = (struct stage){.container.cpu_request_milli = 100,
                            .workload = {.object = "pod/x",
                                         .name = "x",
                                         .template = {.namespace = "default",
                                                      .container_count = 1}}};
    stage->workload.template.containers = &stage->container;
    arena_open(&stage->arena);
    nodes = ARENA_ARRAY(&stage->arena, struct node_design, NODES);
    for (int i = 0; i < NODES; i++)
        nodes[i] = (struct node_design){
            .name = arena_format(&stage->arena, "node-%d", i),
            .cpu_milli = 1000,
            .memory_bytes = (int64_t)1 << 30,
            .pods = 110,
            .later = i % 5 >= 2};
    stage->api = api_open(sim_open(&stage->arena, (struct seed){1, 0, 0}, 0),
                          nodes, NODES, zones, 1);
    stage->component.workloads = &stage->workload;
    stage->component.workload_count = stage->component.template_count = 1;
    stage->component.minor = 36;
    component_open(&stage->component, stage->api, SCHEDULER, &network);
    selection_open(&stage->selection, &stage->component, &stage->scoring, 0);
    stage->pod = api_create_bare_pod(stage->api, &stage->workload, NO_CAUSE);
}

/* 50 - 400 / 125 % of those that are there, not of all that there may be. */
static void of_those_that_are_there(void)
{
    static struct stage stage;
    enum refusal refusal;
    struct node *node;

    open(&stage);
    CU_ASSERT_EQUAL(stage.selection.there, THERE);
    node = selection_make(&stage.selection, stage.pod, &refusal);
    CU_ASSERT_PTR_NOT_NULL_FATAL(node);
    CU_ASSERT_FALSE(node->design->later);
    CU_ASSERT_EQUAL(stage.selection.candidates, THERE * 47 / 100);
    arena_close(&stage.arena);
}

/* A node that comes is counted, and one more is worth looking at. */
static void one_comes(void)
{
    static struct stage stage;
    struct node_status absent = {.exists = false}, there = {.exists = true};
    enum refusal refusal;
    struct node *node;

    open(&stage);
    for (int i = 0; i < NODES; i++) {
        node = &stage.api->nodes[i];
        if (node->design->later)
            continue;
        node->seen[SCHEDULER].exists = false;
        selection_judge_node(&stage.selection, node, &there, &absent);
    }
    CU_ASSERT_PTR_NULL(selection_make(&stage.selection, stage.pod, &refusal));
    CU_ASSERT_EQUAL(refusal, NOT_REFUSED);
    for (int i = 0; i < REFUSALS; i++)
        CU_ASSERT_EQUAL(stage.selection.refused[i], 0);
    node = &stage.api->nodes[777];
    node->seen[SCHEDULER].exists = true;
    selection_judge_node(&stage.selection, node, &absent, &there);
    CU_ASSERT_PTR_EQUAL(selection_make(&stage.selection, stage.pod, &refusal),
                        node);
    arena_close(&stage.arena);
}

SUITE("models/selection", {"of those that are there", of_those_that_are_there},
      {"one comes", one_comes})
