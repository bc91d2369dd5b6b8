/*
 * Preemption, pods of different priority in line, the flush, and binding no
 * faster than the client may: a scheduler on a few nodes, told step by step.
 */
#include <stdlib.h>
#include <string.h>

#include "models/api/budget.h"
#include "models/registry.h"
#include "tests/suite.h"

extern const struct controller_kind controller_scheduler;

enum {
    NODES = 3,
    WORKLOADS = 7,
    LOW = 0,
    MIDDLE,
    HIGH,
    SHY,
    SMALL,
    FIXED,
    TINY
};

static const struct network network = {
    .watch = {.kind = &law_constant, .a = 0.005},
    .call = {.kind = &law_constant, .a = 0.005}};

struct stage {
    struct arena arena;
    struct sim *sim;
    struct api *api;
    struct component component;
    struct node_design nodes[NODES];
    struct workload workloads[WORKLOADS];
    struct container_template containers[WORKLOADS];
    struct budget_design budget; /* of pods that are low */
    const struct budget_design *listed;
};

static const struct {
    const char *app;
    int priority;
    int cpu_milli;
} kinds[WORKLOADS] = {
    [LOW] = {"low", 10, 1000},    [MIDDLE] = {"middle", 20, 1000},
    [HIGH] = {"high", 100, 2000}, [SHY] = {"shy", 100, 2000},
    [SMALL] = {"small", 5, 500},  [FIXED] = {"fixed", 0, 1000},
    [TINY] = {"tiny", 10, 500}};

static void make(struct stage *stage, int i)
{
    struct label *label = ARENA_NEW(&stage->arena, struct label);

    *label = (struct label){"app", kinds[i].app};
    stage->containers[i] =
        (struct container_template){.cpu_request_milli = kinds[i].cpu_milli,
                                    .memory_request_bytes = (int64_t)1 << 20};
    stage->workloads[i] =
        (struct workload){.kind = WORKLOAD_POD,
                          .namespace = "default",
                          .name = kinds[i].app,
                          .object = kinds[i].app,
                          .ordinal = i,
                          .template = {.ordinal = i,
                                       .namespace = "default",
                                       .labels = {1, label},
                                       .priority = kinds[i].priority,
                                       .never_preempts = i == SHY,
                                       .node_name = i == FIXED ? "n1" : NULL,
                                       .grace = SECONDS(30),
                                       .container_count = 1,
                                       .containers = &stage->containers[i]}};
}

static void open_as_of(struct stage *stage, int cpu_milli, int minor)
{
    static const char *const zones[] = {"a", NULL};
    static const char *const names[] = {"n0", "n1", "n2"};
    struct component *component = &stage->component;
    struct errors errors = {.arena = &stage->arena};
    void *settings;

    *stage = (struct stage){.sim = NULL};
    arena_open(&stage->arena);
    stage->sim = sim_open(&stage->arena, (struct seed){1, 0, 0}, 0);
    for (int i = 0; i < NODES; i++)
        stage->nodes[i] = (struct node_design){.name = names[i],
                                               .cpu_milli = cpu_milli,
                                               .memory_bytes = (int64_t)1 << 32,
                                               .pods = 1000};
    for (int i = 0; i < WORKLOADS; i++)
        make(stage, i);
    stage->api = api_open(stage->sim, stage->nodes, NODES, zones, 1);
    component->workloads = stage->workloads;
    component->workload_count = component->template_count = WORKLOADS;
    component->minor = minor;
    component_open(component, stage->api, SCHEDULER, &network);
    settings =
        arena_allocate(&stage->arena, controller_scheduler.settings_size);
    CU_ASSERT_TRUE_FATAL(plugin_read(&controller_scheduler.plugin, NULL,
                                     (struct place){NULL, 0, 0}, NULL,
                                     "scheduler", settings, &errors));
    controller_scheduler.start(component, settings);
}

static void open(struct stage *stage, int cpu_milli)
{
    open_as_of(stage, cpu_milli, 36);
}

