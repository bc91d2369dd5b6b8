/* Nodes that join and leave, that are not ready, and a controller manager that
 * knows nothing any more. */
#include "models/world.h"

#include "tests/scenario_text.h"
#include "tests/suite.h"

static const char text[] = "apiVersion: nines/v1\n"
                           "kind: Scenario\n"
                           "spec:\n"
                           "  horizon: 1d\n"
                           "  nodes:\n"
                           "  - {name: worker, count: 3, zones: [a, b, c], "
                           "boot: 90s, price: 1/h}\n"
                           "%s";

static const char comings[] =
    "  actions:\n"
    "  - {name: more, kind: add-nodes, at: 10m, pool: worker, count: 2}\n"
    "  - {name: spread, kind: scale, at: 15m, target: deploy/web, replicas: "
    "20}\n"
    "  - {name: less, kind: remove-nodes, at: 30m, target: node/worker-1}\n";

static struct world *open(struct arena *arena, const char *actions)
{
    const char *all = arena_format(arena, text, actions);
    struct world *world =
        world_open(scenario_from_text(
                       arena, arena_format(arena, "%s%s", all, web_manifests)),
                   arena, (struct seed){1, 0, 0});

    world_break(world);
    return world;
}

static struct node *worker(const struct world *world, int i)
{
    return &world->cluster.api->nodes[i - 1];
}

static int pods_on(const struct node *node)
{
    int count = 0;

    for (const struct pod *pod = node->pods; pod; pod = pod->next_on_node)
        count++;
    return count;
}

/* It registers when it has booted, tainted until its Ready is seen; and only
 * then has pods. */
static void joins(void)
{
    struct arena arena;
    struct world *world;

    arena_open(&arena);
    world = open(&arena, comings);
    CU_ASSERT_EQUAL(world->cluster.api->node_count, 5);
    CU_ASSERT_FALSE(worker(world, 4)->status.exists);
    CU_ASSERT_EQUAL(world->cluster.infrastructure->machines_present, 3);
    sim_run(world->sim, MINUTES(10) + SECONDS(90));
    CU_ASSERT_FALSE(worker(world, 4)->status.exists);
    sim_run(world->sim, MINUTES(10) + SECONDS(90) + MILLISECONDS(407));
    CU_ASSERT_TRUE(worker(world, 4)->status.exists);
    CU_ASSERT_EQUAL(worker(world, 4)->status.taints,
                    TAINT_NOT_READY_NO_SCHEDULE);
    sim_run(world->sim, MINUTES(10) + SECONDS(91));
    CU_ASSERT_EQUAL(worker(world, 4)->status.ready, READY_TRUE);
    CU_ASSERT_EQUAL(worker(world, 4)->status.taints, 0);
    CU_ASSERT_EQUAL(pods_on(worker(world, 4)), 0);
    CU_ASSERT_EQUAL(world->cluster.infrastructure->machines_present, 5);
    sim_run(world->sim, MINUTES(16));
    CU_ASSERT(pods_on(worker(world, 4)) > 0);
    arena_close(&arena);
}

/* Found silent, deleted by the cloud's controller within 5 s, and its pods by
 * the pod garbage collector from the pass 40 s after the one that missed it:
 * its own take place every 20 s. */
static void leaves(void)
{
    struct arena arena;
    struct world *world;
    sim_time left = MINUTES(30);

    arena_open(&arena);
    world = open(&arena, comings);
    sim_run(world->sim, left);
    CU_ASSERT(pods_on(worker(world, 1)) > 0);
    sim_run(world->sim, left + SECONDS(40));
    CU_ASSERT_TRUE(worker(world, 1)->status.exists);
    sim_run(world->sim, left + SECONDS(61));
    CU_ASSERT_FALSE(worker(world, 1)->status.exists);
    CU_ASSERT(pods_on(worker(world, 1)) > 0);
    sim_run(world->sim, left + SECONDS(79));
    CU_ASSERT(pods_on(worker(world, 1)) > 0);
    sim_run(world->sim, left + SECONDS(125));
    CU_ASSERT_EQUAL(pods_on(worker(world, 1)), 0);
    CU_ASSERT_EQUAL(world->cluster.infrastructure->machines_present, 4);
    arena_close(&arena);
}

static const unsigned not_ready =
    TAINT_NOT_READY_NO_SCHEDULE | TAINT_NOT_READY_NO_EXECUTE;
static const unsigned unreachable =
    TAINT_UNREACHABLE_NO_SCHEDULE | TAINT_UNREACHABLE_NO_EXECUTE;

/* Of a node that says that it is not ready the pods stay ready; when it is
 * silent too, its taints are swapped at once, and the tolerations that run go
 * on. */
