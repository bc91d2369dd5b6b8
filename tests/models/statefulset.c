/* StatefulSets: pods by ordinal, in order, and never two of one. */
#include "sim/hook.h"
#include "tests/models/workload_stage.h"
#include "tests/suite.h"

static struct workload_stage stage;

#define NODES "  nodes: [{name: n, count: 6, zones: [a, b, c]}]\n"
#define SET(replicas, more)                                                    \
    "---\n"                                                                    \
    "apiVersion: apps/v1\n"                                                    \
    "kind: StatefulSet\n"                                                      \
    "metadata: {name: os}\n"                                                   \
    "spec:\n"                                                                  \
    "  replicas: " replicas "\n" more "  selector: {matchLabels: {app: os}}\n" \
    "  template:\n"                                                            \
    "    metadata: {labels: {app: os}}\n"                                      \
    "    spec: {containers: [{name: c}], terminationGracePeriodSeconds: 5}\n"

#define SOON MILLISECONDS(50)

/* As measured on 1.36 (X5): a pod follows within some 10 ms of the one before
 * it being Ready, and is Ready after 2 s. */
static void in_order(void)
{
    stage_open(&stage, NODES, SET("0", ""));
    stage_scale(&stage, 3);
    stage_run(&stage, SECONDS(30));
    for (int i = 0; i < 3; i++) {
        sim_time before = i == 0 ? 0 : stage_when(&stage, POD_READY, i - 1, 0);
        sim_time created = stage_when(&stage, POD_CREATED, i, 0);

        CU_ASSERT(created > before && created < before + SOON);
        CU_ASSERT(stage_when(&stage, POD_READY, i, 0) <
                  created + SECONDS(2) + SOON);
    }
    CU_ASSERT_EQUAL(stage_count(&stage, POD_CREATED), 3);
    CU_ASSERT_EQUAL(stage_owner(&stage)->state.status.available, 3);
    stage_close(&stage);
}

static void at_once(void)
{
    stage_open(&stage, NODES,
               SET("0", "  podManagementPolicy: Parallel\n"
                        "  ordinals: {start: 5}\n"));
    stage_scale(&stage, 3);
    stage_run(&stage, SECONDS(3));
    CU_ASSERT_EQUAL(stage_ready(&stage), 3);
    CU_ASSERT(stage_when(&stage, POD_CREATED, 7, 0) < SOON);
    CU_ASSERT_PTR_NULL(stage_pod(&stage, 4));
    stage_scale(&stage, 1);
    stage_run(&stage, SECONDS(3));
    CU_ASSERT(stage_when(&stage, POD_DELETED, 6, 0) < SECONDS(3) + SOON);
    CU_ASSERT(stage_when(&stage, POD_DELETED, 7, 0) < SECONDS(3) + SOON);
    CU_ASSERT_EQUAL(stage_ready(&stage), 1);
    stage_close(&stage);
}

/* A deleted pod comes back under its name when it is gone, and not before. */
static void replaced(void)
{
    sim_time gone, created;

    stage_open(&stage, NODES, SET("3", ""));
    api_delete(stage.api, stage_pod(&stage, 1), SPEC_GRACE, "test", NO_CAUSE);
    stage_run(&stage, SECONDS(10));
    gone = stage_when(&stage, POD_GONE, 1, 0);
    created = stage_when(&stage, POD_CREATED, 1, 0);
    CU_ASSERT(gone >= MILLISECONDS(500));
    CU_ASSERT(created > gone && created < gone + SOON);
    CU_ASSERT_EQUAL(stage_ready(&stage), 3);
    stage_close(&stage);
}

/* One that is only unready keeps a later one from being made again. */
static void stops_at_the_first(void)
{
    struct pod *first;

    stage_open(&stage, NODES, SET("3", ""));
    first = stage_pod(&stage, 0);
    api_report(stage.api, first, POD_NOT_READY, "test", NO_CAUSE);
    api_delete(stage.api, stage_pod(&stage, 2), SPEC_GRACE, "test", NO_CAUSE);
    stage_run(&stage, SECONDS(100));
    CU_ASSERT_PTR_NULL(stage_pod(&stage, 2));
    stage_listen(&stage);
    api_report(stage.api, first, POD_READY, "test", NO_CAUSE);
    stage_run(&stage, SECONDS(3));
    CU_ASSERT(stage_when(&stage, POD_CREATED, 2, 0) < SECONDS(100) + SOON);
    stage_close(&stage);
    stage_open(&stage, NODES, SET("3", "  podManagementPolicy: Parallel\n"));
    api_report(stage.api, stage_pod(&stage, 0), POD_NOT_READY, "test",
               NO_CAUSE);
    api_delete(stage.api, stage_pod(&stage, 2), SPEC_GRACE, "test", NO_CAUSE);
    stage_run(&stage, SECONDS(2));
    CU_ASSERT_PTR_NOT_NULL(stage_pod(&stage, 2));
    stage_close(&stage);
}