static struct pod *create(struct stage *stage, int kind)
{
    return api_create_bare_pod(stage->api, &stage->workloads[kind], NO_CAUSE);
}

static void wait(struct stage *stage, sim_time time)
{
    sim_run(stage->sim, stage->sim->now + time);
}

static int node_of(const struct pod *pod)
{
    return pod->status.node == NULL ? -1 : pod->status.node->ordinal;
}

/* Two pods of each kind on each node, in this order. */
static void fill(struct stage *stage, const int kind[2 * NODES],
                 struct pod *pods[2 * NODES])
{
    for (int i = 0; i < 2 * NODES; i++) {
        pods[i] = create(stage, kind[i]);
        wait(stage, SECONDS(1));
        CU_ASSERT_FATAL(node_of(pods[i]) >= 0);
    }
}

static int count_deleted(struct pod *const *pods, int count)
{
    int deleted = 0;

    for (int i = 0; i < count; i++)
        deleted += pods[i]->status.deleted;
    return deleted;
}

/* Takes those that are being deleted off their nodes, when their grace is over.
 */
static void remove_deleted(struct stage *stage, struct pod **pods, int count)
{
    wait(stage, SECONDS(30));
    for (int i = 0; i < count; i++)
        if (pods[i]->status.exists && pods[i]->status.deleted)
            api_remove(stage->api, pods[i], NO_CAUSE);
}

/* The node whose victims are least: there, one is of lower priority. The pod
 * waits until they are gone, and takes the place. */
static void least_victims(void)
{
    static const int kind[] = {MIDDLE, MIDDLE, LOW, MIDDLE, MIDDLE, MIDDLE};
    struct stage stage;
    struct pod *pods[2 * NODES], *high;
    int node;

    open(&stage, 2000);
    fill(&stage, kind, pods);
    for (int i = 0; i < 2 * NODES; i++)
        pod_hold(pods[i]);
    node = node_of(pods[2]);
    high = create(&stage, HIGH);
    wait(&stage, SECONDS(1));
    CU_ASSERT_EQUAL(node_of(high), -1);
    CU_ASSERT_EQUAL(count_deleted(pods, 2 * NODES), 2);
    for (int i = 0; i < 2 * NODES; i++)
        CU_ASSERT_EQUAL(pods[i]->status.deleted, node_of(pods[i]) == node);
    remove_deleted(&stage, pods, 2 * NODES);
    wait(&stage, SECONDS(2));
    CU_ASSERT_EQUAL(node_of(high), node);
    CU_ASSERT_EQUAL(count_deleted(pods, 2 * NODES), 2);
    arena_close(&stage.arena);
}

/* Of two of lower priority only one must go: the one that started later. */
static void reprieve(void)
{
    struct stage stage;
    struct pod *old[NODES], *young[NODES];

    open(&stage, 2000);
    for (int i = 0; i < NODES; i++)
        create(&stage, MIDDLE);
    wait(&stage, SECONDS(1));
    for (int i = 0; i < NODES; i++)
        old[i] = create(&stage, SMALL);
    wait(&stage, SECONDS(1));
    for (int i = 0; i < NODES; i++)
        young[i] = create(&stage, SMALL);
    wait(&stage, SECONDS(1));
    create(&stage, TINY);
    wait(&stage, SECONDS(1));
    CU_ASSERT_EQUAL(count_deleted(old, NODES), 0);
    CU_ASSERT_EQUAL(count_deleted(young, NODES), 1);
    arena_close(&stage.arena);
}

/* Who never preempts, and who is of no higher priority, only waits. */
static void refusals(void)
{
    static const int kind[] = {LOW, LOW, LOW, LOW, LOW, LOW};
    struct stage stage;
    struct pod *pods[2 * NODES], *shy, *equal;

    open(&stage, 2000);
    fill(&stage, kind, pods);
    shy = create(&stage, SHY);
    equal = create(&stage, LOW);
    wait(&stage, SECONDS(20));
    CU_ASSERT_EQUAL(node_of(shy), -1);
    CU_ASSERT_EQUAL(node_of(equal), -1);
    CU_ASSERT_EQUAL(count_deleted(pods, 2 * NODES), 0);
    CU_ASSERT_STRING_EQUAL(shy->pending, "Insufficient cpu");
    arena_close(&stage.arena);
}

