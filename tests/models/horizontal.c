/*
 * The horizontal autoscaler at work: how it answers to a load, to other hands
 * and to its own restart; and that looks which are left out change nothing.
 */
#include <stdio.h>
#include <string.h>

#include "models/world.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

/* 200 requests a second of 5 ms: 1,000 milli-cores in all. With a target of
 * half of 250 that is 8 pods. */
#define QUESTION(more, spec)                                                   \
    "apiVersion: nines/v1\nkind: Scenario\nmetadata: {name: t}\n"              \
    "spec:\n  horizon: 1d\n"                                                   \
    "  nodes: [{name: n, count: 6, cpu: 4, memory: 8Gi}]\n" more "---\n"       \
    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: "    \
    "{replicas: 1, selector: {matchLabels: {app: web}}, template: {metadata: " \
    "{labels: {app: web}}, spec: {containers: [{name: c, image: i, "           \
    "resources: {requests: {cpu: 250m, memory: 64Mi}, limits: {cpu: "          \
    "1}}}]}}}}\n"                                                              \
    "---\n{apiVersion: v1, kind: Service, metadata: {name: web}, spec: "       \
    "{selector: {app: web}, ports: [{port: 80}]}}\n"                           \
    "---\n{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, "        \
    "metadata: {name: size}, spec: {scaleTargetRef: {kind: Deployment, name: " \
    "web}, metrics: [{type: Resource, resource: {name: cpu, target: {type: "   \
    "Utilization, averageUtilization: 50}}}], " spec "}}\n"
#define LOAD(more)                                                             \
    "  traffic: [{service: web, kind: constant, mean: 200/s, cpuPerRequest: "  \
    "5ms}]\n" more

enum { MOST = 32 };

struct stage {
    struct arena texts;
    struct arena arena;
    struct world *world;
    struct listener listener;
    int count; /* scalings by the autoscaler */
    int from[MOST];
    int to[MOST];
    sim_time at[MOST];
    int deleted; /* pods, because of it */
};

/* It goes back to the only autoscaler. */
static bool is_by_size(const struct stage *stage, struct cause cause)
{
    const struct scenario *scenario = stage->world->scenario;
    const struct incident *incident = incident_of(cause);

    return incident != NULL &&
           incident->fault == scenario->fault_count + scenario->action_count;
}

static void written(void *context, void *subject, struct cause cause)
{
    struct stage *stage = context;
    const struct change *change = subject;

    stage->deleted += change->kind == POD_DELETED && is_by_size(stage, cause);
    if (change->kind != OWNER_SCALED || change->by == NULL ||
        strcmp(change->by, "horizontal-pod-autoscaler") != 0 ||
        stage->count == MOST)
        return;
    CU_ASSERT_EQUAL(is_by_size(stage, cause),
                    change->owner.spec.replicas < change->replicas_before);
    stage->from[stage->count] = change->replicas_before;
    stage->to[stage->count] = change->owner.spec.replicas;
    stage->at[stage->count++] = change->at;
}

/* Settled already, so that it has seen a day. */
static void open_stage(struct stage *stage, const char *text)
{
    *stage = (struct stage){.count = 0};
    arena_open(&stage->texts);
    arena_open(&stage->arena);
    stage->world = world_open(scenario_from_text(&stage->texts, text),
                              &stage->arena, (struct seed){.seed = 5});
    stage->listener = (struct listener){written, stage, NULL};
    hook_listen(&stage->world->cluster.api->written[0], &stage->listener);
    world_break(stage->world);
}

static void close_stage(struct stage *stage)
{
    arena_close(&stage->arena);
    arena_close(&stage->texts);
}

static int size_of(const struct stage *stage)
{
    return stage->world->cluster.api->owners->state.spec.replicas;
}

static void scale(struct stage *stage, int replicas)
{
    struct api *api = stage->world->cluster.api;
    struct owner_spec spec = api->owners->state.spec;

    spec.replicas = replicas;
    owner_set_spec(api, api->owners, &spec, "somebody", NO_CAUSE);
}

static void expect(const struct stage *stage, int i, int from, int to)
{
    CU_ASSERT_FATAL(i < stage->count);
    CU_ASSERT_EQUAL(stage->from[i], from);
    CU_ASSERT_EQUAL(stage->to[i], to);
}