/* The highest first, each when the one before it is gone. */
static void scaled_down(void)
{
    sim_time before = 0;

    stage_open(&stage, NODES, SET("5", ""));
    stage_scale(&stage, 2);
    stage_run(&stage, SECONDS(10));
    for (int i = 4; i >= 2; i--) {
        sim_time deleted = stage_when(&stage, POD_DELETED, i, 0);

        CU_ASSERT(deleted > before && deleted < before + SOON);
        before = stage_when(&stage, POD_GONE, i, 0);
    }
    CU_ASSERT_EQUAL(stage_count(&stage, POD_DELETED), 3);
    CU_ASSERT_EQUAL(stage_ready(&stage), 2);
    stage_close(&stage);
}

/* From the highest down, each Ready before the next (X5), down to a partition;
 * what is made below that anew is of the old template. */
static void updated(void)
{
    const struct pod_template *old;
    sim_time before = 0;

    stage_open(&stage, NODES,
               SET("4", "  updateStrategy: {rollingUpdate: {partition: 1}}\n"));
    old = stage_pod(&stage, 0)->template;
    stage_update(&stage);
    stage_run(&stage, SECONDS(20));
    for (int i = 3; i >= 1; i--) {
        sim_time deleted = stage_when(&stage, POD_DELETED, i, 0);

        CU_ASSERT(deleted > before && deleted < before + SOON);
        before = stage_when(&stage, POD_READY, i, deleted);
        CU_ASSERT(before > deleted + MILLISECONDS(2500) &&
                  before < deleted + MILLISECONDS(4000));
        CU_ASSERT_PTR_NOT_EQUAL(stage_pod(&stage, i)->template, old);
    }
    CU_ASSERT_EQUAL(stage_count(&stage, POD_DELETED), 3);
    api_delete(stage.api, stage_pod(&stage, 0), SPEC_GRACE, "test", NO_CAUSE);
    stage_run(&stage, SECONDS(10));
    CU_ASSERT_PTR_EQUAL(stage_pod(&stage, 0)->template, old);
    CU_ASSERT_EQUAL(stage_owner(&stage)->state.status.updated, 3);
    stage_close(&stage);
}

static void on_delete(void)
{
    const struct pod_template *old;

    stage_open(&stage, NODES, SET("2", "  updateStrategy: {type: OnDelete}\n"));
    old = stage_pod(&stage, 0)->template;
    stage_update(&stage);
    stage_run(&stage, SECONDS(20));
    CU_ASSERT_EQUAL(stage_count(&stage, POD_DELETED), 0);
    api_delete(stage.api, stage_pod(&stage, 0), SPEC_GRACE, "test", NO_CAUSE);
    stage_run(&stage, SECONDS(20));
    CU_ASSERT_PTR_NOT_EQUAL(stage_pod(&stage, 0)->template, old);
    CU_ASSERT_PTR_EQUAL(stage_pod(&stage, 1)->template, old);
    stage_close(&stage);
}

/* With the gate, two at a time. */
static void several(void)
{
    static const char set[] =
        SET("5", "  podManagementPolicy: Parallel\n"
                 "  updateStrategy: {rollingUpdate: {maxUnavailable: 2}}\n");

    for (int gate = 0; gate < 2; gate++) {
        stage_open(&stage,
                   gate ? "    statefulset: {max-unavailable: true}\n" NODES
                        : NODES,
                   set);
        stage_update(&stage);
        stage_run(&stage, SECONDS(1));
        CU_ASSERT_EQUAL(stage_count(&stage, POD_DELETED), 1 + gate);
        stage_run(&stage, SECONDS(20));
        CU_ASSERT_EQUAL(stage_count(&stage, POD_DELETED), 5);
        CU_ASSERT_EQUAL(stage_ready(&stage), 5);
        stage_close(&stage);
    }
}

/* Each waits until the one before it was Ready for minReadySeconds. */
static void min_ready(void)
{
    sim_time ready;

    stage_open(&stage, NODES, SET("0", "  minReadySeconds: 10\n"));
    stage_scale(&stage, 2);
    stage_run(&stage, SECONDS(60));
    ready = stage_when(&stage, POD_READY, 0, 0);
    CU_ASSERT(stage_when(&stage, POD_CREATED, 1, 0) >= ready + SECONDS(9));
    CU_ASSERT(stage_when(&stage, POD_CREATED, 1, 0) <
              ready + SECONDS(10) + SOON);
    CU_ASSERT_EQUAL(stage_owner(&stage)->state.status.available, 2);
    stage_close(&stage);
}

/* A pod that has ended is deleted, and made again. */
static void ended(void)
{
    stage_open(&stage, NODES, SET("2", ""));
    api_end(stage.api, stage_pod(&stage, 0), POD_FAILED, "test", NO_CAUSE);
    stage_run(&stage, SECONDS(20));
    CU_ASSERT(stage_when(&stage, POD_DELETED, 0, 0) < SOON);
    CU_ASSERT_EQUAL(stage_ready(&stage), 2);
    stage_close(&stage);
}

