/* Pods that nobody else ends. */
#include "tests/models/workload_stage.h"
#include "tests/suite.h"

static struct workload_stage stage;

#define NODES "  nodes: [{name: n, count: 6, zones: [a, b, c]}]\n"
static const char set[] =
    "---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\n"
    "spec:\n"
    "  replicas: 2\n"
    "  podManagementPolicy: Parallel\n"
    "  selector: {matchLabels: {app: db}}\n"
    "  template:\n"
    "    metadata: {labels: {app: db}}\n"
    "    spec:\n"
    "      containers: [{name: c}]\n";

/* db-1's node dies, and the pod is deleted. */
static struct node *node_dies(void)
{
    struct node *node = stage_pod(&stage, 1)->status.node;
    struct infrastructure *all = stage.world->cluster.infrastructure;

    machine_break(all, &all->machines[node->ordinal], NO_CAUSE);
    stage_run(&stage, MINUTES(10));
    CU_ASSERT_TRUE(stage_pod(&stage, 1)->status.deleted);
    stage_listen(&stage);
    return node;
}

/* At the next pass, every 20 s; its StatefulSet makes it again at once. */
static void out_of_service(void)
{
    sim_time gone, least = NEVER, most = 0;

    for (int i = 0; i < 20; i++) {
        sim_time begun;
        struct node *node;

        stage_open(&stage, NODES, set);
        node = node_dies();
        stage_run(&stage, SECONDS(i));
        begun = stage.world->sim->now;
        api_set_taints(stage.api, node, TAINT_OUT_OF_SERVICE, 0, NO_CAUSE);
        stage_run(&stage, SECONDS(30));
        gone = stage_when(&stage, POD_GONE, 1, 0) - begun;
        least = gone < least ? gone : least;
        most = gone > most ? gone : most;
        CU_ASSERT(stage_when(&stage, POD_CREATED, 1, 0) <
                  begun + gone + MILLISECONDS(20));
        CU_ASSERT_EQUAL(stage_ready(&stage), 2);
        stage_close(&stage);
    }
    CU_ASSERT(least < SECONDS(2));
    CU_ASSERT(most > SECONDS(18) && most < SECONDS(21));
}

/* From 40 s after its Node is gone, to 60; then its StatefulSet makes it again.
 */
static void orphaned(void)
{
    sim_time least = NEVER, most = 0;

    for (int i = 0; i < 20; i++) {
        sim_time begun, gone;
        struct node *node;

        stage_open(&stage, NODES, set);
        node = node_dies();
        stage_run(&stage, SECONDS(i));
        begun = stage.world->sim->now;
        api_delete_node(stage.api, node, "test", NO_CAUSE);
        stage_run(&stage, SECONDS(70));
        gone = stage_when(&stage, POD_GONE, 1, 0) - begun;
        least = gone < least ? gone : least;
        most = gone > most ? gone : most;
        CU_ASSERT(stage_when(&stage, POD_CREATED, 1, 0) <
                  begun + gone + MILLISECONDS(20));
        CU_ASSERT_EQUAL(stage_ready(&stage), 2);
        stage_close(&stage);
    }
    CU_ASSERT(least >= SECONDS(40) && least < SECONDS(42));
    CU_ASSERT(most > SECONDS(58) && most < SECONDS(61));
}

/* While the node is Ready it is in service, whatever its taint says. */
static void in_service(void)
{
    struct infrastructure *all;
    struct pod *pod;

    stage_open(&stage, NODES, set);
    all = stage.world->cluster.infrastructure;
    pod = stage_pod(&stage, 1);
    machine_break(all, &all->machines[pod->status.node->ordinal], NO_CAUSE);
    api_set_taints(stage.api, pod->status.node, TAINT_OUT_OF_SERVICE, 0,
                   NO_CAUSE);
    stage_run(&stage, SECONDS(35));
    CU_ASSERT_TRUE(pod->status.deleted);
    CU_ASSERT_EQUAL(stage_count(&stage, POD_GONE), 0);
    stage_run(&stage, SECONDS(45));
    CU_ASSERT_EQUAL(stage_count(&stage, POD_GONE), 1);
    stage_close(&stage);
}

/* Of the pods that have ended, only the newest stay. */
static void ended(void)
{
    static const char bare[] =
        "---\n{apiVersion: v1, kind: Pod, metadata: {name: p%d}, spec: "
        "{containers: [{name: c}], restartPolicy: Never}}\n";
    char text[4096] = "";
    size_t length = 0;
    struct pod *each, *next;

    for (int i = 0; i < 6; i++)
        length +=
            (size_t)snprintf(text + length, sizeof(text) - length, bare, i);
    stage_open(&stage, "    pod-gc: {terminated-threshold: 4}\n" NODES, text);
    for (each = stage.api->bare; each != NULL; each = next) {
        next = each->next;
        api_end(stage.api, each, POD_SUCCEEDED, "test", NO_CAUSE);
    }
    stage_run(&stage, SECONDS(30));
    CU_ASSERT_EQUAL(stage.api->pods, 4);
    CU_ASSERT_EQUAL(stage_count(&stage, POD_GONE), 2);
    stage_close(&stage);
}

SUITE("models/pod_gc", {"out of service", out_of_service},
      {"in service", in_service}, {"of a node that is gone", orphaned},
      {"too many that have ended", ended})
