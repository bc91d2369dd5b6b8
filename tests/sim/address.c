/* Values put into trees by address. */
#include "sim/address.h"

#include <string.h>

#include "tests/scenario_text.h"
#include "tests/suite.h"

static struct arena arena;
static struct errors errors;
static struct tree *root;

static void begin(const char *text)
{
    arena_open(&arena);
    errors = (struct errors){.arena = &arena};
    root = tree_from_text(&arena, text);
}

static void set(const char *address, const char *value)
{
    struct setting setting = {address, value, {"--set", 0, 0}, NULL};

    address_set(&arena, root, address, &setting, &errors);
}

static void test_values(void)
{
    begin("{a: 1, b: {c: 2}, d: }");
    set("a", "9");
    set("b.c", "8");
    set("b.new.deep", "7");
    set("d.e", "6");
    CU_ASSERT(tree_is(tree_get(root, "a"), "9"));
    CU_ASSERT(tree_is(tree_get(tree_get(root, "b"), "c"), "8"));
    CU_ASSERT(
        tree_is(tree_get(tree_get(tree_get(root, "b"), "new"), "deep"), "7"));
    CU_ASSERT(tree_is(tree_get(tree_get(root, "d"), "e"), "6"));
    CU_ASSERT_EQUAL(errors.mistakes, 0);
    arena_close(&arena);
}

/* What reads it later says that it was the option. */
static void test_place(void)
{
    begin("{a: 1}");
    set("a", "9");
    CU_ASSERT_STRING_EQUAL(tree_place(tree_get(root, "a")).file, "--set a");
    CU_ASSERT_EQUAL(tree_get(root, "a")->at.line, 0);
    arena_close(&arena);
}

static void test_lists(void)
{
    begin("{nodes: [{name: big, count: 1}, {name: big.one, count: 2}], "
          "traffic: [{service: web, mean: 1}]}");
    set("nodes.big.count", "5");
    set("nodes.big.one.count", "6");
    set("traffic.web.mean", "7");
    CU_ASSERT(tree_is(tree_get(tree_get(root, "nodes")->first, "count"), "5"));
    CU_ASSERT(tree_is(tree_get(tree_get(root, "nodes")->last, "count"), "6"));
    CU_ASSERT(tree_is(tree_get(tree_get(root, "traffic")->first, "mean"), "7"));
    set("nodes.bgi.count", "8");
    CU_ASSERT_EQUAL_FATAL(errors.mistakes, 1);
    CU_ASSERT_STRING_EQUAL(
        errors.first->text,
        "\"nodes\" has no item \"bgi\"; did you mean \"big\"?");
    arena_close(&arena);
}

static void test_names_with_dots(void)
{
    begin("{labels: {topology.kubernetes.io/zone: a}}");
    set("labels.topology.kubernetes.io/zone", "b");
    CU_ASSERT(tree_is(
        tree_get(tree_get(root, "labels"), "topology.kubernetes.io/zone"),
        "b"));
    CU_ASSERT_EQUAL(tree_count(tree_get(root, "labels")), 1);
    arena_close(&arena);
}

static void test_mistakes(void)
{
    begin("{a: 1, list: [{name: x}]}");
    set("a.b", "2");
    set("list.x", "3");
    CU_ASSERT_EQUAL(errors.mistakes, 2);
    CU_ASSERT_STRING_EQUAL(errors.first->text,
                           "\"a\" is a value and has no \"b\" in it");
    arena_close(&arena);
}

static void test_objects(void)
{
    CU_ASSERT(address_of_object("deployment/web.replicas"));
    CU_ASSERT(address_of_object("node/a.b.c.spec.taints"));
    CU_ASSERT(!address_of_object("nodes.worker.labels.example.com/disk"));
    CU_ASSERT(!address_of_object("replications"));
    CU_ASSERT_EQUAL(address_matches("web.replicas", "web"), 3);
    CU_ASSERT_EQUAL(address_matches("web", "web"), 3);
    CU_ASSERT_EQUAL(address_matches("webs.replicas", "web"), 0);
    CU_ASSERT_EQUAL(address_matches("web", ""), 0);
}

SUITE("sim/address", {"values", test_values}, {"the place", test_place},
      {"lists by name", test_lists}, {"names with dots", test_names_with_dots},
      {"mistakes", test_mistakes}, {"objects", test_objects})
