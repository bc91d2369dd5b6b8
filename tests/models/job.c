/* Jobs: pods that run to an end. */
#include "sim/hook.h"
#include "tests/models/workload_stage.h"
#include "tests/suite.h"

static struct workload_stage stage;

#define NODES "  nodes: [{name: n, count: 6, zones: [a, b, c]}]\n"
#define LONG RUNS("runTime: 100d")
#define RUNS(text) NODES "  programs: [{name: p, workload: job/x, " text "}]\n"
#define JOB(more)                                                              \
    "---\n"                                                                    \
    "apiVersion: batch/v1\n"                                                   \
    "kind: Job\n"                                                              \
    "metadata: {name: x}\n"                                                    \
    "spec:\n"                                                                  \
    "  suspend: true\n" more "  template:\n"                                   \
    "    spec: {containers: [{name: c}], restartPolicy: Never}\n"

static const struct owner_status *status(void)
{
    return &stage_owner(&stage)->state.status;
}

static void suspend(bool suspended)
{
    struct owner *owner = stage_owner(&stage);
    struct owner_spec spec = owner->state.spec;

    spec.paused = suspended;
    owner_set_spec(stage.api, owner, &spec, "test", NO_CAUSE);
}

static struct pod *active_pod(void)
{
    struct pod *pod = stage_owner(&stage)->first;

    while (pod != NULL && !pod_active(&pod->status))
        pod = pod->next;
    return pod;
}

static void fail(void)
{
    api_end(stage.api, active_pod(), POD_FAILED, "test", NO_CAUSE);
}

/* So many at a time, and so many in all; the pods stay. */
static void completions(void)
{
    stage_open(&stage, RUNS("runTime: 60s"),
               JOB("  parallelism: 3\n  completions: 5\n"));
    CU_ASSERT_EQUAL(stage.api->pods, 0);
    suspend(false);
    stage_run(&stage, SECONDS(50));
    CU_ASSERT_EQUAL(status()->replicas, 3);
    stage_run(&stage, SECONDS(20));
    CU_ASSERT_EQUAL(status()->succeeded, 3);
    CU_ASSERT_EQUAL(status()->replicas, 2);
    stage_run(&stage, SECONDS(70));
    CU_ASSERT_EQUAL(status()->succeeded, 5);
    CU_ASSERT_EQUAL(status()->result, JOB_COMPLETE);
    CU_ASSERT_EQUAL(stage_count(&stage, POD_CREATED), 5);
    CU_ASSERT_EQUAL(stage.api->pods, 5);
    CU_ASSERT(status()->finished_at > SECONDS(124) &&
              status()->finished_at < SECONDS(132));
    stage_close(&stage);
}

/* Without completions one that succeeds is enough: no others are begun. */
static void work_queue(void)
{
    stage_open(&stage, LONG, JOB("  parallelism: 2\n"));
    suspend(false);
    stage_run(&stage, SECONDS(10));
    api_end(stage.api, active_pod(), POD_SUCCEEDED, "test", NO_CAUSE);
    stage_run(&stage, SECONDS(10));
    CU_ASSERT_EQUAL(status()->replicas, 1);
    CU_ASSERT_EQUAL(status()->result, JOB_UNFINISHED);
    api_end(stage.api, active_pod(), POD_SUCCEEDED, "test", NO_CAUSE);
    stage_run(&stage, SECONDS(10));
    CU_ASSERT_EQUAL(status()->result, JOB_COMPLETE);
    CU_ASSERT_EQUAL(stage_count(&stage, POD_CREATED), 2);
    stage_close(&stage);
}

/* After 10, 20, 40 s; a success makes it 10 s again; seven failures are too
 * many. */
static void back_off(void)
{
    static const sim_time waits[] = {SECONDS(10), SECONDS(20),  SECONDS(40),
                                     SECONDS(80), SECONDS(160), SECONDS(320)};

    stage_open(&stage, LONG, JOB(""));
    suspend(false);
    for (int i = 0; i < 6; i++) {
        sim_time failed, created;

        stage_run(&stage, SECONDS(10));
        stage_listen(&stage);
        failed = stage.world->sim->now;
        fail();
        stage_run(&stage, SECONDS(400));
        created = stage_when(&stage, POD_CREATED, -1, 0);
        CU_ASSERT(created >= failed + waits[i] - SECONDS(1));
        CU_ASSERT(created <= failed + waits[i] + SECONDS(1));
        CU_ASSERT_EQUAL(status()->failed, i + 1);
    }
    fail();
    stage_run(&stage, SECONDS(10));
    CU_ASSERT_EQUAL(status()->result, JOB_FAILED);
    stage_run(&stage, HOURS(1));
    CU_ASSERT_PTR_NULL(active_pod());
    stage_close(&stage);
}

/* The pod of an index that is active, or NULL. */
static struct pod *pod_of(int index)
{
    struct pod *pod = stage_owner(&stage)->first;

    while (pod != NULL && (pod->ordinal != index || !pod_active(&pod->status)))
        pod = pod->next;
    return pod;
}

