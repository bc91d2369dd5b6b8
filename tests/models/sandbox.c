/* What becomes of pods: bound by hand, ended across a crash, named alike. */
#include "models/cluster/sandbox.h"

#include "models/world.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

#define NODES                                                                  \
    "  nodes:\n"                                                               \
    "  - {name: worker, count: 3, zones: [a, b, c]}\n"

#define TEMPLATE                                                               \
    "    metadata: {labels: {app: web}}\n"                                     \
    "    spec:\n"                                                              \
    "      terminationGracePeriodSeconds: 900\n"                               \
    "      tolerations:\n"                                                     \
    "      - {key: node.kubernetes.io/unreachable, operator: Exists,\n"        \
    "         effect: NoExecute, tolerationSeconds: 30}\n"                     \
    "      containers: [{name: web, image: nginx}]\n"

static const char by_hand[] =
    "apiVersion: nines/v1\nkind: Scenario\nspec:\n" NODES "---\n"
    "apiVersion: v1\nkind: Pod\nmetadata: {name: here}\n"
    "spec: {nodeName: worker-2, containers: [{name: c, image: x}]}\n"
    "---\n"
    "apiVersion: v1\nkind: Pod\nmetadata: {name: lost}\n"
    "spec: {nodeName: nowhere, containers: [{name: c, image: x}]}\n";

static const char slow_ends[] =
    "apiVersion: nines/v1\nkind: Scenario\nspec:\n" NODES
    "  controllers: {kubelet: {container-stop: 10m}}\n"
    "  faults:\n"
    "  - name: crashes\n"
    "    kind: node-crash\n"
    "    every: {law: exponential, mean: 20m}\n"
    "    lasts: 2m\n"
    "    target: {nodes: each}\n"
    "---\n"
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n"
    "spec:\n  replicas: 3\n  selector: {matchLabels: {app: web}}\n"
    "  template:\n" TEMPLATE;

#define REPLICA_SET(namespace)                                                 \
    "---\napiVersion: apps/v1\nkind: ReplicaSet\n"                             \
    "metadata: {name: web, namespace: " namespace "}\n"                        \
                                                  "spec:\n  replicas: 2\n  "   \
                                                  "selector: {matchLabels: "   \
                                                  "{app: web}}\n"              \
                                                  "  template:\n" TEMPLATE

static const char alike[] =
    "apiVersion: nines/v1\nkind: Scenario\nspec:\n" NODES REPLICA_SET("one")
        REPLICA_SET("two");

static struct arena scenarios, world_arena;

static struct world *begin(const char *text)
{
    if (scenarios.base == NULL)
        arena_open(&scenarios);
    arena_open(&world_arena);
    return world_open(scenario_from_text(&scenarios, text), &world_arena,
                      (struct seed){1, 0, 0});
}

static void end(void)
{
    arena_close(&world_arena);
    arena_close(&scenarios);
    scenarios.base = NULL;
}

static void bound_by_hand(void)
{
    struct api *api = begin(by_hand)->cluster.api;
    int placed = 0;

    CU_ASSERT_EQUAL(api->pods, 2);
    for (struct pod *pod = api->bare; pod != NULL; pod = pod->next) {
        if (pod->status.node == NULL)
            continue;
        placed++;
        CU_ASSERT_STRING_EQUAL(pod->status.node->design->name, "worker-2");
        CU_ASSERT_PTR_EQUAL(pod->status.node->pods, pod);
        CU_ASSERT_PTR_NULL(pod->next_on_node);
        CU_ASSERT(pod->sandbox != NULL && pod->sandbox->serving);
    }
    CU_ASSERT_EQUAL(placed, 1);
    end();
}

/* A crash while a pod is being terminated does not keep it for ever. */
static void ended_across_crashes(void)
{
    struct world *world = begin(slow_ends);
    struct api *api = world->cluster.api;

    world_break(world);
    for (int day = 1; day <= 20; day++) {
        sim_run(world->sim, DAYS(day));
        CU_ASSERT(api->pods < 3 + 12);
    }
    CU_ASSERT(api->last_owner->created > 100);
    end();
}

static void named_alike(void)
{
    struct api *api = begin(alike)->cluster.api;
    const struct owner *two = api->last_owner, *one = two->previous;

    CU_ASSERT_EQUAL(api->pods, 4);
    CU_ASSERT_NOT_EQUAL(one->identity, two->identity);
    CU_ASSERT_NOT_EQUAL(one->first->identity, two->first->identity);
    end();
}