/* While its victims go, the place is kept from pods of lower priority, and
 * those of higher priority do not wait behind them. */
static void nominated(void)
{
    static const int kind[] = {LOW, LOW, LOW, LOW, LOW, LOW};
    struct stage stage;
    struct pod *pods[2 * NODES], *high, *low;

    open(&stage, 2000);
    fill(&stage, kind, pods);
    for (int i = 0; i < 2 * NODES; i++)
        pod_hold(pods[i]);
    high = create(&stage, HIGH);
    wait(&stage, SECONDS(1));
    CU_ASSERT_EQUAL_FATAL(count_deleted(pods, 2 * NODES), 2);
    for (int i = 0; i < 2 * NODES; i++)
        if (pods[i]->status.deleted) {
            api_remove(stage.api, pods[i], NO_CAUSE);
            break;
        }
    low = create(&stage, LOW);
    wait(&stage, SECONDS(20));
    CU_ASSERT_EQUAL(node_of(low), -1);
    CU_ASSERT_EQUAL(node_of(high), -1);
    CU_ASSERT_EQUAL(count_deleted(pods, 2 * NODES), 2);
    for (int i = 0; i < 2 * NODES; i++)
        if (pods[i]->status.exists && pods[i]->status.deleted)
            api_remove(stage.api, pods[i], NO_CAUSE);
    wait(&stage, SECONDS(20));
    CU_ASSERT(node_of(high) >= 0);
    CU_ASSERT_EQUAL(node_of(low), -1);
    arena_close(&stage.arena);
}

/* Where a budget would be violated, another node's pods go, though they are of
 * higher priority. */
static void budgets(void)
{
    static const int kind[] = {MIDDLE, MIDDLE, LOW, MIDDLE, MIDDLE, MIDDLE};
    struct stage stage;
    struct pod *pods[2 * NODES];

    open(&stage, 2000);
    stage.budget = (struct budget_design){.name = "low"};
    stage.listed = &stage.budget;
    stage.workloads[LOW].template.budget_count = 1;
    stage.workloads[LOW].template.budgets = &stage.listed;
    stage.api->budgets = budgets_open(&stage.arena, &stage.budget, 1);
    stage.api->budgets->all[0].observed = true;
    fill(&stage, kind, pods);
    for (int i = 0; i < 2 * NODES; i++)
        pod_hold(pods[i]);
    create(&stage, HIGH);
    wait(&stage, SECONDS(1));
    CU_ASSERT_EQUAL(count_deleted(pods, 2 * NODES), 2);
    CU_ASSERT_FALSE(pods[2]->status.deleted);
    arena_close(&stage.arena);
}

/* Those of higher priority go first, however late they came. */
static void priorities(void)
{
    struct stage stage;
    struct pod *low[2 * NODES], *high[NODES];
    int placed = 0;

    open(&stage, 2000);
    for (int i = 0; i < 2 * NODES; i++)
        low[i] = create(&stage, LOW);
    for (int i = 0; i < NODES; i++)
        high[i] = create(&stage, SHY);
    wait(&stage, SECONDS(5));
    for (int i = 0; i < NODES; i++)
        CU_ASSERT(node_of(high[i]) >= 0);
    for (int i = 0; i < 2 * NODES; i++)
        placed += node_of(low[i]) >= 0;
    CU_ASSERT_EQUAL(placed, 0);
    arena_close(&stage.arena);
}

/* What is bound by hand takes room that no news tells the waiting of: they are
 * tried again after five minutes, and not while nothing happens. */
