/*
 * Pods in a quiet cluster of one node, told what befalls them: what their
 * kubelet makes of it, and when.
 */
#include "models/cluster/container.h"

#include <string.h>

#include "models/world.h"
#include "sim/hook.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

#define SCENARIO                                                               \
    "apiVersion: nines/v1\nkind: Scenario\nspec:\n"                            \
    "  nodes: [{name: worker, count: 1, zones: [a]}]\n"                        \
    "  kubernetes: \"1.%d\"\n"                                                 \
    "  controllers: {kubelet: {container-start: 2s, sandbox-start: 1s,\n"      \
    "    container-stop: 500ms}}\n"

#define POD(spec)                                                              \
    "---\napiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec:\n"             \
    "  terminationGracePeriodSeconds: 20\n" spec

enum { MOST_SEEN = 64 };

static struct arena scenarios, world_arena;
static struct world *world;
static struct listener listener;
static struct {
    sim_time at;
    enum change_kind kind;
    struct pod_status status;
} seen[MOST_SEEN];
static int seen_count;

static void written(void *context, void *subject, struct cause cause)
{
    const struct change *change = subject;

    (void)context;
    (void)cause;
    if (change->kind > POD_GONE || seen_count == MOST_SEEN)
        return;
    seen[seen_count].at = world->sim->now;
    seen[seen_count].kind = change->kind;
    seen[seen_count++].status = change->pod;
}

static void begin(const char *more, const char *pod, int minor)
{
    arena_open(&scenarios);
    arena_open(&world_arena);
    world = world_open(
        scenario_from_text(
            &scenarios,
            arena_format(&scenarios, "%s%s%s",
                         arena_format(&scenarios, SCENARIO, minor), more, pod)),
        &world_arena, (struct seed){1, 0, 0});
    listener = (struct listener){written, NULL, NULL};
    hook_listen(world->cluster.api->written, &listener);
    seen_count = 0;
}

static void end(void)
{
    arena_close(&world_arena);
    arena_close(&scenarios);
}

static struct pod *pod(void)
{
    return world->cluster.api->bare;
}

static struct container *container(int i)
{
    return &pod()->sandbox->containers[i];
}

static struct kubelet *kubelet(void)
{
    return &world->cluster.kubelets.all[0];
}

static void run(double seconds)
{
    sim_run(world->sim, world->sim->now + time_from_seconds(seconds));
}

/* When the first change of that kind was written since `from`; NEVER. */
static sim_time when(enum change_kind kind, sim_time from)
{
    for (int i = 0; i < seen_count; i++)
        if (seen[i].kind == kind && seen[i].at >= from)
            return seen[i].at;
    return NEVER;
}

#define WITHIN(time, from, low, high)                                          \
    CU_ASSERT((time) != NEVER && time_seconds((time) - (from)) >= (low) &&     \
              time_seconds((time) - (from)) <= (high))

#define PLAIN POD("  containers: [{name: c, image: \"i:1\"}]\n")
#define PROBED                                                                 \
    POD("  containers:\n"                                                      \
        "  - name: c\n"                                                        \
        "    image: \"i:1\"\n"                                                 \
        "    readinessProbe: {httpGet: {port: 1}, periodSeconds: 5}\n"         \
        "    livenessProbe: {httpGet: {port: 1}, periodSeconds: 10,\n"         \
        "      terminationGracePeriodSeconds: 7}\n")

static void crashes(void)
{
    sim_time t;

    begin("", PLAIN, 36);
    CU_ASSERT(pod()->status.ready);
    t = world->sim->now;
    container_exit(container(0), 1, NO_CAUSE);
    CU_ASSERT(!pod()->sandbox->serving);
    run(10);
    WITHIN(when(POD_NOT_READY, t), t, 0, 1);
    WITHIN(when(POD_RESTARTED, t), t, 2, 3);
    CU_ASSERT_EQUAL(when(POD_READY, t), when(POD_RESTARTED, t));
    CU_ASSERT_EQUAL(when(POD_READY, t), when(POD_NOT_READY, t) + SECONDS(2));
    CU_ASSERT_EQUAL(pod()->status.restarts, 1);
    t = world->sim->now;
    container_run_out_of_memory(container(0), NO_CAUSE);
    CU_ASSERT_EQUAL(container(0)->exit_code, EXIT_KILLED);
    run(60);
    /* The wait of 10 s, up to half as long again, a second of the queue's, and
     * the start. */
    WITHIN(when(POD_RESTARTED, t), t, 12, 18);
    end();
}

