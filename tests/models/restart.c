/*
 * What a process of the control plane knows in memory alone is lost with it:
 * each of these times would run out after the restart, and begins anew.
 */
#include "tests/models/workload_stage.h"
#include "tests/suite.h"

static struct workload_stage stage;

#define NODES "  nodes: [{name: n, count: 6, zones: [a, b, c]}]\n"
#define WORKLOAD(kind, spec)                                                   \
    "---\napiVersion: apps/v1\nkind: " kind "\nmetadata: {name: w}\n"          \
    "spec:\n" spec "  selector: {matchLabels: {app: w}}\n"                     \
    "  template:\n"                                                            \
    "    metadata: {labels: {app: w}}\n"                                       \
    "    spec:\n"                                                              \
    "      containers: [{name: c, resources: {requests: {cpu: 3}}}]\n"

static void restart(enum reader process)
{
    component_restart(&stage.world->components[process]);
}

static struct node *node_of(int ordinal)
{
    return stage_pod(&stage, ordinal)->status.node;
}

/* The pod garbage collector's quarantine of 40 s, and its passes. */
static void quarantine(void)
{
    sim_time begun, gone;

    stage_open(&stage, NODES, WORKLOAD("StatefulSet", "  replicas: 2\n"));
    kubelet_cut_off(&stage.world->cluster.kubelets.all[node_of(1)->ordinal],
                    NO_CAUSE);
    api_delete_node(stage.api, node_of(1), "test", NO_CAUSE);
    stage_run(&stage, SECONDS(35));
    stage_listen(&stage);
    begun = stage.world->sim->now;
    restart(CONTROLLER_MANAGER);
    stage_run(&stage, SECONDS(70));
    gone = stage_when(&stage, POD_GONE, 1, 0);
    CU_ASSERT(gone >= begun + SECONDS(40) && gone < begun + SECONDS(61));
    stage_close(&stage);
}

/* A pod that found no node is tried again at once, and its next back-off is
 * the first: so it is placed within 2 s after a node has room. */
static void attempts(void)
{
    struct pod *pending;

    stage_open(&stage, NODES, WORKLOAD("Deployment", "  replicas: 7\n"));
    pending = stage_owner(&stage) == NULL ? NULL : stage.api->owners->first;
    for (struct owner *each = stage.api->owners; each; each = each->next)
        for (struct pod *pod = each->first; pod; pod = pod->next)
            if (pod->status.node == NULL)
                pending = pod;
    CU_ASSERT_PTR_NULL_FATAL(pending->status.node);
    for (int i = 0; i < 6; i++) {
        api_set_taints(stage.api, &stage.api->nodes[0],
                       TAINT_UNREACHABLE_NO_SCHEDULE, 0, NO_CAUSE);
        stage_run(&stage, SECONDS(1));
        api_set_taints(stage.api, &stage.api->nodes[0], 0,
                       TAINT_UNREACHABLE_NO_SCHEDULE, NO_CAUSE);
        stage_run(&stage, SECONDS(20));
    }
    stage_run(&stage, HOURS(1));
    restart(SCHEDULER);
    stage_run(&stage, SECONDS(1));
    CU_ASSERT_EQUAL(pending->scheduling.attempts, 1);
    CU_ASSERT(pending->scheduling.since >= stage.world->sim->now - SECONDS(1));
    CU_ASSERT_PTR_NULL(pending->status.node);
    stage_close(&stage);
}

/* A DaemonSet's pod on a node where pods have failed for long is made anew at
 * once. */
static void failed_pods(void)
{
    struct node *node;
    sim_time begun;

    stage_open(&stage, NODES, WORKLOAD("DaemonSet", ""));
    node = &stage.api->nodes[0];
    for (int i = 0; i < 7; i++) {
        stage_run(&stage, SECONDS(i < 6 ? 40 : 10));
        api_end(stage.api, node->pods, POD_FAILED, "test", NO_CAUSE);
    }
    stage_run(&stage, SECONDS(1));
    stage_listen(&stage);
    begun = stage.world->sim->now;
    restart(CONTROLLER_MANAGER);
    CU_ASSERT_FALSE(node->pods->status.deleted);
    stage_run(&stage, SECONDS(10));
    CU_ASSERT(stage_when(&stage, POD_DELETED, -1, 0) < begun + SECONDS(1));
    stage_close(&stage);
}

SUITE("models/restart", {"quarantine", quarantine}, {"attempts", attempts},
      {"failed pods", failed_pods})