#define ORDERED                                                                \
    "apiVersion: nines/v1\nkind: Scenario\nspec:\n" NODES                      \
    "  controllers: {kubelet: {container-start: 2s, sandbox-start: 1s,\n"      \
    "    container-stop: %s}}\n"                                               \
    "  programs:\n"                                                            \
    "  - {name: first, workload: pod/x, container: first, runTime: 10s}\n"     \
    "  - {name: proxy, workload: pod/x, container: proxy, startUp: 4s}\n"      \
    "---\napiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec:\n"             \
    "  nodeName: worker-1\n"                                                   \
    "  terminationGracePeriodSeconds: %d\n"                                    \
    "  initContainers:\n"                                                      \
    "  - {name: first, image: \"i:1\"}\n"                                      \
    "  - name: proxy\n"                                                        \
    "    image: \"i:1\"\n"                                                     \
    "    restartPolicy: Always\n"                                              \
    "    startupProbe: {tcpSocket: {port: 1}, periodSeconds: 1,\n"             \
    "      failureThreshold: 9}\n"                                             \
    "  containers:\n"                                                          \
    "  - name: c\n"                                                            \
    "    image: \"i:1\"\n"                                                     \
    "    lifecycle: {preStop: {sleep: {seconds: %d}}}\n"

static struct world *begin_ordered(const char *stop, int grace, int hook)
{
    arena_open(&scenarios);
    return begin(arena_format(&scenarios, ORDERED, stop, grace, hook));
}

/* An init container, then a side-car, which is waited for, then the others. */
static void in_order(void)
{
    struct world *world = begin_ordered("500ms", 30, 0);
    const struct pod *pod = world->cluster.api->bare;
    const struct container *all = pod->sandbox->containers;

    CU_ASSERT_EQUAL_FATAL(pod->sandbox->count, 3);
    CU_ASSERT_EQUAL(all[0].state, CONTAINER_ENDED);
    CU_ASSERT_EQUAL(all[0].exit_code, 0);
    CU_ASSERT(container_well(&all[1]) && container_well(&all[2]));
    CU_ASSERT(pod->sandbox->serving && pod->status.ready);
    CU_ASSERT_EQUAL(pod->status.phase, POD_RUNNING);
    /* 3 s, 10 s and a relist; 2 s, 4 s, a probe and a relist. */
    CU_ASSERT(all[1].since - pod->created_at >= SECONDS(15));
    CU_ASSERT(all[1].since - pod->created_at <= SECONDS(16) + MILLISECONDS(9));
    CU_ASSERT(all[2].since - all[1].since >= SECONDS(6));
    CU_ASSERT(all[2].since - all[1].since <= SECONDS(8));
    CU_ASSERT_EQUAL(pod_ready_since(&pod->status),
                    all[2].since -
                        (all[2].since % SECONDS(1) + SECONDS(1)) % SECONDS(1));
    end();
}

static sim_time ended_after(struct world *world, int container,
                            enum container_state state)
{
    const struct sandbox *sandbox = world->cluster.api->bare->sandbox;
    sim_time from = world->sim->now;

    while (sandbox->containers[container].state != state)
        sim_run(world->sim, world->sim->now + MILLISECONDS(10));
    return world->sim->now - from;
}

#define NEAR(time, seconds)                                                    \
    CU_ASSERT(fabs(time_seconds(time) - (seconds)) < 0.02)

/* It serves while its hook runs; the side-car ends after the others, within
 * what is left of the grace, which is 2 s at least. */
static void hooks(void)
{
    struct world *world = begin_ordered("500ms", 30, 5);
    struct pod *pod = world->cluster.api->bare;
    sim_time gone;

    api_delete(world->cluster.api, pod, SPEC_GRACE, "test", NO_CAUSE);
    gone = world->sim->now;
    sim_run(world->sim, world->sim->now + SECONDS(4));
    CU_ASSERT(pod->sandbox->serving && pod->status.ready);
    NEAR(ended_after(world, 2, CONTAINER_STOPPING), 1);
    CU_ASSERT_FALSE(pod->sandbox->serving);
    NEAR(ended_after(world, 2, CONTAINER_ENDED), 0.5);
    CU_ASSERT_EQUAL(pod->sandbox->containers[1].state, CONTAINER_STOPPING);
    NEAR(ended_after(world, 1, CONTAINER_ENDED), 0.5);
    CU_ASSERT_EQUAL(pod->status.phase, POD_SUCCEEDED);
    pod_hold(pod);
    while (pod->status.exists)
        sim_run(world->sim, world->sim->now + MILLISECONDS(10));
    CU_ASSERT(world->sim->now - gone > SECONDS(6));
    CU_ASSERT(world->sim->now - gone < SECONDS(7) + MILLISECONDS(50));
    end();
    /* The hook uses the grace up: TERM, and KILL 2 s later. */
    world = begin_ordered("1m", 10, 60);
    pod = world->cluster.api->bare;
    api_delete(world->cluster.api, pod, SPEC_GRACE, "test", NO_CAUSE);
    NEAR(ended_after(world, 2, CONTAINER_STOPPING), 10);
    NEAR(ended_after(world, 2, CONTAINER_ENDED), 2);
    CU_ASSERT_EQUAL(pod->sandbox->containers[2].exit_code, EXIT_KILLED);
    NEAR(ended_after(world, 1, CONTAINER_ENDED), 2);
    CU_ASSERT_EQUAL(pod->status.phase, POD_FAILED);
    end();
}