/* Scaled by hand to 1, it grows to four, to eight, and stays. */
static void grows(void)
{
    struct stage stage;

    open_stage(&stage, QUESTION(LOAD(""), "maxReplicas: 20"));
    CU_ASSERT_EQUAL(size_of(&stage), 8);
    scale(&stage, 1);
    sim_run(stage.world->sim, MINUTES(10));
    CU_ASSERT_EQUAL(stage.count, 2);
    expect(&stage, 0, 1, 4);
    expect(&stage, 1, 4, 8);
    CU_ASSERT_EQUAL((stage.at[1] - stage.at[0]) / SECONDS(1) % 15, 0);
    CU_ASSERT(stage.at[1] - stage.at[0] >= SECONDS(15));
    close_stage(&stage);
}

static void keeps_limits(void)
{
    struct stage stage;

    open_stage(&stage, QUESTION(LOAD(""), "minReplicas: 2, maxReplicas: 5"));
    CU_ASSERT_EQUAL(size_of(&stage), 5);
    scale(&stage, 9);
    sim_run(stage.world->sim, SECONDS(20));
    expect(&stage, 0, 9, 5);
    scale(&stage, 1);
    sim_run(stage.world->sim, SECONDS(40));
    expect(&stage, 1, 1, 2);
    close_stage(&stage);
}

/* Nothing uses anything: only what others write wakes it. */
static void without_load(void)
{
    struct stage stage;

    open_stage(&stage, QUESTION("", "maxReplicas: 20"));
    sim_run(stage.world->sim, HOURS(1));
    CU_ASSERT_EQUAL(size_of(&stage), 1);
    scale(&stage, 3);
    sim_run(stage.world->sim, HOURS(1) + MINUTES(4));
    CU_ASSERT_EQUAL(size_of(&stage), 3);
    sim_run(stage.world->sim, HOURS(1) + MINUTES(6));
    CU_ASSERT_EQUAL(size_of(&stage), 1);
    close_stage(&stage);
}

/* At none it is switched off. */
static void leaves_alone(void)
{
    struct stage stage;

    open_stage(&stage, QUESTION(LOAD(""), "maxReplicas: 20"));
    scale(&stage, 0);
    sim_run(stage.world->sim, HOURS(2));
    CU_ASSERT_EQUAL(stage.count, 0);
    scale(&stage, 1);
    sim_run(stage.world->sim, HOURS(3));
    CU_ASSERT_EQUAL(size_of(&stage), 8);
    close_stage(&stage);
}

/* Scaled by hand to 16, of which 8 are new: those that count are on target, so
 * the first look asks for the 16 that there are, and this holds them for 5
 * minutes. After a restart the first size that it sees holds it anew. */
static void forgets(void)
{
    struct stage stage;

    open_stage(&stage, QUESTION(LOAD(""), "maxReplicas: 20"));
    sim_run(stage.world->sim, HOURS(1));
    scale(&stage, 16);
    sim_run(stage.world->sim, HOURS(1) + MINUTES(6));
    CU_ASSERT_EQUAL(stage.count, 1);
    expect(&stage, 0, 16, 8);
    CU_ASSERT_EQUAL(stage.deleted, 8);
    CU_ASSERT(stage.at[0] > HOURS(1) + MINUTES(5));
    sim_run(stage.world->sim, HOURS(2));
    scale(&stage, 16);
    sim_run(stage.world->sim, HOURS(2) + MINUTES(4));
    component_restart(&stage.world->components[CONTROLLER_MANAGER]);
    sim_run(stage.world->sim, HOURS(2) + MINUTES(9) + SECONDS(15));
    CU_ASSERT_EQUAL(size_of(&stage), 16);
    sim_run(stage.world->sim, HOURS(2) + MINUTES(9) + SECONDS(31));
    CU_ASSERT_EQUAL(stage.count, 2);
    expect(&stage, 1, 16, 8);
    close_stage(&stage);
}

/* Without a leader nobody sizes anything. */
static void is_away(void)
{
    struct stage stage;
    struct component *manager;

    open_stage(&stage, QUESTION(LOAD(""), "maxReplicas: 20"));
    manager = &stage.world->components[CONTROLLER_MANAGER];
    component_stop(manager);
    scale(&stage, 2);
    sim_run(stage.world->sim, HOURS(1));
    CU_ASSERT_EQUAL(stage.count, 0);
    component_start(manager);
    sim_run(stage.world->sim, HOURS(1) + SECONDS(14));
    CU_ASSERT_EQUAL(stage.count, 0);
    sim_run(stage.world->sim, HOURS(2));
    CU_ASSERT_EQUAL(size_of(&stage), 8);
    close_stage(&stage);
}

static double downtime(const struct outcome *outcome, const char *measure)
{
    int i = 0;

    while (strcmp(outcome->layout->names[i].measure, measure) != 0)
        i++;
    return outcome->numbers[i];
}

/* Where a load is more than all can do, the pods that are about to help are not
 * why the Service is down; when it has gone and many go at once, they are. */
