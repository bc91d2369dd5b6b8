/* What becomes of workloads to which something is applied once more. */
#include "models/api/history.h"
#include "tests/models/workload_stage.h"
#include "tests/suite.h"

static struct workload_stage stage;

#define NODES "  nodes: [{name: n, count: 6, zones: [a, b, c]}]\n"
#define AGAIN(when, more)                                                      \
    "  - name: again\n"                                                        \
    "    kind: apply\n"                                                        \
    "    at: " when "\n"                                                       \
    "    object:\n"                                                            \
    "      apiVersion: apps/v1\n"                                              \
    "      kind: Deployment\n"                                                 \
    "      metadata: {name: x}\n"                                              \
    "      spec:\n"                                                            \
    "        replicas: 3\n" more "        selector: {matchLabels: {a: x}}\n"   \
    "        template:\n"                                                      \
    "          metadata: {labels: {a: x}}\n"                                   \
    "          spec: {containers: [{name: c, image: 'c:1'}]}\n"
#define WORKLOAD(kind, more)                                                   \
    "---\n"                                                                    \
    "apiVersion: apps/v1\n"                                                    \
    "kind: " kind "\n"                                                         \
    "metadata: {name: x}\n"                                                    \
    "spec:\n" more "  selector: {matchLabels: {a: x}}\n"                       \
    "  template:\n"                                                            \
    "    metadata: {labels: {a: x}}\n"                                         \
    "    spec: {containers: [{name: c, image: 'c:1'}]}\n"

static void open(const char *spec, const char *manifests)
{
    stage_open(&stage, spec, manifests);
    world_break(stage.world);
}

static const struct owner_status *status(void)
{
    return &stage_owner(&stage)->state.status;
}

/* When the youngest pod of the Deployment became ready. */
static sim_time ready_since(void)
{
    sim_time last = INT64_MIN;

    for (const struct pod *each = stage_owner(&stage)->children->first;
         each != NULL; each = each->next)
        if (pod_ready_since(&each->status) > last)
            last = pod_ready_since(&each->status);
    return last;
}

/* Of the same template, with another minReadySeconds: no pod is replaced, the
 * ReplicaSet's pods are available anew after that. (Pods have been ready for
 * a day at time zero.) */
static void min_ready_seconds(void)
{
    open(NODES
         "  actions:\n" AGAIN("1m", "        minReadySeconds: 90000\n        "
                                    "progressDeadlineSeconds: 90001\n"),
         WORKLOAD("Deployment", "  replicas: 3\n"));
    stage_run(&stage, MINUTES(1));
    CU_ASSERT_EQUAL(status()->available, 3);
    stage_listen(&stage);
    stage_run(&stage, SECONDS(10));
    CU_ASSERT_EQUAL(status()->available, 0);
    CU_ASSERT_EQUAL(status()->ready, 3);
    stage_run(&stage, SECONDS(90000) + ready_since() - stage.api->sim->now -
                          SECONDS(2));
    CU_ASSERT_EQUAL(status()->available, 0);
    stage_run(&stage, SECONDS(4));
    CU_ASSERT_EQUAL(status()->available, 3);
    CU_ASSERT_EQUAL(stage_count(&stage, POD_CREATED), 0);
    CU_ASSERT_EQUAL(stage_owner(&stage)->children->state.generation, 2);
    stage_close(&stage);
}

/* A shorter one makes those available at once that have waited for long enough,
 * and the others in turn. */
static void shorter(void)
{
    open(NODES "  actions:\n" AGAIN("40s", "        minReadySeconds: 30\n"),
         WORKLOAD("Deployment", "  replicas: 3\n"
                                "  minReadySeconds: 90000\n"
                                "  progressDeadlineSeconds: 90001\n"));
    stage_run(&stage, SECONDS(20));
    stage_scale(&stage, 6);
    stage_run(&stage, SECONDS(15));
    CU_ASSERT_EQUAL(status()->ready, 6);
    CU_ASSERT_EQUAL(status()->available, 0);
    stage_run(&stage, SECONDS(10));
    CU_ASSERT_EQUAL(status()->available, 3);
    stage_run(&stage, SECONDS(15));
    CU_ASSERT_EQUAL(status()->available, 3);
    stage_close(&stage);
}