/* A deletion without grace removes the object at once, and the containers a
 * second later at the earliest. */
static void forced(void)
{
    struct world *world = begin_ordered("1m", 30, 0);
    struct pod *pod = world->cluster.api->bare;

    pod_hold(pod);
    api_delete(world->cluster.api, pod, 0, "test", NO_CAUSE);
    CU_ASSERT_FALSE(pod->status.exists);
    CU_ASSERT(pod->sandbox->serving);
    sim_run(world->sim, world->sim->now + SECONDS(3));
    CU_ASSERT_PTR_NOT_NULL(pod->sandbox);
    sim_run(world->sim, world->sim->now + SECONDS(3));
    CU_ASSERT_PTR_NULL(pod->sandbox);
    end();
}

/* An evicted pod has Failed, and stays. */
static void evicted(void)
{
    struct world *world = begin_ordered("1m", 30, 0);
    struct pod *pod = world->cluster.api->bare;

    sandbox_evict(pod->sandbox, NO_CAUSE);
    sim_run(world->sim, world->sim->now + SECONDS(5));
    CU_ASSERT_EQUAL(pod->status.phase, POD_FAILED);
    CU_ASSERT(pod->status.exists && !pod->status.ready);
    sim_run(world->sim, world->sim->now + DAYS(1));
    CU_ASSERT_EQUAL(pod->status.phase, POD_FAILED);
    pod_hold(pod);
    api_delete(world->cluster.api, pod, SPEC_GRACE, "test", NO_CAUSE);
    sim_run(world->sim, world->sim->now + SECONDS(1));
    CU_ASSERT_FALSE(pod->status.exists);
    end();
}

#define GATED                                                                  \
    "apiVersion: nines/v1\nkind: Scenario\nspec:\n" NODES "  programs:\n"      \
    "  - {name: target, workload: pod/x, readinessGates: %s}\n"                \
    "---\napiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec:\n"             \
    "  nodeName: worker-1\n"                                                   \
    "  readinessGates: [{conditionType: example.org/load-balanced}]\n"         \
    "  containers: [{name: c, image: \"i:1\"}]\n"

static const struct pod *begin_gated(struct world **world, const char *opens)
{
    arena_open(&scenarios);
    *world = begin(arena_format(&scenarios, GATED, opens));
    return (*world)->cluster.api->bare;
}

/* A day is over since it was applied. Its gates open 24 h and 10 min after its
 * container was ready, 1 s and a relist after that; a container that exits
 * later need not wait for them again. */
static void late_gates(void)
{
    struct world *world;
    const struct pod *pod = begin_gated(&world, "1450m");
    struct container *container = &pod->sandbox->containers[0];

    sim_run(world->sim, MINUTES(10));
    CU_ASSERT(pod->status.phase == POD_RUNNING && container_ready(container));
    CU_ASSERT_FALSE(pod->status.ready);
    kubelet_restart(pod->sandbox->kubelet, NO_CAUSE);
    while (!pod->status.ready && world->sim->now < MINUTES(20))
        sim_run(world->sim, world->sim->now + MILLISECONDS(100));
    CU_ASSERT(world->sim->now > MINUTES(10));
    CU_ASSERT(world->sim->now < MINUTES(10) + SECONDS(9));
    container_exit(container, 1, NO_CAUSE);
    for (int i = 0; i < 11 && pod->status.ready; i++)
        sim_run(world->sim, world->sim->now + MILLISECONDS(100));
    CU_ASSERT_FALSE(pod->status.ready);
    sim_run(world->sim, world->sim->now + SECONDS(20));
    CU_ASSERT_TRUE(pod->status.ready);
    end();
}

/* A node that crashes before they open makes its pod wait anew; after that, it
 * does not. */
static void gates_across_crashes(void)
{
    struct world *world;
    const struct pod *pod = begin_gated(&world, "1450m");
    struct infrastructure *infrastructure = world->cluster.infrastructure;
    struct machine *machine = pod->sandbox->kubelet->machine;

    machine_break(infrastructure, machine, NO_CAUSE);
    machine_mend(infrastructure, machine, NO_CAUSE);
    sim_run(world->sim, HOURS(24));
    CU_ASSERT_FALSE(pod->status.ready);
    sim_run(world->sim, HOURS(24) + MINUTES(11));
    CU_ASSERT_TRUE(pod->status.ready);
    machine_break(infrastructure, machine, NO_CAUSE);
    machine_mend(infrastructure, machine, NO_CAUSE);
    sim_run(world->sim, world->sim->now + MINUTES(5));
    CU_ASSERT_TRUE(pod->status.ready);
    end();
}

SUITE("models/sandbox", {"bound by hand", bound_by_hand},
      {"ended across crashes", ended_across_crashes},
      {"named alike", named_alike}, {"in order", in_order}, {"hooks", hooks},
      {"forced", forced}, {"evicted", evicted}, {"late gates", late_gates},
      {"gates across crashes", gates_across_crashes})