/* On a dead node the object stays, and nothing is made in its place until
 * somebody removes it. */
static void stuck(void)
{
    struct infrastructure *all;
    struct pod *pod;

    stage_open(&stage, NODES, SET("2", ""));
    pod = stage_pod(&stage, 1);
    all = stage.world->cluster.infrastructure;
    machine_break(all, &all->machines[pod->status.node->ordinal], NO_CAUSE);
    stage_run(&stage, HOURS(5));
    CU_ASSERT(stage_when(&stage, POD_DELETED, 1, 0) < SECONDS(370));
    CU_ASSERT_EQUAL(stage_count(&stage, POD_CREATED), 0);
    stage_listen(&stage);
    api_delete(stage.api, pod, 0, "test", NO_CAUSE); /* forced */
    stage_run(&stage, SECONDS(5));
    CU_ASSERT(stage_when(&stage, POD_CREATED, 1, 0) < HOURS(5) + SOON);
    CU_ASSERT_EQUAL(stage_ready(&stage), 2);
    stage_close(&stage);
}

/* No other pod of its owner has the ordinal of one that was made. */
static void alone(struct workload_stage *staged, const struct change *change)
{
    const struct pod *made = change->object;

    for (const struct pod *each = made->owner->first;
         change->kind == POD_CREATED && each != NULL; each = each->next)
        staged->broken += each != made && each->ordinal == made->ordinal;
}

static uint32_t below(struct stream *chance, uint32_t limit)
{
    return stream_below(chance, limit);
}

static void stir(struct stream *chance)
{
    struct pod *pod = stage_pod(&stage, (int)below(chance, 6));
    struct pod_status *status = pod == NULL ? NULL : &pod->status;

    switch (below(chance, 8)) {
    case 0:
        stage_scale(&stage, (int)below(chance, 7));
        break;
    case 1:
        stage_update(&stage);
        break;
    case 2:
    case 3:
        if (pod != NULL && !status->deleted)
            api_delete(stage.api, pod, SPEC_GRACE, "test", NO_CAUSE);
        break;
    case 4:
        if (pod != NULL && pod_active(status) && status->node != NULL)
            api_end(stage.api, pod, POD_FAILED, "test", NO_CAUSE);
        break;
    case 5:
        if (pod != NULL)
            api_delete(stage.api, pod, 0, "test", NO_CAUSE);
        break;
    default:
        break;
    }
}

static const char *const policies[] = {
    SET("4", ""), SET("4", "  podManagementPolicy: Parallel\n")};

/* Whatever befalls them, there are never two of one ordinal. */
static void never_two(void)
{
    struct stream chance;

    for (int i = 0; i < 2; i++) {
        stage_open(&stage,
                   NODES "  faults: [{name: f, kind: node-crash, every: {law: "
                         "exponential, mean: 10m}, lasts: 5m}]\n",
                   policies[i]);
        stage.claim = alone;
        stream_open(&chance, &stage.world->sim->seed, identity_of("stirs"));
        world_break(stage.world);
        for (int j = 0; j < (suite_short() ? 500 : 5000); j++) {
            stir(&chance);
            stage_run(&stage, MILLISECONDS(1 + below(&chance, 8000)));
        }
        CU_ASSERT_EQUAL(stage.broken, 0);
        CU_ASSERT(stage_count(&stage, POD_CREATED) > 100);
        stage_close(&stage);
    }
}

/* When it is over, all are well, and of the last template. */
static void settled(void)
{
    struct stream chance;

    for (int i = 0; i < 2; i++) {
        stage_open(&stage, NODES, policies[i]);
        stream_open(&chance, &stage.world->sim->seed, identity_of("stirs"));
        for (int j = 0; j < 100; j++) {
            stir(&chance);
            stage_run(&stage, MILLISECONDS(1 + below(&chance, 3000)));
        }
        stage_scale(&stage, 5);
        stage_run(&stage, MINUTES(5));
        CU_ASSERT_EQUAL(stage_ready(&stage), 5);
        CU_ASSERT_EQUAL(stage_owner(&stage)->state.status.updated, 5);
        CU_ASSERT_EQUAL(stage_owner(&stage)->state.status.replicas, 5);
        stage_close(&stage);
    }
}

SUITE("models/statefulset", {"in order", in_order}, {"all at once", at_once},
      {"replaced under its name", replaced},
      {"stops at the first that is not well", stops_at_the_first},
      {"scaled down", scaled_down}, {"updated", updated},
      {"updated when deleted", on_delete}, {"several at a time", several},
      {"minReadySeconds", min_ready}, {"ended pods", ended},
      {"stuck on a dead node", stuck}, {"never two of one ordinal", never_two},
      {"all are well in the end", settled})
