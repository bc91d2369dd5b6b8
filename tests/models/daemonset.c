/* DaemonSets: a pod on each node that they are for. */
#include "sim/hook.h"
#include "tests/models/workload_stage.h"
#include "tests/suite.h"

static struct workload_stage stage;

#define NODES                                                                  \
    "  nodes:\n"                                                               \
    "  - {name: n, count: 5, zones: [a, b, c]}\n"                              \
    "  - {name: s, count: 3, zones: [a], labels: {disk: ssd}}\n"
#define SET(more, pod)                                                         \
    "---\n"                                                                    \
    "apiVersion: apps/v1\n"                                                    \
    "kind: DaemonSet\n"                                                        \
    "metadata: {name: agent}\n"                                                \
    "spec:\n" more "  selector: {matchLabels: {app: agent}}\n"                 \
    "  template:\n"                                                            \
    "    metadata: {labels: {app: agent}}\n"                                   \
    "    spec:\n"                                                              \
    "      containers: [{name: c}]\n"                                          \
    "      terminationGracePeriodSeconds: 5\n" pod

#define SOON MILLISECONDS(50)

/* How many of its active pods are on the node. */
static int pods_on(const struct node *node)
{
    int count = 0;

    for (const struct pod *each = node->pods; each != NULL;
         each = each->next_on_node)
        count +=
            each->owner == stage_owner(&stage) && pod_active(&each->status);
    return count;
}

static struct pod *pod_on(int node)
{
    struct pod *pod = stage.api->nodes[node].pods;

    while (pod->owner != stage_owner(&stage))
        pod = pod->next_on_node;
    return pod;
}

static void one_each(void)
{
    stage_open(&stage, NODES, SET("", ""));
    CU_ASSERT_EQUAL(stage_ready(&stage), 8);
    CU_ASSERT_EQUAL(stage.scenario->workloads[0].replicas, 8);
    for (int i = 0; i < 8; i++)
        CU_ASSERT_EQUAL(pods_on(&stage.api->nodes[i]), 1);
    stage_close(&stage);
}

static void selected(void)
{
    stage_open(&stage, NODES, SET("", "      nodeSelector: {disk: ssd}\n"));
    CU_ASSERT_EQUAL(stage_ready(&stage), 3);
    CU_ASSERT_EQUAL(stage.scenario->workloads[0].replicas, 3);
    CU_ASSERT_EQUAL(pods_on(&stage.api->nodes[0]), 0);
    CU_ASSERT_EQUAL(stage_owner(&stage)->state.status.available, 3);
    stage_close(&stage);
}

/* It bears what evicts others, for ever, and is not replaced elsewhere. */
static void dead_node(void)
{
    struct infrastructure *all;

    stage_open(&stage, NODES, SET("", ""));
    all = stage.world->cluster.infrastructure;
    machine_break(all, &all->machines[2], NO_CAUSE);
    stage_run(&stage, HOURS(1));
    CU_ASSERT_EQUAL(stage_count(&stage, POD_DELETED), 0);
    CU_ASSERT_EQUAL(stage_count(&stage, POD_CREATED), 0);
    machine_mend(all, &all->machines[2], NO_CAUSE);
    stage_run(&stage, MINUTES(1));
    CU_ASSERT_EQUAL(stage_ready(&stage), 8);
    CU_ASSERT_EQUAL(stage_count(&stage, POD_CREATED), 0);
    stage_close(&stage);
}

/* A node's taint that it does not tolerate: what is there may stay, or not. */
static void tainted(void)
{
    struct node *node;

    stage_open(&stage, NODES, SET("", ""));
    node = &stage.api->nodes[1];
    api_set_taints(stage.api, node, TAINT_UNREACHABLE_NO_SCHEDULE, 0, NO_CAUSE);
    stage_run(&stage, SECONDS(5));
    CU_ASSERT_EQUAL(pods_on(node), 1);
    api_delete(stage.api, pod_on(1), SPEC_GRACE, "test", NO_CAUSE);
    stage_run(&stage, MINUTES(5));
    CU_ASSERT_EQUAL(pods_on(node), 0);
    api_set_taints(stage.api, node, 0, TAINT_UNREACHABLE_NO_SCHEDULE, NO_CAUSE);
    stage_run(&stage, SECONDS(5));
    CU_ASSERT_EQUAL(pods_on(node), 1);
    api_set_taints(stage.api, node, TAINT_OUT_OF_SERVICE, 0, NO_CAUSE);
    stage_run(&stage, SECONDS(5));
    CU_ASSERT_EQUAL(pods_on(node), 0);
    stage_close(&stage);
}

