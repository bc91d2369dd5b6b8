/* Whom, and how many of them together. */
#include "models/api/target.h"

#include "tests/scenario_text.h"
#include "tests/suite.h"

static int number(enum target_mode mode, int count, double share, int n)
{
    struct target target = {.mode = mode, .count = count, .share = share};

    return target_number(&target, n);
}

static void numbers(void)
{
    CU_ASSERT_EQUAL(number(TARGET_ONE, 0, 0, 9), 1);
    CU_ASSERT_EQUAL(number(TARGET_ONE, 0, 0, 0), 0);
    CU_ASSERT_EQUAL(number(TARGET_COUNT, 3, 0, 9), 3);
    CU_ASSERT_EQUAL(number(TARGET_COUNT, 3, 0, 2), 2);
    CU_ASSERT_EQUAL(number(TARGET_ALL, 0, 0, 9), 9);
    CU_ASSERT_EQUAL(number(TARGET_ALL, 0, 0, 0), 0);
}

/* Shares are rounded up, but not where rounding error alone says so. */
static void shares(void)
{
    CU_ASSERT_EQUAL(number(TARGET_SHARE, 0, 0.2, 9), 2);
    CU_ASSERT_EQUAL(number(TARGET_SHARE, 0, 0.2, 10), 2);
    CU_ASSERT_EQUAL(number(TARGET_SHARE, 0, 0.2, 11), 3);
    CU_ASSERT_EQUAL(number(TARGET_SHARE, 0, 0.07, 100), 7);
    CU_ASSERT_EQUAL(number(TARGET_SHARE, 0, 1, 6), 6);
    CU_ASSERT_EQUAL(number(TARGET_SHARE, 0, 0.01, 6), 1);
    CU_ASSERT_EQUAL(number(TARGET_SHARE, 0, 0.5, 0), 0);
}

static struct label ssd = {"disk", "ssd"};

static void nodes(void)
{
    struct arena arena;
    struct errors errors = {.arena = &arena};
    const struct node_design node = {.name = "worker-1", .labels = {1, &ssd}};
    struct target target = {.only = NULL};

    arena_open(&arena);
    CU_ASSERT_TRUE(target_matches_node(&target, &node, "a"));
    target.zone = "b";
    CU_ASSERT_FALSE(target_matches_node(&target, &node, "a"));
    CU_ASSERT_TRUE(target_matches_node(&target, &node, "b"));
    CU_ASSERT_FALSE(target_matches_zone(&target, "a"));
    target.only = "worker-2";
    CU_ASSERT_FALSE(target_matches_node(&target, &node, "b"));
    target.only = "worker-1";
    CU_ASSERT_TRUE(target_matches_node(&target, &node, "b"));
    target.selector = selector_of_labels(
        &arena, tree_from_text(&arena, "{disk: ssd}"), &errors);
    CU_ASSERT_TRUE(target_matches_node(&target, &node, "b"));
    target.selector = selector_of_labels(
        &arena, tree_from_text(&arena, "{disk: hdd}"), &errors);
    CU_ASSERT_FALSE(target_matches_node(&target, &node, "b"));
    arena_close(&arena);
}

/* The zone is the node's, and not looked at here. */
static void workloads(void)
{
    struct arena arena;
    struct errors errors = {.arena = &arena};
    const struct workload workload = {.object = "deployment/web",
                                      .template = {.labels = {1, &ssd}}};
    struct target target = {.zone = "b"};

    arena_open(&arena);
    CU_ASSERT_TRUE(target_matches_workload(&target, &workload));
    target.only = "web";
    CU_ASSERT_FALSE(target_matches_workload(&target, &workload));
    target.only = "deployment/web";
    CU_ASSERT_TRUE(target_matches_workload(&target, &workload));
    target.selector = selector_of_labels(
        &arena, tree_from_text(&arena, "{disk: hdd}"), &errors);
    CU_ASSERT_FALSE(target_matches_workload(&target, &workload));
    arena_close(&arena);
}

static void pods(void)
{
    const struct workload set = {.object = "statefulset/db"};
    struct pod pod = {.bare = &set, .ordinal = 1};
    struct target target = {.only = "statefulset/db"};

    CU_ASSERT_TRUE(target_matches_pod(&target, &pod));
    target.pod = "pod/db-2";
    target.ordinal = 2;
    CU_ASSERT_FALSE(target_matches_pod(&target, &pod));
    target.ordinal = 1;
    CU_ASSERT_TRUE(target_matches_pod(&target, &pod));
    target.only = "statefulset/dc";
    CU_ASSERT_FALSE(target_matches_pod(&target, &pod));
}

SUITE("models/target", {"nodes", nodes}, {"workloads", workloads},
      {"pods", pods}, {"numbers", numbers}, {"shares", shares})
