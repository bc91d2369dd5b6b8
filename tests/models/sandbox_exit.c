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

#define JOB(policy, more)                                                      \
    "---\napiVersion: batch/v1\nkind: Job\nmetadata: {name: web}\n"            \
    "spec:\n  completionMode: Indexed\n  completions: 1\n  template:\n"        \
    "    spec: {restartPolicy: " policy more                                   \
    ", containers: [{name: c, image: i}]}\n"

#define INITS ", initContainers: [{name: a, image: i}]"
#define RUNS                                                                   \
    NODES "  programs: [{name: p, workload: job/web, container: c, "           \
          "runTime: 30d}]\n"

/* A container that hangs is killed: a pod that is never restarted has failed
 * then, and a Job makes another. Who exits with 0 when it is told to has
 * succeeded, where nothing starts it again; where all begins anew, that was
 * decided before, unless init containers come first and the kubelet asks after
 * them. (getPhase; computePodActions, ShouldContainerBeRestarted) */
static void restarted_or_not(void)
{
    static const struct {
        const char *job;
        bool hangs, succeeds, begins_anew;
    } cases[] = {{JOB("Never", ""), true, false, false},
                 {JOB("Never", ""), false, true, false},
                 {JOB("Never", INITS), false, true, false},
                 {JOB("OnFailure", ""), true, false, true},
                 {JOB("OnFailure", ""), false, false, true},
                 {JOB("OnFailure", INITS), true, false, true},
                 {JOB("OnFailure", INITS), false, true, false}};
    struct workload_stage stage;

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct sandbox *sandbox;
        bool fails = !cases[i].succeeds && !cases[i].begins_anew;

        stage_open(&stage, RUNS, cases[i].job);
        stage_run(&stage, SECONDS(1));
        stage_listen(&stage);
        sandbox = sandbox_of(&stage);
        if (cases[i].hangs)
            container_hang(&sandbox->containers[sandbox->count - 1], NO_CAUSE);
        sandbox_exit(sandbox, NO_CAUSE);
        stage_run(&stage, MINUTES(2));
        CU_ASSERT_EQUAL(stage_count(&stage, POD_ENDED), !cases[i].begins_anew);
        CU_ASSERT_EQUAL(stage_count(&stage, POD_CREATED), fails);
        CU_ASSERT_EQUAL(sandbox->pod->status.phase, cases[i].begins_anew
                                                        ? POD_RUNNING
                                                    : fails ? POD_FAILED
                                                            : POD_SUCCEEDED);
        CU_ASSERT_EQUAL(sandbox->serving, cases[i].begins_anew);
        CU_ASSERT_EQUAL(sandbox->containers[sandbox->count - 1].starts,
                        cases[i].begins_anew ? 2 : 1);
        stage_close(&stage);
    }
}

/* A container exits before the same look: what has succeeded is not made again,
 * and nobody waits for it for ever. */
static void exited_as_well(void)
{
    static const struct {
        int code;
        enum pod_phase phase;
    } cases[] = {{0, POD_SUCCEEDED}, {1, POD_RUNNING}};
    struct workload_stage stage;

    for (int i = 0; i < 2; i++) {
        stage_open(&stage, RUNS, JOB("OnFailure", ""));
        stage_run(&stage, SECONDS(1));
        sandbox_exit(sandbox_of(&stage), NO_CAUSE);
        container_exit(&sandbox_of(&stage)->containers[0], cases[i].code,
                       NO_CAUSE);
        stage_run(&stage, MINUTES(1));
        CU_ASSERT_EQUAL(stage_pod(&stage, 0)->status.phase, cases[i].phase);
        stage_close(&stage);
    }
}

static const char often[] =
    NODES "  faults: [{name: f, kind: sandbox-crash, every: 7s}]\n";

/* What has been told to end is befallen no more, though its hook still runs. */
static void told_to_end(void)
{
    struct workload_stage stage;

    stage_open(&stage, often,
               POD("StatefulSet", "",
                   "{name: c, image: i, lifecycle: {preStop: {sleep: "
                   "{seconds: 20}}}}"));
    world_break(stage.world);
    stage_run(&stage, SECONDS(1));
    stage_listen(&stage);
    api_delete(stage.api, stage_pod(&stage, 0), SPEC_GRACE, "somebody",
               NO_CAUSE);
    stage_run(&stage, SECONDS(25));
    CU_ASSERT_EQUAL(stage_count(&stage, POD_GONE), 1);
    CU_ASSERT_EQUAL(stage_count(&stage, POD_RESTARTED), 0);
    stage_close(&stage);
}

/* Told to end with 0, and not begun anew yet: whoever tells of it then does not
 * tell that it has succeeded. */
static void told_meanwhile(void)
{
    struct workload_stage stage;
    struct sandbox *sandbox;

    stage_open(&stage, RUNS, JOB("OnFailure", ""));
    stage_run(&stage, SECONDS(1));
    sandbox = sandbox_of(&stage);
    sandbox_exit(sandbox, NO_CAUSE);
    stage_run(&stage, MILLISECONDS(1600));
    CU_ASSERT(!sandbox->gone && !sandbox->serving);
    kubelet_cut_off(sandbox->kubelet, NO_CAUSE);
    kubelet_reconnect(sandbox->kubelet, NO_CAUSE);
    CU_ASSERT_EQUAL(sandbox->pod->status.phase, POD_RUNNING);
    stage_close(&stage);
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
      {"restarted or not", restarted_or_not},
      {"exited as well", exited_as_well}, {"told to end", told_to_end},
      {"told of meanwhile", told_meanwhile}, {"deleted meanwhile", deleted},
      {"evicted meanwhile", evicted},
      {"across restarts of kubelet and machine", across_restarts})