#define INDEXED                                                                \
    "  completionMode: Indexed\n  completions: 3\n  parallelism: 3\n"          \
    "  backoffLimitPerIndex: 1\n"

static void end_index(int index, enum pod_phase phase)
{
    api_end(stage.api, pod_of(index), phase, "test", NO_CAUSE);
}

/* An index waits for itself alone, fails alone, and the Job with it when all
 * others are done. */
static void limit_per_index(void)
{
    stage_open(&stage, LONG, JOB(INDEXED));
    suspend(false);
    stage_run(&stage, SECONDS(10));
    end_index(0, POD_FAILED);
    stage_run(&stage, SECONDS(8));
    end_index(1, POD_FAILED);
    CU_ASSERT_PTR_NULL(pod_of(0));
    stage_run(&stage, SECONDS(4));
    CU_ASSERT_PTR_NOT_NULL_FATAL(pod_of(0));
    CU_ASSERT_PTR_NULL(pod_of(1));
    stage_run(&stage, SECONDS(8));
    CU_ASSERT_PTR_NOT_NULL_FATAL(pod_of(1));
    end_index(0, POD_FAILED);
    stage_run(&stage, MINUTES(2));
    CU_ASSERT_PTR_NULL(pod_of(0));
    CU_ASSERT_EQUAL(status()->result, JOB_UNFINISHED);
    end_index(1, POD_SUCCEEDED);
    stage_run(&stage, SECONDS(5));
    CU_ASSERT_EQUAL(status()->result, JOB_UNFINISHED);
    end_index(2, POD_SUCCEEDED);
    stage_run(&stage, SECONDS(5));
    CU_ASSERT_EQUAL(status()->result, JOB_FAILED);
    CU_ASSERT_EQUAL(status()->succeeded, 2);
    CU_ASSERT_EQUAL(status()->failed, 3);
    stage_close(&stage);
}

static void failed_indexes(void)
{
    stage_open(&stage, LONG, JOB(INDEXED "  maxFailedIndexes: 0\n"));
    suspend(false);
    for (int i = 0; i < 2; i++) {
        stage_run(&stage, SECONDS(15));
        CU_ASSERT_EQUAL(status()->result, JOB_UNFINISHED);
        end_index(2, POD_FAILED);
    }
    stage_run(&stage, MINUTES(1));
    CU_ASSERT_EQUAL(status()->result, JOB_FAILED);
    CU_ASSERT_PTR_NULL(active_pod());
    stage_close(&stage);
}

/* More failures than six do not matter then, in all. */
static void no_limit_in_all(void)
{
    stage_open(&stage, LONG,
               JOB("  completionMode: Indexed\n  completions: 3\n"
                   "  parallelism: 3\n  backoffLimitPerIndex: 9\n"));
    suspend(false);
    for (int i = 0; i < 9; i++) {
        stage_run(&stage, SECONDS(60));
        end_index(i % 3, POD_FAILED);
    }
    stage_run(&stage, SECONDS(60));
    CU_ASSERT_EQUAL(status()->failed, 9);
    CU_ASSERT_EQUAL(status()->result, JOB_UNFINISHED);
    CU_ASSERT_EQUAL(status()->replicas, 3);
    stage_close(&stage);
}

static void success_forgives(void)
{
    sim_time failed;

    stage_open(&stage, LONG, JOB("  completions: 3\n"));
    suspend(false);
    stage_run(&stage, SECONDS(5));
    fail();
    stage_run(&stage, SECONDS(30));
    api_end(stage.api, active_pod(), POD_SUCCEEDED, "test", NO_CAUSE);
    stage_run(&stage, SECONDS(10));
    failed = stage.world->sim->now;
    stage_listen(&stage);
    fail();
    stage_run(&stage, SECONDS(30));
    CU_ASSERT(stage_when(&stage, POD_CREATED, -1, 0) < failed + SECONDS(12));
    stage_close(&stage);
}

/* When it has failed its other pods are deleted, and count. */
static void limit(void)
{
    stage_open(&stage, LONG,
               JOB("  parallelism: 4\n  completions: 9\n  backoffLimit: 0\n"));
    suspend(false);
    stage_run(&stage, SECONDS(5));
    fail();
    stage_run(&stage, SECONDS(10));
    CU_ASSERT_EQUAL(status()->result, JOB_FAILED);
    CU_ASSERT_EQUAL(status()->failed, 4);
    CU_ASSERT_EQUAL(stage_count(&stage, POD_DELETED), 3);
    CU_ASSERT_EQUAL(stage_count(&stage, POD_CREATED), 4);
    stage_close(&stage);
}

static void deadline(void)
{
    stage_open(&stage, LONG, JOB("  activeDeadlineSeconds: 100\n"));
    suspend(false);
    stage_run(&stage, SECONDS(99));
    CU_ASSERT_EQUAL(status()->result, JOB_UNFINISHED);
    CU_ASSERT_EQUAL(stage_count(&stage, POD_DELETED), 0);
    stage_run(&stage, SECONDS(5));
    CU_ASSERT_EQUAL(status()->result, JOB_FAILED);
    CU_ASSERT_EQUAL(stage_count(&stage, POD_DELETED), 1);
    stage_close(&stage);
}