static void flush(void)
{
    static const int kind[] = {LOW, LOW, LOW, LOW, LOW, LOW};
    struct stage stage;
    struct pod *pods[2 * NODES], *waiting;
    uint32_t attempts;

    open(&stage, 2000);
    fill(&stage, kind, pods);
    waiting = create(&stage, LOW);
    wait(&stage, HOURS(2));
    attempts = waiting->scheduling.attempts;
    CU_ASSERT_EQUAL(attempts, 1);
    create(&stage, FIXED);
    wait(&stage, SECONDS(30));
    CU_ASSERT_EQUAL(waiting->scheduling.attempts, attempts + 1);
    wait(&stage, HOURS(2));
    CU_ASSERT_EQUAL(waiting->scheduling.attempts, attempts + 1);
    arena_close(&stage.arena);
}

/* A hundred bindings at once, then 50 a second. */
static void limit(void)
{
    enum { MANY = 300 };
    static const int wanted[] = {150, 200, 250, 300, 300};
    struct stage stage;
    struct pod *pods[MANY];

    open(&stage, 1000000);
    for (int i = 0; i < MANY; i++)
        pods[i] = create(&stage, LOW);
    for (int second = 0; second < 5; second++) {
        int bound = 0;

        wait(&stage, SECONDS(1));
        for (int i = 0; i < MANY; i++)
            bound += node_of(pods[i]) >= 0;
        CU_ASSERT(abs(bound - wanted[second]) <= 2);
    }
    arena_close(&stage.arena);
}

/* Of each pod that found no node this is written first, at the same rate; the
 * next one waits for it. What was written is not written again. */
static void told(void)
{
    enum { MANY = 300 };
    struct stage stage;
    struct pod *last;

    open(&stage, 500);
    for (int i = 0; i < MANY; i++)
        create(&stage, LOW);
    last = create(&stage, TINY);
    wait(&stage, MILLISECONDS(3900));
    CU_ASSERT_EQUAL(node_of(last), -1);
    wait(&stage, MILLISECONDS(200));
    CU_ASSERT(node_of(last) >= 0);
    /* All are tried again, which takes 1.5 s: the words are the same. */
    api_delete(stage.api, last, 0, "test", NO_CAUSE);
    wait(&stage, MILLISECONDS(1700));
    last = create(&stage, TINY);
    wait(&stage, MILLISECONDS(500));
    CU_ASSERT(node_of(last) >= 0);
    arena_close(&stage.arena);
}

/* How long after it, and another after it, came to be, two victims leave, and
 * the other is bound. */
static void victims_of(int minor, sim_time leave, sim_time bound)
{
    static const int kind[] = {LOW, LOW, LOW, LOW, LOW, LOW};
    struct pod *pods[2 * NODES], *tiny;
    struct stage stage;

    open_as_of(&stage, 2500, minor);
    fill(&stage, kind, pods);
    create(&stage, HIGH);
    tiny = create(&stage, TINY);
    wait(&stage, leave - 1);
    CU_ASSERT_EQUAL(count_deleted(pods, 2 * NODES), 0);
    wait(&stage, 1);
    CU_ASSERT_EQUAL(count_deleted(pods, 2 * NODES), 2);
    wait(&stage, bound - leave - 1);
    CU_ASSERT_EQUAL(node_of(tiny), -1);
    wait(&stage, 1);
    CU_ASSERT(node_of(tiny) >= 0);
    arena_close(&stage.arena);
}

/* A victim is marked first, since 1.26; others wait until it is gone, before
 * 1.33. */
static void calls(void)
{
    victims_of(25, MILLISECONDS(15), MILLISECONDS(25));
    victims_of(26, MILLISECONDS(20), MILLISECONDS(30));
    victims_of(32, MILLISECONDS(20), MILLISECONDS(30));
    victims_of(33, MILLISECONDS(20), MILLISECONDS(25));
}

SUITE("models/preemption", {"the least victims", least_victims},
      {"reprieve", reprieve}, {"who does not preempt", refusals},
      {"the place is kept", nominated}, {"budgets", budgets},
      {"priorities", priorities}, {"flush", flush}, {"limit", limit},
      {"failures are told", told}, {"calls for victims", calls})