static void is_to_blame(void)
{
    static const char text[] = QUESTION(
        "  traffic: [{service: web, kind: steps, steps: [{at: 0s, rate: 20/s}, "
        "{at: 1h, rate: 900/s}, {at: 2h, rate: 20/s}], cpuPerRequest: 5ms}]\n",
        "maxReplicas: 40");
    struct arena texts, arena;
    const struct outcome *outcome;
    double growing, shrinking;

    arena_open(&texts);
    arena_open(&arena);
    outcome = model.run(scenario_from_text(&texts, text), &arena,
                        (struct seed){.seed = 2});
    growing = downtime(outcome, "downtime_seconds/overload");
    shrinking =
        downtime(outcome, "downtime_seconds/horizontalpodautoscaler/size");
    CU_ASSERT(growing > 20);
    CU_ASSERT(shrinking > 0);
    CU_ASSERT_DOUBLE_EQUAL(downtime(outcome, "downtime_seconds"),
                           growing + shrinking, 1e-6);
    arena_close(&arena);
    arena_close(&texts);
}

#define SWING                                                                  \
    "  traffic: [{service: web, kind: diurnal, mean: 200/s, swing: 90%, "      \
    "cpuPerRequest: 5ms}]\n"                                                   \
    "  faults:\n"                                                              \
    "  - {name: a, kind: node-crash, every: {law: exponential, mean: 9h}, "    \
    "lasts: 20m, target: {nodes: each}}\n"                                     \
    "  - {name: b, kind: container-crash, every: {law: exponential, mean: "    \
    "9h}, target: {containers: each}}\n"                                       \
    "  - {name: c, kind: leader-crash, every: {law: exponential, mean: 6h}, "  \
    "target: {name: kube-controller-manager}}\n"                               \
    "  actions:\n"                                                             \
    "  - {name: d, kind: scale, every: {law: exponential, mean: 7h}, target: " \
    "deploy/web, replicas: 3}\n"

static uint64_t run_way(struct stage *stage, const char *spec, const char *ways,
                        uint64_t seed)
{
    char text[4096];

    snprintf(text, sizeof(text), spec, ways);
    *stage = (struct stage){.count = 0};
    arena_open(&stage->texts);
    arena_open(&stage->arena);
    stage->world = world_open(scenario_from_text(&stage->texts, text),
                              &stage->arena, (struct seed){.seed = seed});
    stage->listener = (struct listener){written, stage, NULL};
    hook_listen(&stage->world->cluster.api->written[0], &stage->listener);
    world_break(stage->world);
    sim_run(stage->world->sim, DAYS(suite_short() ? 1 : 3));
    return stage->world->sim->events;
}

static void compare_ways(const char *spec, uint64_t seed)
{
    struct stage elided, ticked;
    uint64_t few = run_way(&elided, spec, "elided", seed);
    uint64_t many = run_way(&ticked, spec, "real", seed);

    CU_ASSERT(elided.count > 5);
    CU_ASSERT_EQUAL(elided.count, ticked.count);
    for (int i = 0; i < elided.count && i < ticked.count; i++) {
        CU_ASSERT_EQUAL(elided.at[i], ticked.at[i]);
        expect(&elided, i, ticked.from[i], ticked.to[i]);
    }
    CU_ASSERT_EQUAL(elided.world->cluster.api->pods,
                    ticked.world->cluster.api->pods);
    CU_ASSERT(few * 2 < many);
    close_stage(&elided);
    close_stage(&ticked);
}

static void elided_is_ticked(void)
{
    static const char *const all[] = {
        QUESTION("  ticks: %s\n" SWING, "maxReplicas: 20"),
        QUESTION("  ticks: %s\n" SWING,
                 "minReplicas: 3, maxReplicas: 9, behavior: {scaleUp: "
                 "{stabilizationWindowSeconds: 60, policies: [{type: Pods, "
                 "value: 1, periodSeconds: 60}]}, scaleDown: {selectPolicy: "
                 "Min, policies: [{type: Percent, value: 10, periodSeconds: "
                 "600}, {type: Pods, value: 1, periodSeconds: 15}]}}")};

    for (uint64_t i = 0; i < 2; i++)
        for (uint64_t seed = 1; seed <= (suite_short() ? 1 : 4); seed++)
            compare_ways(all[i], seed);
}

SUITE("models/horizontal", {"grows as fast as it may", grows},
      {"keeps its limits", keeps_limits},
      {"hears of other hands", without_load},
      {"leaves alone what is at none", leaves_alone},
      {"forgets when it is restarted", forgets},
      {"does nothing without a leader", is_away},
      {"is to blame for what goes", is_to_blame},
      {"elided as ticked", elided_is_ticked})