/* Its pods go, and do not count; the deadline begins anew. */
static void suspended(void)
{
    stage_open(&stage, LONG,
               JOB("  parallelism: 2\n  completions: 2\n"
                   "  activeDeadlineSeconds: 60\n"));
    suspend(false);
    stage_run(&stage, SECONDS(40));
    suspend(true);
    stage_run(&stage, SECONDS(40));
    CU_ASSERT_EQUAL(stage_count(&stage, POD_DELETED), 2);
    CU_ASSERT_EQUAL(status()->failed, 0);
    CU_ASSERT_EQUAL(status()->replicas, 0);
    suspend(false);
    stage_run(&stage, SECONDS(40));
    CU_ASSERT_EQUAL(status()->replicas, 2);
    CU_ASSERT_EQUAL(status()->result, JOB_UNFINISHED);
    stage_close(&stage);
}

/* A pod that is being deleted is replaced at once, or only when it has ended.
 */
static void replacement(void)
{
    static const char *const jobs[] = {
        JOB("  backoffLimit: 9\n"),
        JOB("  backoffLimit: 9\n  podReplacementPolicy: Failed\n")};

    for (int i = 0; i < 2; i++) {
        struct infrastructure *all;
        struct pod *pod;

        stage_open(&stage, LONG, jobs[i]);
        suspend(false);
        stage_run(&stage, SECONDS(10));
        pod = active_pod();
        all = stage.world->cluster.infrastructure;
        machine_break(all, &all->machines[pod->status.node->ordinal], NO_CAUSE);
        stage_run(&stage, HOURS(1));
        CU_ASSERT_TRUE(pod->status.deleted);
        CU_ASSERT_EQUAL(stage_count(&stage, POD_CREATED), i == 0 ? 2 : 1);
        CU_ASSERT_EQUAL(status()->failed, i == 0 ? 1 : 0);
        stage_close(&stage);
    }
}

/* One pod for each index at a time, until each has succeeded. */
static void indexed(void)
{
    stage_open(&stage, RUNS("runTime: 30s, failures: 30%"),
               JOB("  parallelism: 3\n  completions: 7\n  backoffLimit: 100\n"
                   "  completionMode: Indexed\n"));
    suspend(false);
    for (int i = 0; i < 2000; i++) {
        int about[7] = {0};

        stage_run(&stage, SECONDS(5));
        for (const struct pod *each = stage_owner(&stage)->first; each != NULL;
             each = each->next)
            if (pod_active(&each->status) && ++about[each->ordinal] > 1)
                stage.broken++;
    }
    CU_ASSERT_EQUAL(stage.broken, 0);
    CU_ASSERT_EQUAL(status()->result, JOB_COMPLETE);
    CU_ASSERT_EQUAL(status()->succeeded, 7);
    CU_ASSERT(status()->failed > 0);
    for (int i = 0; i < 7; i++)
        CU_ASSERT(stage_when(&stage, POD_CREATED, i, 0) != NEVER);
    stage_close(&stage);
}

/* It goes when it has been finished for so long, and its pods with it. */
static void time_to_live(void)
{
    stage_open(&stage, RUNS("runTime: 30s"),
               JOB("  ttlSecondsAfterFinished: 100\n"));
    suspend(false);
    stage_run(&stage, SECONDS(130));
    CU_ASSERT_EQUAL(status()->result, JOB_COMPLETE);
    stage_run(&stage, SECONDS(10));
    CU_ASSERT_PTR_NULL(stage.api->owners);
    CU_ASSERT_EQUAL(stage.api->pods, 0);
    stage_close(&stage);
}

/* A controller manager that begins anew knows of no failures. */
static void restarts(void)
{
    sim_time begun;

    stage_open(&stage, LONG, JOB(""));
    suspend(false);
    for (int i = 0; i < 5; i++) {
        stage_run(&stage, SECONDS(400));
        fail();
    }
    stage_run(&stage, SECONDS(20));
    stage_listen(&stage);
    begun = stage.world->sim->now;
    component_restart(&stage.world->components[CONTROLLER_MANAGER]);
    stage_run(&stage, SECONDS(10));
    CU_ASSERT(stage_when(&stage, POD_CREATED, -1, 0) < begun + SECONDS(2));
    CU_ASSERT_EQUAL(status()->failed, 5);
    stage_close(&stage);
}

SUITE("models/job", {"completions", completions}, {"a work queue", work_queue},
      {"back-off", back_off}, {"restarts", restarts},
      {"a success forgives", success_forgives}, {"failed by its limit", limit},
      {"failed by its deadline", deadline}, {"suspended", suspended},
      {"replaced at once or later", replacement}, {"indexed", indexed},
      {"deleted when its time is over", time_to_live},
      {"backoffLimitPerIndex", limit_per_index},
      {"maxFailedIndexes", failed_indexes},
      {"no limit in all", no_limit_in_all})
