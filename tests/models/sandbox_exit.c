/*
 * A pod's pause container exits: its containers end with the pod's grace and
 * all begins anew, whatever else happens to the pod meanwhile.
 */
#include "models/cluster/kubelet.h"
#include "tests/models/workload_stage.h"
#include "tests/suite.h"

#define POD(kind, spec, containers)                                            \
    "---\napiVersion: apps/v1\nkind: " kind "\nmetadata: {name: web}\n"        \
    "spec:\n  replicas: 1\n  selector: {matchLabels: {app: web}}\n"            \
    "  template:\n    metadata: {labels: {app: web}}\n    spec:\n" spec        \
    "      containers: [" containers "]\n"

#define NODES "  nodes: [{name: n, count: 2, cpu: 4, memory: 8Gi}]\n"

static const char plain[] =
    POD("StatefulSet", "      terminationGracePeriodSeconds: 20\n",
        "{name: c, image: i}, {name: d, image: i}");

static struct sandbox *sandbox_of(struct workload_stage *stage)
{
    struct pod *pod = stage_pod(stage, 0);

    CU_ASSERT_FATAL(pod != NULL && pod->sandbox != NULL);
    return pod->sandbox;
}

static void open_stage(struct workload_stage *stage, const char *manifests)
{
    stage_open(stage, NODES, manifests);
    stage_listen(stage);
}

/* Found within a second, stopped in half a second, started one after the other
 * in two each. */
static void anew(void)
{
    struct workload_stage stage;
    struct sandbox *sandbox;
    const struct pod *pod;
    sim_time begun;

    open_stage(&stage, plain);
    sandbox = sandbox_of(&stage);
    pod = sandbox->pod;
    sandbox_exit(sandbox, NO_CAUSE);
    CU_ASSERT(sandbox->serving);
    stage_run(&stage, SECONDS(10));
    begun = stage_when(&stage, POD_RESTARTED, -1, 0);
    CU_ASSERT(begun >= MILLISECONDS(2500) && begun <= MILLISECONDS(3500));
    CU_ASSERT_PTR_EQUAL(pod->sandbox, sandbox);
    CU_ASSERT(sandbox->serving && !sandbox->gone && !sandbox->stopping);
    CU_ASSERT_EQUAL(sandbox->containers[0].starts, 2);
    CU_ASSERT_EQUAL(sandbox->containers[1].starts, 2);
    CU_ASSERT_EQUAL(stage_count(&stage, POD_CREATED), 0);
    stage_close(&stage);
}

/* Who hangs does not heed TERM: the pod's grace is over first, and nothing
 * begins before. */
static void with_grace(void)
{
    struct workload_stage stage;
    struct sandbox *sandbox;
    sim_time begun;

    open_stage(&stage, plain);
    sandbox = sandbox_of(&stage);
    container_hang(&sandbox->containers[1], NO_CAUSE);
    sandbox_exit(sandbox, NO_CAUSE);
    stage_run(&stage, SECONDS(20));
    CU_ASSERT_EQUAL(sandbox->containers[0].starts, 1);
    stage_run(&stage, SECONDS(10));
    begun = stage_when(&stage, POD_RESTARTED, -1, 0);
    CU_ASSERT(begun >= SECONDS(22) && begun <= SECONDS(23));
    CU_ASSERT_EQUAL(sandbox->containers[0].starts, 2);
    CU_ASSERT(sandbox->serving);
    stage_close(&stage);
}

/* Init containers run again, a side-car ends last. */
static void with_inits(void)
{
    struct workload_stage stage;
    struct sandbox *sandbox;

    open_stage(
        &stage,
        POD("StatefulSet",
            "      initContainers: [{name: a, image: i}, {name: b, image: i, "
            "restartPolicy: Always}]\n",
            "{name: c, image: i}"));
    sandbox = sandbox_of(&stage);
    sandbox_exit(sandbox, NO_CAUSE);
    stage_run(&stage, MINUTES(1));
    for (int i = 0; i < 3; i++)
        CU_ASSERT_EQUAL(sandbox->containers[i].starts, 2);
    CU_ASSERT(sandbox->serving);
    stage_close(&stage);
}