/* A node that leaves takes its pod along, and none takes its place; when it
 * joins again, it gets another. */
static void node_leaves(void)
{
    struct infrastructure *all;

    stage_open(&stage, NODES, SET("", ""));
    all = stage.world->cluster.infrastructure;
    machine_break(all, &all->machines[2], NO_CAUSE);
    api_delete_node(stage.api, &stage.api->nodes[2], "test", NO_CAUSE);
    stage_run(&stage, SECONDS(35));
    CU_ASSERT_EQUAL(stage.api->pods, 8);
    stage_run(&stage, SECONDS(30));
    CU_ASSERT_EQUAL(stage.api->pods, 7);
    stage_run(&stage, MINUTES(10));
    CU_ASSERT_EQUAL(stage_count(&stage, POD_CREATED), 0);
    CU_ASSERT_EQUAL(stage_owner(&stage)->state.status.unavailable, 0);
    machine_mend(all, &all->machines[2], NO_CAUSE);
    stage_run(&stage, MINUTES(1));
    CU_ASSERT_EQUAL(stage_ready(&stage), 8);
    CU_ASSERT_EQUAL(pods_on(&stage.api->nodes[2]), 1);
    stage_close(&stage);
}

/* It is made again on the same node; and there is none beside it before. */
static void replaced(void)
{
    stage_open(&stage, NODES, SET("", ""));
    api_delete(stage.api, pod_on(3), SPEC_GRACE, "test", NO_CAUSE);
    stage_run(&stage, SECONDS(10));
    CU_ASSERT_EQUAL(stage_count(&stage, POD_CREATED), 1);
    CU_ASSERT(stage_when(&stage, POD_CREATED, -1, 0) >= MILLISECONDS(500));
    CU_ASSERT_EQUAL(pods_on(&stage.api->nodes[3]), 1);
    CU_ASSERT_EQUAL(stage_ready(&stage), 8);
    stage_close(&stage);
}

/* After 0, 1, 2, 4 ... s on each node; looks are as late as the wait is long.
 */
static void failed(void)
{
    sim_time last = 0;

    stage_open(&stage, NODES, SET("", ""));
    for (int i = 0; i < 5; i++) {
        sim_time begun = stage.world->sim->now, deleted;
        sim_time wait = i == 0 ? 0 : SECONDS(1 << (i - 1));

        stage_listen(&stage);
        api_end(stage.api, pod_on(0), POD_FAILED, "test", NO_CAUSE);
        stage_run(&stage, SECONDS(40));
        deleted = stage_when(&stage, POD_DELETED, -1, 0);
        CU_ASSERT(deleted >= begun);
        CU_ASSERT(i == 0 || deleted - last >= wait);
        CU_ASSERT(deleted - begun < wait + SOON);
        last = deleted;
        CU_ASSERT_EQUAL(pods_on(&stage.api->nodes[0]), 1);
    }
    stage_close(&stage);
}

/* How many of its pods are deleted, or not ready, together at most. */
static int unavailable;

static void look(struct workload_stage *staged, const struct change *change)
{
    int count = 8 - stage_ready(staged);

    (void)change;
    unavailable = count > unavailable ? count : unavailable;
}

static void rolled(void)
{
    static const struct {
        const char *set;
        int most;
    } cases[] = {
        {SET("  updateStrategy: {type: RollingUpdate}\n", ""), 1},
        {SET("  updateStrategy: {rollingUpdate: {maxUnavailable: 30%}}\n", ""),
         3},
        {SET("  updateStrategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: "
             "2}}\n",
             ""),
         0}};

    for (int i = 0; i < 3; i++) {
        stage_open(&stage, NODES, cases[i].set);
        unavailable = 0;
        stage.claim = look;
        stage_update(&stage);
        stage_run(&stage, MINUTES(2));
        CU_ASSERT_EQUAL(unavailable, cases[i].most);
        CU_ASSERT_EQUAL(stage_count(&stage, POD_DELETED), 8);
        CU_ASSERT_EQUAL(stage_ready(&stage), 8);
        CU_ASSERT_EQUAL(stage_owner(&stage)->state.status.updated, 8);
        for (int node = 0; node < 8; node++)
            CU_ASSERT_EQUAL(pods_on(&stage.api->nodes[node]), 1);
        stage_close(&stage);
    }
}

