/* A node's own taints: it is registered with them, people take them away, and
 * pods that do not bear them go. */
#include "models/world.h"

#include "tests/scenario_text.h"
#include "tests/suite.h"

static const char text[] =
    "apiVersion: nines/v1\n"
    "kind: Scenario\n"
    "spec:\n"
    "  horizon: 1d\n"
    "  nodes:\n"
    "  - {name: worker, count: 1}\n"
    "  - {name: gpu, count: 1, boot: 1m,\n"
    "     taints: [{key: gpu, value: a, effect: NoSchedule}]}\n"
    "  - {name: old, count: 1, taints: [{key: old, effect: NoExecute}]}\n"
    "  actions:\n"
    "  - {name: a, kind: scale, at: 1m, target: deploy/web, replicas: 130}\n"
    "  - {name: b, kind: untaint, at: 10m, target: {nodes: all}, key: gpu}\n"
    "  - {name: c, kind: untaint, at: 4h, target: node/old-1, key: old}\n";

static const char visitor_pod[] =
    "---\n"
    "apiVersion: v1\n"
    "kind: Pod\n"
    "metadata: {name: visitor}\n"
    "spec:\n"
    "  nodeName: old-1\n"
    "  tolerations:\n"
    "  - {key: old, effect: NoExecute, tolerationSeconds: 90000}\n"
    "  containers: [{name: c}]\n";

static struct world *open(struct arena *arena)
{
    const char *all = arena_format(arena, "%s%s", text, web_manifests);
    struct world *world =
        world_open(scenario_from_text(
                       arena, arena_format(arena, "%s%s", all, visitor_pod)),
                   arena, (struct seed){1, 0, 0});

    world_break(world);
    return world;
}

static int pods_on(const struct world *world, int node)
{
    int count = 0;

    for (const struct pod *pod = world->cluster.api->nodes[node].pods; pod;
         pod = pod->next_on_node)
        count++;
    return count;
}

static void come_and_go(void)
{
    struct arena arena;
    struct world *world;
    struct node *gpu;
    uint64_t taint;

    arena_open(&arena);
    world = open(&arena);
    gpu = &world->cluster.api->nodes[1];
    taint = taint_bit(&world->scenario->taints,
                      &(struct taint){"gpu", "a", NO_SCHEDULE});
    sim_run(world->sim, MINUTES(9));
    CU_ASSERT_EQUAL(gpu->status.taints, taint);
    CU_ASSERT_EQUAL(pods_on(world, 1), 0);
    sim_run(world->sim, MINUTES(11));
    CU_ASSERT_EQUAL(gpu->status.taints, 0);
    CU_ASSERT(pods_on(world, 1) > 0);
    api_delete_node(world->cluster.api, gpu, "test", NO_CAUSE);
    api_register_node(world->cluster.api, gpu, NO_CAUSE);
    CU_ASSERT_EQUAL(gpu->status.taints, taint | TAINT_NOT_READY_NO_SCHEDULE);
    arena_close(&arena);
}

/* The pod's time runs from when the taint manager sees that it is bound, a few
 * milliseconds after its creation. */
static void drive_away(void)
{
    struct arena arena;
    struct world *world;
    const struct pod *visitor;
    sim_time end;

    arena_open(&arena);
    world = open(&arena);
    visitor = world->cluster.api->nodes[2].pods;
    CU_ASSERT_PTR_NOT_NULL_FATAL(visitor);
    end = visitor->created_at + HOURS(25);
    CU_ASSERT_EQUAL(pods_on(world, 2), 1);
    sim_run(world->sim, end);
    CU_ASSERT_EQUAL(pods_on(world, 2), 1);
    CU_ASSERT_FALSE(visitor->status.deleted);
    sim_run(world->sim, end + MILLISECONDS(50));
    CU_ASSERT_TRUE(visitor->status.deleted);
    sim_run(world->sim, HOURS(4) - SECONDS(1));
    CU_ASSERT_EQUAL(pods_on(world, 2), 0);
    sim_run(world->sim, HOURS(4) + SECONDS(1));
    CU_ASSERT_EQUAL(world->cluster.api->nodes[2].status.taints, 0);
    arena_close(&arena);
}

SUITE("models/taint", {"come and go", come_and_go}, {"drive away", drive_away})