/* pkg/kubelet: a hang is seen by the readiness probe after 10 to 15 s and the
 * timeout, by the liveness probe after 20 to 30 s and the timeout. */
static void hangs(void)
{
    sim_time t, killed;

    begin("", PROBED, 36);
    run(3);
    t = world->sim->now;
    container_hang(container(0), NO_CAUSE);
    CU_ASSERT(!pod()->sandbox->serving && pod()->status.ready);
    run(120);
    WITHIN(when(POD_NOT_READY, t), t, 11, 16);
    /* It does not answer TERM: the probe's grace of 7 s, then a start. */
    killed = when(POD_RESTARTED, t) - SECONDS(2) - SECONDS(7);
    WITHIN(killed, t, 21, 31);
    CU_ASSERT_EQUAL(when(POD_READY, t), when(POD_RESTARTED, t));
    CU_ASSERT(pod()->sandbox->serving);
    end();
}

/* One that answers again in time is not killed. */
static void recovers(void)
{
    sim_time t;

    begin("", PROBED, 36);
    t = world->sim->now;
    container_hang(container(0), NO_CAUSE);
    run(18);
    container_recover(container(0), NO_CAUSE);
    CU_ASSERT(pod()->sandbox->serving && !pod()->status.ready);
    run(100);
    WITHIN(when(POD_READY, t), t, 18, 23);
    CU_ASSERT_EQUAL(pod()->status.restarts, 0);
    end();
}

/* No event is there for probes that will find nothing new. */
static void elided(void)
{
    uint64_t events;

    begin("", PROBED, 36);
    events = world->sim->events;
    run(100000);
    CU_ASSERT_EQUAL(world->sim->events, events);
    end();
}

#define SLOW(probes)                                                           \
    POD("  containers:\n"                                                      \
        "  - name: c\n"                                                        \
        "    image: \"i:1\"\n"                                                 \
        "    livenessProbe: {httpGet: {port: 1}}\n" probes)
#define STARTS_UP "  programs: [{name: p, workload: pod/x, startUp: 45s}]\n"

/* A liveness probe kills what starts slowly, for ever; a startup probe keeps it
 * from that. */
static void starts_slowly(void)
{
    begin(STARTS_UP, SLOW(""), 36);
    CU_ASSERT(container(0)->starts > 100);
    CU_ASSERT(pod()->status.restarts > 100);
    end();
    begin(STARTS_UP,
          SLOW("    startupProbe: {httpGet: {port: 1}, failureThreshold: 6}\n"),
          36);
    CU_ASSERT_EQUAL(container(0)->starts, 1);
    CU_ASSERT(pod()->status.ready && pod()->sandbox->serving);
    CU_ASSERT(pod_ready_since(&pod()->status) - pod()->created_at >
              SECONDS(48));
    CU_ASSERT(pod_ready_since(&pod()->status) - pod()->created_at <
              SECONDS(60));
    end();
    begin(STARTS_UP,
          SLOW("    startupProbe: {httpGet: {port: 1}, failureThreshold: 3}\n"),
          36);
    CU_ASSERT(container(0)->starts > 100);
    CU_ASSERT(!pod()->status.ready);
    end();
}

#define ENDS(policy)                                                           \
    POD("  restartPolicy: " policy                                             \
        "\n  containers: [{name: c, image: \"i:1\"}]\n")
#define RUNS(share)                                                            \
    "  programs: [{name: p, workload: pod/x, runTime: 1h, failures: " share    \
    "}]\n"

static void policies(void)
{
    begin(RUNS("0%"), ENDS("Never"), 36);
    CU_ASSERT_EQUAL(pod()->status.phase, POD_SUCCEEDED);
    CU_ASSERT(!pod()->status.ready && !pod_active(&pod()->status));
    end();
    begin(RUNS("100%"), ENDS("Never"), 36);
    CU_ASSERT_EQUAL(pod()->status.phase, POD_FAILED);
    CU_ASSERT_EQUAL(container(0)->starts, 1);
    end();
    begin(RUNS("100%"), ENDS("OnFailure"), 36);
    CU_ASSERT_EQUAL(pod()->status.phase, POD_RUNNING);
    CU_ASSERT(container(0)->starts > 20 && container(0)->starts < 25);
    end();
    begin(RUNS("0%"), ENDS("OnFailure"), 36);
    CU_ASSERT_EQUAL(pod()->status.phase, POD_SUCCEEDED);
    end();
    begin(RUNS("0%"), ENDS("Always"), 36);
    CU_ASSERT(container(0)->starts > 20 && container(0)->starts < 25);
    end();
}