static void not_ready_then_unknown(void)
{
    struct arena arena;
    struct world *world;
    struct node *node;
    sim_time at = HOURS(1);

    arena_open(&arena);
    world = open(&arena, "");
    node = worker(world, 1);
    sim_run(world->sim, at);
    CU_ASSERT(pods_on(node) > 0);
    kubelet_cut_off(&world->cluster.kubelets.all[0], NO_CAUSE);
    api_set_node_ready(world->cluster.api, node, READY_FALSE, NO_CAUSE);
    sim_run(world->sim, at + MILLISECONDS(20));
    CU_ASSERT_EQUAL(node->status.taints, TAINT_NOT_READY_NO_SCHEDULE);
    sim_run(world->sim, at + SECONDS(6));
    CU_ASSERT_EQUAL(node->status.taints, not_ready);
    CU_ASSERT_TRUE(node->pods->status.ready);
    sim_run(world->sim, at + SECONDS(56));
    CU_ASSERT_EQUAL(node->status.ready, READY_UNKNOWN);
    CU_ASSERT_EQUAL(node->status.taints, unreachable);
    sim_run(world->sim, at + SECONDS(299));
    CU_ASSERT_FALSE(node->pods->status.deleted);
    sim_run(world->sim, at + SECONDS(306));
    CU_ASSERT_TRUE(node->pods->status.deleted);
    kubelet_reconnect(&world->cluster.kubelets.all[0], NO_CAUSE);
    sim_run(world->sim, at + SECONDS(330));
    CU_ASSERT_EQUAL(node->status.ready, READY_TRUE);
    CU_ASSERT_EQUAL(node->status.taints, 0);
    arena_close(&arena);
}

/* Silent for 30 s when the controller manager begins anew: it gets the whole
 * grace again, and after that, at another restart, its pods their 300 s. */
static void restarts(void)
{
    struct arena arena;
    struct world *world;
    struct node *node;
    struct component *manager;
    sim_time at = HOURS(1);

    arena_open(&arena);
    world = open(&arena, "");
    node = worker(world, 1);
    manager = &world->components[CONTROLLER_MANAGER];
    sim_run(world->sim, at);
    kubelet_cut_off(&world->cluster.kubelets.all[0], NO_CAUSE);
    sim_run(world->sim, at + SECONDS(30));
    component_restart(manager);
    sim_run(world->sim, at + SECONDS(79));
    CU_ASSERT_EQUAL(node->status.ready, READY_TRUE);
    sim_run(world->sim, at + SECONDS(92));
    CU_ASSERT_EQUAL(node->status.taints, unreachable);
    sim_run(world->sim, at + SECONDS(200));
    component_restart(manager);
    CU_ASSERT_EQUAL(node->status.ready, READY_UNKNOWN);
    sim_run(world->sim, at + SECONDS(499));
    CU_ASSERT_FALSE(node->pods->status.deleted);
    sim_run(world->sim, at + SECONDS(501));
    CU_ASSERT_TRUE(node->pods->status.deleted);
    kubelet_reconnect(&world->cluster.kubelets.all[0], NO_CAUSE);
    sim_run(world->sim, at + SECONDS(530));
    CU_ASSERT_EQUAL(node->status.taints, 0);
    CU_ASSERT_EQUAL(pods_on(node), 0);
    arena_close(&arena);
}

/* What is reserved is not given out. */
static void reserves(void)
{
    struct arena arena;
    const struct scenario *scenario;

    arena_open(&arena);
    scenario = scenario_from_text(
        &arena,
        arena_format(&arena, "%s%s",
                     "apiVersion: nines/v1\n"
                     "kind: Scenario\n"
                     "spec:\n"
                     "  nodes:\n"
                     "  - {name: w, count: 1, cpu: 4, memory: 16Gi, overhead: "
                     "78m,\n"
                     "     kubeReserved: {cpu: 80m, memory: 1Gi},\n"
                     "     systemReserved: {cpu: 20m, memory: 512Mi},\n"
                     "     evictionHard: {memory.available: 100Mi}}\n",
                     web_manifests));
    CU_ASSERT_EQUAL(scenario->nodes[0].cpu_milli, 3900);
    CU_ASSERT_EQUAL(scenario->nodes[0].memory_bytes, ((int64_t)16 << 30) -
                                                         ((int64_t)1536 << 20) -
                                                         ((int64_t)100 << 20));
    CU_ASSERT_DOUBLE_EQUAL(scenario->site.machines[0].overhead_share, 0.02,
                           1e-12);
    arena_close(&arena);
}

SUITE("models/joining", {"joins", joins}, {"leaves", leaves},
      {"not ready, then Unknown", not_ready_then_unknown},
      {"restarts", restarts}, {"reserves", reserves})
