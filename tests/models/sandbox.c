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
    arena_open(&scenarios);
    arena_open(&world_arena);
    return world_open(scenario_from_text(&scenarios, text), &world_arena,
                      (struct seed){1, 0, 0});
}

static void end(void)
{
    arena_close(&world_arena);
    arena_close(&scenarios);
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

SUITE("models/sandbox", {"bound by hand", bound_by_hand},
      {"ended across crashes", ended_across_crashes},
      {"named alike", named_alike})
