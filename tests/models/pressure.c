/* Node-pressure eviction: who goes first, and one pod after the other. */
#include "models/cluster/pressure.h"

#include "models/world.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

#define MI ((int64_t)1024 * 1024)

/* pkg/kubelet/eviction/helpers_test.go, TestOrderedByExceedsRequestMemory,
 * TestOrderedByMemory, TestOrderedByPriorityMemory. */
static void ranks(void)
{
    static const struct {
        struct candidate first, second;
    } rows[] = {
        {{300 * MI, 200 * MI, 0}, {100 * MI, 200 * MI, 0}},
        {{300 * MI, 200 * MI, 9}, {900 * MI, 900 * MI, 1}},
        {{300 * MI, 200 * MI, 1}, {900 * MI, 200 * MI, 9}},
        {{100 * MI, 200 * MI, 1}, {190 * MI, 200 * MI, 9}},
        {{900 * MI, 200 * MI, 0}, {800 * MI, 200 * MI, 0}},
        {{190 * MI, 200 * MI, 0}, {300 * MI, 400 * MI, 0}},
        {{1 * MI, 0, 0}, {400 * MI, 400 * MI, 0}},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        CU_ASSERT(pressure_before(&rows[i].first, &rows[i].second));
        CU_ASSERT_FALSE(pressure_before(&rows[i].second, &rows[i].first));
        CU_ASSERT_FALSE(pressure_before(&rows[i].first, &rows[i].first));
    }
}

#define POD(name, memory)                                                      \
    "---\napiVersion: v1\nkind: Pod\nmetadata: {name: " name "}\n"             \
    "spec: {nodeName: worker-1, containers: [{name: c, image: \"x:1\",\n"      \
    "  resources: {requests: {memory: " memory "}}}]}\n"

static const char text[] =
    "apiVersion: nines/v1\nkind: Scenario\nspec:\n"
    "  nodes: [{name: worker, count: 1, zones: [a], memory: 1Gi}]\n" POD(
        "small", "200Mi") POD("large", "600Mi") POD("greedy", "100Mi");

static struct arena scenarios, world_arena;
static struct world *world;

static struct pod *find(char initial)
{
    struct pod *pod = world->cluster.api->bare;

    while (*pod_workload(pod)->name != initial)
        pod = pod->next;
    return pod;
}

/* The greedy one uses twice what it asked for, the others a little less. */
static int64_t used(void *context, const struct sandbox *sandbox)
{
    int64_t requested = template_requests(sandbox->pod->template).memory_bytes;

    (void)context;
    return *pod_workload(sandbox->pod)->name == 'g' ? 2 * requested
                                                    : requested - 10 * MI;
}

static void begin(void)
{
    arena_open(&scenarios);
    arena_open(&world_arena);
    world = world_open(scenario_from_text(&scenarios, text), &world_arena,
                       (struct seed){1, 0, 0});
    world->cluster.kubelets.memory_used = used;
}

static void end(void)
{
    arena_close(&world_arena);
    arena_close(&scenarios);
}

static void run(int seconds)
{
    sim_run(world->sim, world->sim->now + SECONDS(seconds));
}

static bool failed(char initial)
{
    return find(initial)->status.phase == POD_FAILED;
}

/* One pod each pass; the condition and its taint stay for 5 min. */
static void one_by_one(void)
{
    struct kubelet *kubelet;
    const struct node *node;

    begin();
    kubelet = &world->cluster.kubelets.all[0];
    node = kubelet->node;
    pressure_change(kubelet, 101 * MI, NO_CAUSE);
    run(30);
    CU_ASSERT_FALSE(failed('g') || failed('s') || failed('l'));
    pressure_change(kubelet, 99 * MI, NO_CAUSE);
    for (int i = 0; i < 12 && !failed('g'); i++)
        run(1);
    CU_ASSERT(failed('g'));
    CU_ASSERT_FALSE(failed('s') || failed('l'));
    pressure_change(kubelet, 200 * MI, NO_CAUSE);
    run(60);
    CU_ASSERT_FALSE(failed('s') || failed('l'));
    CU_ASSERT(node->status.memory_pressure);
    CU_ASSERT(node->status.taints & TAINT_MEMORY_PRESSURE);
    run(220);
    CU_ASSERT(node->status.memory_pressure);
    run(40);
    CU_ASSERT_FALSE(node->status.memory_pressure);
    CU_ASSERT_FALSE(node->status.taints & TAINT_MEMORY_PRESSURE);
    /* What is not relieved goes on, a pass and its clean-up later. */
    pressure_change(kubelet, 0, NO_CAUSE);
    run(14);
    CU_ASSERT(failed('s') && failed('l'));
    CU_ASSERT(find('g')->status.exists);
    end();
}

SUITE("models/pressure", {"ranks", ranks}, {"one by one", one_by_one})
