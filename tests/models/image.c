/* The images of a node: pulled in turn, and again and again. */
#include "models/cluster/image.h"

#include "models/world.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

static const char text[] =
    "apiVersion: nines/v1\nkind: Scenario\nspec:\n"
    "  nodes: [{name: worker, count: 1, zones: [a]}]\n"
    "  controllers: {kubelet: {images-present: false, image-size: 100Mi,\n"
    "    pull-rate: 10Mi, pull-latency: 500ms, container-start: 2s,\n"
    "    sandbox-start: 1s, serialize-image-pulls: %s}}\n"
    "---\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"
    "spec: {nodeName: worker-1, containers: [{name: c, image: \"x:1\"}]}\n"
    "---\napiVersion: v1\nkind: Pod\nmetadata: {name: b}\n"
    "spec: {nodeName: worker-1, containers: [{name: c, image: \"y:1\"}]}\n"
    "---\napiVersion: v1\nkind: Pod\nmetadata: {name: d}\n"
    "spec: {nodeName: worker-1, containers: [{name: c, image: x,\n"
    "  imagePullPolicy: Never}]}\n";

static struct arena scenarios, world_arena;

static struct world *begin(const char *serial)
{
    arena_open(&scenarios);
    arena_open(&world_arena);
    return world_open(
        scenario_from_text(&scenarios, arena_format(&scenarios, text, serial)),
        &world_arena, (struct seed){1, 0, 0});
}

static void end(void)
{
    arena_close(&world_arena);
    arena_close(&scenarios);
}

/* Seconds from the pod's creation until its container ran, and it was ready; -1
 * if it is not. */
static double ready_after(const struct world *world, const char *name)
{
    const struct pod *pod = world->cluster.api->bare;

    while (*pod_workload(pod)->name != *name)
        pod = pod->next;
    return pod->status.ready ? time_seconds(pod->sandbox->containers[0].since -
                                            pod->created_at)
                             : -1;
}

/* 1 s, a pull of 10.5 s, 2 s; the other's pull waits for the first. */
static void pulls(void)
{
    struct world *world = begin("true");
    double a = ready_after(world, "a"), b = ready_after(world, "b");

    CU_ASSERT_DOUBLE_EQUAL(a < b ? a : b, 13.5, 0.05);
    CU_ASSERT_DOUBLE_EQUAL(a < b ? b : a, 24, 0.05);
    CU_ASSERT_EQUAL(ready_after(world, "d"), -1);
    end();
    world = begin("false");
    CU_ASSERT_DOUBLE_EQUAL(ready_after(world, "a"), 13.5, 0.05);
    CU_ASSERT_DOUBLE_EQUAL(ready_after(world, "b"), 13.5, 0.05);
    end();
}

/* What is there is not asked for, unless it always is. */
static void asked_for(void)
{
    struct world *world = begin("true");
    struct kubelet *kubelet = &world->cluster.kubelets.all[0];
    struct container_template design = {.image = "x:1",
                                        .pull = PULL_IF_NOT_PRESENT};

    CU_ASSERT_FALSE(image_asked_for(kubelet, &design));
    design.pull = PULL_ALWAYS;
    CU_ASSERT(image_asked_for(kubelet, &design));
    CU_ASSERT_EQUAL(image_pull(kubelet, &design, SECONDS(7), 0.5),
                    SECONDS(7) + MILLISECONDS(500));
    design.image = "z:1";
    design.pull = PULL_IF_NOT_PRESENT;
    CU_ASSERT(image_asked_for(kubelet, &design));
    design.pull = PULL_NEVER;
    CU_ASSERT_FALSE(image_asked_for(kubelet, &design));
    CU_ASSERT_FALSE(image_possible(kubelet, &design));
    end();
}

/* 10, 20, 40, 80, 160, 300, 300 s; forgotten once it is there. */
static void again(void)
{
    static const int expected[] = {10, 20, 40, 80, 160, 300, 300};
    struct world *world = begin("true");
    struct kubelet *kubelet = &world->cluster.kubelets.all[0];
    struct container_template design = {.image = "z:1"};
    sim_time now = 0, next;

    world->cluster.kubelets.registry_down = true;
    for (int i = 0; i < 7; i++) {
        CU_ASSERT_FALSE(image_pulled(kubelet, &design, now, &next));
        CU_ASSERT_EQUAL(next - now, SECONDS(expected[i]));
        now = next;
    }
    world->cluster.kubelets.registry_down = false;
    CU_ASSERT(image_pulled(kubelet, &design, now, &next));
    world->cluster.kubelets.registry_down = true;
    CU_ASSERT_FALSE(image_pulled(kubelet, &design, now, &next));
    CU_ASSERT_EQUAL(next - now, SECONDS(10));
    end();
}

/* A container whose image is always asked for is not started again while the
 * registry is down; the other is. */
static void registry_down(void)
{
    struct world *world = begin("true");
    struct kubelets *kubelets = &world->cluster.kubelets;
    struct pod *pod = world->cluster.api->bare;
    struct sandbox *sandbox;

    while (*pod_workload(pod)->name != 'a')
        pod = pod->next;
    sandbox = pod->sandbox;
    kubelets->registry_down = true;
    container_exit(&sandbox->containers[0], 1, NO_CAUSE);
    sim_run(world->sim, SECONDS(10));
    CU_ASSERT(sandbox->serving);
    ((struct container_template *)container_design(&sandbox->containers[0]))
        ->pull = PULL_ALWAYS;
    container_exit(&sandbox->containers[0], 1, NO_CAUSE);
    sim_run(world->sim, SECONDS(200));
    CU_ASSERT_FALSE(sandbox->serving);
    kubelets->registry_down = false;
    sim_run(world->sim, SECONDS(600));
    CU_ASSERT(sandbox->serving);
    end();
}

SUITE("models/image", {"pulls in turn", pulls}, {"asked for", asked_for},
      {"again and again", again}, {"the registry is down", registry_down})
