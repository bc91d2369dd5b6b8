/* What belonged to an object that is gone goes too. */
#include "tests/models/workload_stage.h"
#include "tests/suite.h"

static struct workload_stage stage;

#define SCENARIO "  nodes: [{name: n, count: 6, zones: [a, b, c]}]\n"
#define TEMPLATE                                                               \
    "  selector: {matchLabels: {app: x}}\n"                                    \
    "  template:\n"                                                            \
    "    metadata: {labels: {app: x}}\n"                                       \
    "    spec: {containers: [{name: c}], terminationGracePeriodSeconds: 5}\n"
#define WORKLOAD(kind, replicas)                                               \
    "---\napiVersion: apps/v1\nkind: " kind                                    \
    "\nmetadata: {name: x}\nspec:\n  replicas: " replicas "\n" TEMPLATE

/* Its pods are deleted, with their grace, and no others are made. */
static void pods(void)
{
    stage_open(&stage, SCENARIO, WORKLOAD("StatefulSet", "3"));
    owner_remove(stage.api, stage_owner(&stage), "test", NO_CAUSE);
    stage_run(&stage, SECONDS(5));
    CU_ASSERT_EQUAL(stage_count(&stage, POD_DELETED), 3);
    CU_ASSERT(stage_when(&stage, POD_DELETED, 2, 0) < MILLISECONDS(50));
    CU_ASSERT(stage_when(&stage, POD_GONE, 2, 0) > MILLISECONDS(500));
    CU_ASSERT_EQUAL(stage_count(&stage, POD_CREATED), 0);
    CU_ASSERT_EQUAL(stage.api->pods, 0);
    CU_ASSERT_PTR_NULL(stage.api->owners);
    stage_close(&stage);
}

/* A Deployment's ReplicaSets, then their pods. */
static void grandchildren(void)
{
    stage_open(&stage, SCENARIO, WORKLOAD("Deployment", "5"));
    owner_remove(stage.api, stage_owner(&stage), "test", NO_CAUSE);
    stage_run(&stage, SECONDS(5));
    CU_ASSERT_EQUAL(stage_count(&stage, POD_DELETED), 5);
    CU_ASSERT_EQUAL(stage_count(&stage, POD_CREATED), 0);
    CU_ASSERT_EQUAL(stage.api->pods, 0);
    CU_ASSERT_PTR_NULL(stage.api->owners);
    stage_close(&stage);
}

/* No faster than its client may: 30 calls at once, then 40 a second, and two
 * for each pod. */
static void limited(void)
{
    stage_open(&stage, SCENARIO, WORKLOAD("StatefulSet", "100"));
    owner_remove(stage.api, stage_owner(&stage), "test", NO_CAUSE);
    stage_run(&stage, SECONDS(3));
    CU_ASSERT(stage_count(&stage, POD_DELETED) > 60);
    CU_ASSERT(stage_count(&stage, POD_DELETED) < 90);
    stage_run(&stage, SECONDS(3));
    CU_ASSERT_EQUAL(stage_count(&stage, POD_DELETED), 100);
    stage_close(&stage);
}

/* What is made of an owner that is gone by then. */
static void late(void)
{
    struct owner *owner;

    stage_open(&stage, SCENARIO, WORKLOAD("Deployment", "0"));
    stage_scale(&stage, 50);
    owner = stage_owner(&stage);
    stage_run(&stage, MILLISECONDS(45));
    owner_remove(stage.api, owner, "test", NO_CAUSE);
    stage_run(&stage, SECONDS(60));
    CU_ASSERT(stage_count(&stage, POD_CREATED) > 0);
    CU_ASSERT_EQUAL(stage.api->pods, 0);
    CU_ASSERT_PTR_NULL(stage.api->owners);
    stage_close(&stage);
}

SUITE("models/garbage_collector", {"pods", pods},
      {"ReplicaSets and their pods", grandchildren},
      {"no faster than it may", limited}, {"what comes late", late})