/* A machine that was down: what is never restarted has failed. */
static void reboots(void)
{
    struct machine *machine;

    begin("", ENDS("Never"), 36);
    machine = &world->cluster.infrastructure->machines[0];
    machine_break(world->cluster.infrastructure, machine, NO_CAUSE);
    run(5);
    machine_mend(world->cluster.infrastructure, machine, NO_CAUSE);
    run(5);
    CU_ASSERT_EQUAL(pod()->status.phase, POD_FAILED);
    end();
    begin("", ENDS("OnFailure"), 36);
    machine = &world->cluster.infrastructure->machines[0];
    machine_break(world->cluster.infrastructure, machine, NO_CAUSE);
    run(5);
    machine_mend(world->cluster.infrastructure, machine, NO_CAUSE);
    run(5);
    CU_ASSERT(pod()->sandbox->serving);
    CU_ASSERT_EQUAL(pod()->status.restarts, 1);
    end();
}

#define READY_PROBED                                                           \
    POD("  containers:\n"                                                      \
        "  - name: c\n"                                                        \
        "    image: \"i:1\"\n"                                                 \
        "    readinessProbe: {httpGet: {port: 1}, periodSeconds: 30}\n")

/* Its back-offs are forgotten; Ready is, before 1.35. */
static void kubelet_restarts(void)
{
    sim_time t;

    begin("", READY_PROBED, 36);
    container_exit(container(0), 1, NO_CAUSE);
    run(10);
    container_exit(container(0), 1, NO_CAUSE);
    run(1.5);
    t = world->sim->now;
    kubelet_restart(kubelet(), NO_CAUSE);
    run(5);
    WITHIN(when(POD_RESTARTED, t), t, 2, 3);
    run(60);
    t = world->sim->now;
    kubelet_restart(kubelet(), NO_CAUSE);
    CU_ASSERT(pod()->sandbox->serving);
    run(60);
    CU_ASSERT_EQUAL(when(POD_NOT_READY, t), NEVER);
    end();
    begin("", READY_PROBED, 34);
    t = world->sim->now;
    kubelet_restart(kubelet(), NO_CAUSE);
    run(60);
    WITHIN(when(POD_NOT_READY, t), t, 0.4, 0.5);
    WITHIN(when(POD_READY, t), t, 0.4, 30.5);
    CU_ASSERT_EQUAL(pod()->status.restarts, 0);
    end();
}

/* It goes on, and tells afterwards. */
static void cut_off(void)
{
    sim_time t;

    begin("", PLAIN, 36);
    t = world->sim->now;
    kubelet_cut_off(kubelet(), NO_CAUSE);
    container_exit(container(0), 1, NO_CAUSE);
    run(20);
    CU_ASSERT(pod()->sandbox->serving);
    CU_ASSERT_EQUAL(container(0)->starts, 2);
    CU_ASSERT_EQUAL(when(POD_RESTARTED, t), NEVER);
    run(80);
    CU_ASSERT_EQUAL(kubelet()->node->status.ready, READY_UNKNOWN);
    CU_ASSERT(!pod()->status.ready);
    t = world->sim->now;
    kubelet_reconnect(kubelet(), NO_CAUSE);
    run(30);
    CU_ASSERT_EQUAL(when(POD_RESTARTED, t), t);
    CU_ASSERT_EQUAL(kubelet()->node->status.ready, READY_TRUE);
    CU_ASSERT(pod()->status.ready);
    end();
}

SUITE("models/container", {"crashes", crashes}, {"hangs", hangs},
      {"recovers", recovers}, {"probes cost no events", elided},
      {"starts slowly", starts_slowly}, {"restart policies", policies},
      {"after a boot", reboots}, {"kubelets restart", kubelet_restarts},
      {"kubelets are cut off", cut_off})