/* Only a strategy is another: that alone makes no ReplicaSet anew. */
static void strategy(void)
{
    open(NODES
         "  actions:\n" AGAIN("1m", "        strategy: {type: Recreate}\n"),
         WORKLOAD("Deployment", "  replicas: 3\n"));
    stage_run(&stage, MINUTES(2));
    CU_ASSERT_EQUAL(stage_owner(&stage)->state.generation, 2);
    CU_ASSERT_EQUAL(status()->observed, 2);
    CU_ASSERT_EQUAL(stage_owner(&stage)->children->state.generation, 1);
    stage_close(&stage);
}

/* A workload of a name that was there before is another one. */
static void identity(void)
{
    uint64_t before, pod;

    open(NODES "  actions:\n"
               "  - {name: d, kind: delete, at: 1m, target: "
               "deploy/x}\n" AGAIN("2m", ""),
         WORKLOAD("Deployment", "  replicas: 3\n"));
    before = stage.api->owners->identity;
    stage_run(&stage, SECONDS(30));
    pod = stage.api->owners->children->first->identity;
    stage_run(&stage, SECONDS(120));
    CU_ASSERT_EQUAL(stage.api->owners->state.status.available, 3);
    CU_ASSERT_NOT_EQUAL(stage.api->owners->identity, before);
    CU_ASSERT_NOT_EQUAL(stage.api->owners->children->first->identity, pod);
    stage_close(&stage);
}

static const char *image(void)
{
    return stage_owner(&stage)->state.spec.template->containers[0].image;
}

#define SET_IMAGE(name, at, target, image)                                     \
    "  - {name: " name ", kind: set-image, at: " at ", target: " target        \
    ", image: '" image "'}\n"
#define UNDO(name, at, target, more)                                           \
    "  - {name: " name ", kind: undo, at: " at ", target: " target more "}\n"

/* Three templates; back to the one before, and to the first. */
static void undone(const char *spec, const char *manifests)
{
    open(spec, manifests);
    stage_run(&stage, SECONDS(210));
    CU_ASSERT_STRING_EQUAL(image(), "c:3");
    stage_run(&stage, SECONDS(60));
    CU_ASSERT_STRING_EQUAL(image(), "c:2");
    stage_run(&stage, SECONDS(60));
    CU_ASSERT_STRING_EQUAL(image(), "c:1");
    stage_run(&stage, SECONDS(60));
    CU_ASSERT_STRING_EQUAL(image(), "c:1");
    stage_close(&stage);
}

#define STORY(target)                                                          \
    NODES "  actions:\n" SET_IMAGE("a", "1m", target, "c:2")                   \
        SET_IMAGE("b", "3m", target, "c:3") UNDO("c", "4m", target, "")        \
            UNDO("d", "5m", target, ", to-revision: 1")                        \
                UNDO("e", "6m", target, ", to-revision: 9")

static void undo(void)
{
    undone(STORY("deploy/x"), WORKLOAD("Deployment", "  replicas: 1\n"));
    undone(STORY("sts/x"), WORKLOAD("StatefulSet", "  replicas: 1\n"));
    undone(STORY("ds/x"), WORKLOAD("DaemonSet", ""));
}

/* Only so many are remembered beside the present one. */
static void forgotten(void)
{
    open(STORY("sts/x"),
         WORKLOAD("StatefulSet", "  replicas: 1\n"
                                 "  revisionHistoryLimit: 1\n"));
    stage_run(&stage, SECONDS(210));
    CU_ASSERT_PTR_NULL(history_find(stage_owner(&stage), 1));
    CU_ASSERT_PTR_NOT_NULL(history_find(stage_owner(&stage), 2));
    stage_run(&stage, SECONDS(150));
    CU_ASSERT_STRING_EQUAL(image(), "c:2");
    stage_close(&stage);
}

SUITE("models/applied", {"minReadySeconds", min_ready_seconds},
      {"a shorter one", shorter}, {"a strategy", strategy},
      {"identity", identity}, {"undo", undo}, {"forgotten", forgotten})
