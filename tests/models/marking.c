/*
 * A node of many pods dies: its controllers' clients may make 20 calls a
 * second, 30 at once. Two in turn mark a pod as not Ready (one writes its
 * Event). Three evict one: of all pods the first, then the second, then the
 * third; the Events come behind.
 */
#include "models/controllers/marking.h"

#include "tests/models/workload_stage.h"
#include "tests/suite.h"

static struct workload_stage stage;

enum { PODS = 60 };

/* The other one has room for none. */
#define NODES                                                                  \
    "  nodes: [{name: n, count: 1, zones: [a]}, {name: m, count: 1, zones: "   \
    "[b], cpu: 1m}]\n"

static const char many[] =
    "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: w}\n"
    "spec:\n"
    "  replicas: 60\n"
    "  selector: {matchLabels: {app: w}}\n"
    "  template:\n"
    "    metadata: {labels: {app: w}}\n"
    "    spec: {containers: [{name: c, resources: {requests: {cpu: 10m}}}]}\n";

/* When the nth of a kind was written. */
static sim_time nth(enum change_kind kind, int n)
{
    for (int i = 0; i < stage.count; i++)
        if (stage.heard[i].kind == kind && --n == 0)
            return stage.heard[i].at;
    return NEVER;
}

/* So many until the first of a kind was written, and until the last. */
static void paced(enum change_kind kind, sim_time since, int first, int last)
{
    const sim_time turn = MILLISECONDS(50), some = MILLISECONDS(300);

    CU_ASSERT(nth(kind, 1) >= since + (first > 30 ? first - 30 : 0) * turn);
    CU_ASSERT(nth(kind, 1) <
              since + (first > 30 ? first - 30 : 0) * turn + some);
    CU_ASSERT(nth(kind, PODS) >= since + (last - 30) * turn - some);
    CU_ASSERT(nth(kind, PODS) < since + (last - 30) * turn + some);
}

static void dead_node(void)
{
    struct infrastructure *all;
    sim_time tainted;

    stage_open(&stage, NODES, many);
    all = stage.world->cluster.infrastructure;
    CU_ASSERT_EQUAL(stage_ready(&stage), 0); /* the Deployment's */
    stage_listen(&stage);
    machine_break(all, &all->machines[0], NO_CAUSE);
    stage_run(&stage, MINUTES(10));
    CU_ASSERT_EQUAL(stage_count(&stage, POD_NOT_READY), PODS);
    CU_ASSERT_EQUAL(stage_count(&stage, POD_DELETED), PODS);
    paced(POD_NOT_READY, nth(POD_NOT_READY, 1), 1, 2 * PODS);
    tainted = nth(POD_NOT_READY, 1);
    paced(POD_DELETED, tainted + SECONDS(300), 2 * PODS, 3 * PODS);
    stage_close(&stage);
}

/* The node comes back in the midst of it: nobody marks the rest, and those that
 * were marked are Ready again. */
static void comes_back(void)
{
    struct kubelet *kubelet;
    int ready = 0;

    stage_open(&stage, "    node-lifecycle: {qps: 2/s}\n" NODES, many);
    kubelet = &stage.world->cluster.kubelets.all[0];
    stage_listen(&stage);
    kubelet_cut_off(kubelet, NO_CAUSE);
    while (stage_count(&stage, POD_NOT_READY) < 20)
        stage_run(&stage, MILLISECONDS(50));
    kubelet_reconnect(kubelet, NO_CAUSE);
    stage_run(&stage, SECONDS(60));
    CU_ASSERT(stage_count(&stage, POD_NOT_READY) < PODS);
    for (struct pod *pod = stage.api->nodes[0].pods; pod != NULL;
         pod = pod->next_on_node)
        ready += pod->status.ready;
    CU_ASSERT_EQUAL(ready, PODS);
    stage_close(&stage);
}

SUITE("models/marking", {"a dead node", dead_node}, {"comes back", comes_back})