#define JOB(policy)                                                            \
    "---\napiVersion: batch/v1\nkind: Job\nmetadata: {name: web}\n"            \
    "spec:\n  completionMode: Indexed\n  completions: 1\n  template:\n"        \
    "    spec: {restartPolicy: " policy                                        \
    ", containers: [{name: c, image: i}]}\n"

/* A pod that is never restarted has failed, and a Job makes another; one that
 * is restarted where it failed begins anew, as it had not ended. */
static void restarted_or_not(void)
{
    static const char *const jobs[] = {JOB("Never"), JOB("OnFailure")};
    struct workload_stage stage;

    for (int i = 0; i < 2; i++) {
        stage_open(&stage,
                   NODES
                   "  programs: [{name: p, workload: job/web, runTime: 30d}]\n",
                   jobs[i]);
        stage_run(&stage, SECONDS(1));
        stage_listen(&stage);
        sandbox_exit(sandbox_of(&stage), NO_CAUSE);
        stage_run(&stage, MINUTES(1));
        CU_ASSERT_EQUAL(stage_count(&stage, POD_ENDED), i == 0);
        CU_ASSERT_EQUAL(sandbox_of(&stage)->serving, i == 1);
        CU_ASSERT_EQUAL(sandbox_of(&stage)->containers[0].starts, 1 + i);
        stage_close(&stage);
    }
}

/* What is deleted meanwhile goes, and another takes its place. */
static void deleted(void)
{
    struct workload_stage stage;
    struct sandbox *sandbox;

    for (int half = 0; half < 6; half++) {
        open_stage(&stage, plain);
        sandbox = sandbox_of(&stage);
        sandbox_exit(sandbox, NO_CAUSE);
        stage_run(&stage, MILLISECONDS(500) * half);
        api_delete(stage.api, sandbox->pod, SPEC_GRACE, "somebody", NO_CAUSE);
        stage_run(&stage, MINUTES(2));
        CU_ASSERT_EQUAL(stage_count(&stage, POD_GONE), 1);
        CU_ASSERT_EQUAL(stage_count(&stage, POD_CREATED), 1);
        CU_ASSERT(sandbox_of(&stage)->serving);
        stage_close(&stage);
    }
}

static void evicted(void)
{
    struct workload_stage stage;
    struct sandbox *sandbox;

    open_stage(&stage, plain);
    sandbox = sandbox_of(&stage);
    sandbox_exit(sandbox, NO_CAUSE);
    stage_run(&stage, MILLISECONDS(1200));
    sandbox_evict(sandbox, NO_CAUSE);
    stage_run(&stage, MINUTES(2));
    CU_ASSERT_EQUAL(stage_count(&stage, POD_ENDED), 1);
    CU_ASSERT(sandbox_of(&stage)->serving);
    stage_close(&stage);
}

/* Its kubelet starts again, or its machine, whenever. */
static void across_restarts(void)
{
    struct workload_stage stage;
    struct sandbox *sandbox;

    for (int half = 0; half < 12; half++) {
        struct machine *machine;

        open_stage(&stage, plain);
        sandbox = sandbox_of(&stage);
        machine = sandbox->kubelet->machine;
        sandbox_exit(sandbox, NO_CAUSE);
        stage_run(&stage, MILLISECONDS(500) * (half % 6));
        if (half < 6) {
            kubelet_restart(sandbox->kubelet, NO_CAUSE);
        } else {
            machine_break(stage.world->cluster.infrastructure, machine,
                          NO_CAUSE);
            stage_run(&stage, SECONDS(5));
            machine_mend(stage.world->cluster.infrastructure, machine,
                         NO_CAUSE);
        }
        stage_run(&stage, MINUTES(2));
        CU_ASSERT(sandbox_of(&stage)->serving);
        CU_ASSERT(!sandbox_of(&stage)->gone);
        CU_ASSERT_EQUAL(sandbox_of(&stage)->containers[0].starts, 2);
        stage_close(&stage);
    }
}

SUITE("models/sandbox_exit", {"begins anew", anew}, {"with grace", with_grace},
      {"with init containers", with_inits},
      {"restarted or not", restarted_or_not}, {"deleted meanwhile", deleted},
      {"evicted meanwhile", evicted},
      {"across restarts of kubelet and machine", across_restarts})
