/* HorizontalPodAutoscalers as they are written: what is read of them. */
#include <math.h>
#include <string.h>

#include "models/api/autoscaler.h"
#include "models/scenario/scenario.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

#define QUESTION(of, version, spec)                                            \
    "{apiVersion: nines/v1, kind: Scenario, metadata: {name: test}, spec: "    \
    "{" of "nodes: [{name: w, count: 3}]}}\n"                                  \
    "---\n{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, "     \
    "spec: {replicas: 2, selector: {matchLabels: {app: web}}, template: "      \
    "{metadata: {labels: {app: web}}, spec: {containers: [{name: web}]}}}}\n"  \
    "---\n{apiVersion: autoscaling/" version                                   \
    ", kind: HorizontalPodAutoscaler, metadata: {name: size}, spec: "          \
    "{scaleTargetRef: {kind: Deployment, name: web}, " spec "}}\n"

static struct arena arena;

static const struct autoscaler_design *read(const char *question)
{
    const struct scenario *scenario = scenario_from_text(&arena, question);

    CU_ASSERT_EQUAL_FATAL(scenario->autoscaler_count, 1);
    CU_ASSERT_PTR_EQUAL(scenario->autoscalers[0].target,
                        &scenario->workloads[0]);
    return &scenario->autoscalers[0];
}

static void expect_metric(const struct autoscaler_design *autoscaler, int i,
                          const char *name, const char *container,
                          enum metric_target kind, int64_t target)
{
    const struct metric_design *metric = &autoscaler->metrics[i];

    CU_ASSERT_STRING_EQUAL(metric->name, name);
    CU_ASSERT_EQUAL(metric->source, container == NULL
                                        ? METRIC_RESOURCE
                                        : METRIC_CONTAINER_RESOURCE);
    if (container != NULL)
        CU_ASSERT_STRING_EQUAL(metric->container, container);
    CU_ASSERT_EQUAL(metric->kind, kind);
    CU_ASSERT_EQUAL(metric->target, target);
}

static void usual(void)
{
    const struct autoscaler_design *size;

    arena_open(&arena);
    size = read(QUESTION("", "v2", "maxReplicas: 7"));
    CU_ASSERT_EQUAL(size->min_replicas, 1);
    CU_ASSERT_EQUAL(size->max_replicas, 7);
    CU_ASSERT_EQUAL(size->metric_count, 1);
    expect_metric(size, 0, "cpu", NULL, METRIC_UTILIZATION, 80);
    CU_ASSERT_FALSE(size->behavior);
    CU_ASSERT_FALSE(size->ambiguous);
    arena_close(&arena);
}

static void first_version(void)
{
    const struct autoscaler_design *size;

    arena_open(&arena);
    size = read(QUESTION("", "v1",
                         "minReplicas: 2, maxReplicas: 7, "
                         "targetCPUUtilizationPercentage: 55"));
    CU_ASSERT_EQUAL(size->min_replicas, 2);
    expect_metric(size, 0, "cpu", NULL, METRIC_UTILIZATION, 55);
    size = read(QUESTION("", "v1", "maxReplicas: 7"));
    expect_metric(size, 0, "cpu", NULL, METRIC_UTILIZATION, 80);
    arena_close(&arena);
}

/* What nothing measures is left out: the external one. */
static void metrics(void)
{
    const struct autoscaler_design *size;

    arena_open(&arena);
    size = read(QUESTION(
        "", "v2",
        "maxReplicas: 7, metrics: [{type: Resource, resource: {name: memory, "
        "target: {type: AverageValue, averageValue: 1Ki}}}, {type: External, "
        "external: {metric: {name: queue}, target: {type: Value, value: 3}}}, "
        "{type: ContainerResource, containerResource: {name: cpu, container: "
        "web, target: {type: AverageValue, averageValue: 150m}}}]"));
    CU_ASSERT_EQUAL(size->metric_count, 2);
    expect_metric(size, 0, "memory", NULL, METRIC_AVERAGE_VALUE, 1024000);
    expect_metric(size, 1, "cpu", "web", METRIC_AVERAGE_VALUE, 150);
    arena_close(&arena);
}

/* What a half leaves out is as usual, and so is the half that is left out. */
static void behavior(void)
{
    const struct autoscaler_design *size;

    arena_open(&arena);
    size = read(QUESTION(
        "", "v2",
        "maxReplicas: 7, behavior: {scaleUp: {stabilizationWindowSeconds: 60, "
        "selectPolicy: Min, tolerance: 0.05, policies: [{type: Percent, value: "
        "10, periodSeconds: 90}, {type: Pods, value: 3, periodSeconds: "
        "30}]}}"));
    CU_ASSERT(size->behavior);
    CU_ASSERT_EQUAL(size->up.select, SELECT_MIN_CHANGE);
    CU_ASSERT_EQUAL(size->up.stabilization, SECONDS(60));
    CU_ASSERT_EQUAL(size->up.tolerance, 0.05);
    CU_ASSERT_EQUAL(size->up.policy_count, 2);
    CU_ASSERT(size->up.policies[0].percent);
    CU_ASSERT_EQUAL(size->up.policies[0].value, 10);
    CU_ASSERT_EQUAL(size->up.policies[1].period, SECONDS(30));
    CU_ASSERT_FALSE(size->up.policies[1].percent);
    CU_ASSERT_EQUAL(size->down.select, SELECT_MAX_CHANGE);
    CU_ASSERT_EQUAL(size->down.stabilization, NEVER);
    CU_ASSERT(isnan(size->down.tolerance));
    CU_ASSERT_EQUAL(size->down.policies[0].value, 100);
    arena_close(&arena);
}

/* Before 1.35 the feature is off. */
static void older(void)
{
    const struct autoscaler_design *size;

    arena_open(&arena);
    size = read(QUESTION("kubernetes: \"1.34\", ", "v2",
                         "maxReplicas: 7, behavior: {scaleDown: {tolerance: "
                         "0.05}}"));
    CU_ASSERT(size->behavior);
    CU_ASSERT(isnan(size->down.tolerance));
    arena_close(&arena);
}

SUITE("models/autoscaler_manifest", {"has defaults", usual},
      {"is of the first version", first_version}, {"has metrics", metrics},
      {"has a behavior", behavior}, {"drops what is not there yet", older})