/* An old pod that is unavailable anyway goes first, and counts. */
static void unready_first(void)
{
    const struct pod *pod;

    stage_open(&stage, NODES, SET("", ""));
    pod = pod_on(6);
    api_report(stage.api, pod_on(6), POD_NOT_READY, "test", NO_CAUSE);
    stage_run(&stage, MILLISECONDS(100));
    stage_listen(&stage);
    stage_update(&stage);
    stage_run(&stage, MILLISECONDS(400));
    CU_ASSERT_EQUAL(stage_count(&stage, POD_DELETED), 1);
    CU_ASSERT_TRUE(pod->status.deleted);
    stage_close(&stage);
}

static void on_delete(void)
{
    stage_open(&stage, NODES, SET("  updateStrategy: {type: OnDelete}\n", ""));
    stage_update(&stage);
    stage_run(&stage, MINUTES(2));
    CU_ASSERT_EQUAL(stage_count(&stage, POD_DELETED), 0);
    api_delete(stage.api, pod_on(0), SPEC_GRACE, "test", NO_CAUSE);
    stage_run(&stage, MINUTES(2));
    CU_ASSERT_EQUAL(stage_owner(&stage)->state.status.updated, 1);
    stage_close(&stage);
}

/* Each next one after the one before it was Ready for so long. */
static void min_ready(void)
{
    stage_open(&stage, NODES, SET("  minReadySeconds: 30\n", ""));
    stage_update(&stage);
    stage_run(&stage, SECONDS(20));
    CU_ASSERT_EQUAL(stage_count(&stage, POD_DELETED), 1);
    stage_run(&stage, SECONDS(20));
    CU_ASSERT_EQUAL(stage_count(&stage, POD_DELETED), 2);
    stage_run(&stage, MINUTES(5));
    CU_ASSERT_EQUAL(stage_owner(&stage)->state.status.available, 8);
    stage_close(&stage);
}

/* Never two active ones on a node; and when nothing befalls them any more, one
 * on each. */
static void alone(struct workload_stage *staged, const struct change *change)
{
    if (change->kind == POD_CREATED || change->kind == POD_SCHEDULED)
        for (int i = 0; i < staged->api->node_count; i++)
            staged->broken += pods_on(&staged->api->nodes[i]) > 1;
}

static void stirred(void)
{
    struct stream chance;

    stage_open(&stage, NODES, SET("", ""));
    stage.claim = alone;
    stream_open(&chance, &stage.world->sim->seed, identity_of("stirs"));
    for (int i = 0; i < (suite_short() ? 200 : 2000); i++) {
        struct node *node = &stage.api->nodes[stream_below(&chance, 8)];
        struct pod *pod = node->pods;
        uint64_t taint = stream_below(&chance, 2) == 0
                             ? TAINT_UNREACHABLE_NO_SCHEDULE
                             : TAINT_OUT_OF_SERVICE;

        if (stream_below(&chance, 5) == 0)
            stage_update(&stage);
        else if (stream_below(&chance, 3) == 0)
            api_set_taints(stage.api, node,
                           (node->status.taints & taint) != 0 ? 0 : taint,
                           taint & node->status.taints, NO_CAUSE);
        else if (pod != NULL && pod_active(&pod->status))
            stream_below(&chance, 2) == 0
                ? api_end(stage.api, pod, POD_FAILED, "test", NO_CAUSE)
                : api_delete(stage.api, pod, SPEC_GRACE, "test", NO_CAUSE);
        stage_run(&stage, MILLISECONDS(1 + stream_below(&chance, 4000)));
    }
    for (int i = 0; i < 8; i++)
        api_set_taints(stage.api, &stage.api->nodes[i], 0, UINT64_MAX,
                       NO_CAUSE);
    stage_run(&stage, HOURS(1));
    CU_ASSERT_EQUAL(stage.broken, 0);
    CU_ASSERT_EQUAL(stage_ready(&stage), 8);
    CU_ASSERT_EQUAL(stage_owner(&stage)->state.status.updated, 8);
    CU_ASSERT(stage_count(&stage, POD_CREATED) > 50);
    stage_close(&stage);
}

SUITE("models/daemonset", {"one on each node", one_each},
      {"on nodes of a label", selected}, {"on a dead node", dead_node},
      {"on tainted nodes", tainted}, {"on a node that leaves", node_leaves},
      {"replaced", replaced}, {"failed pods", failed},
      {"rolling updates", rolled}, {"what is not ready first", unready_first},
      {"updated when deleted", on_delete}, {"minReadySeconds", min_ready},
      {"never two on a node", stirred})
