/* Labels and selectors, against the cases of Kubernetes' own selector_test. */
#include "models/api/selector.h"

#include <string.h>

#include "tests/scenario_text.h"
#include "tests/suite.h"

/* Whether the selector, as YAML, matches the labels, as YAML. */
static bool matches(const char *selector, const char *labels)
{
    struct arena arena;
    struct errors errors = {.arena = &arena};
    struct selector read;
    struct labels of;
    bool matched;

    arena_open(&arena);
    read = selector_read(&arena, tree_from_text(&arena, selector), &errors);
    of = labels_read(&arena, tree_from_text(&arena, labels), &errors);
    CU_ASSERT_EQUAL(errors.mistakes, 0);
    matched = selector_matches(&read, &of);
    arena_close(&arena);
    return matched;
}

#define EXPRESSION(text) "{matchExpressions: [" text "]}"

static void test_labels(void)
{
    CU_ASSERT(matches("{matchLabels: {x: a}}", "{x: a, z: b}"));
    CU_ASSERT(matches("{matchLabels: {x: a, z: b}}", "{x: a, z: b}"));
    CU_ASSERT(!matches("{matchLabels: {x: a, z: c}}", "{x: a, z: b}"));
    CU_ASSERT(!matches("{matchLabels: {x: a}}", "{}"));
    CU_ASSERT(matches("{matchLabels: {x: ''}}", "{x: ''}"));
    CU_ASSERT(!matches("{matchLabels: {x: ''}}", "{z: ''}"));
}

static void test_operators(void)
{
    const char *in = EXPRESSION("{key: x, operator: In, values: [a, b]}");
    const char *not_in = EXPRESSION("{key: x, operator: NotIn, values: [a]}");
    const char *exists = EXPRESSION("{key: x, operator: Exists}");
    const char *absent = EXPRESSION("{key: x, operator: DoesNotExist}");

    CU_ASSERT(matches(in, "{x: b}"));
    CU_ASSERT(!matches(in, "{x: c}"));
    CU_ASSERT(!matches(in, "{y: a}"));
    CU_ASSERT(matches(not_in, "{x: b}"));
    CU_ASSERT(!matches(not_in, "{x: a}"));
    CU_ASSERT(matches(not_in, "{y: a}")); /* what is not there, is not in */
    CU_ASSERT(matches(exists, "{x: ''}"));
    CU_ASSERT(!matches(exists, "{y: a}"));
    CU_ASSERT(matches(absent, "{y: a}"));
    CU_ASSERT(!matches(absent, "{x: a}"));
}

static void test_all_must_hold(void)
{
    const char *both = "{matchLabels: {x: a}, matchExpressions: "
                       "[{key: y, operator: Exists}]}";

    CU_ASSERT(matches(both, "{x: a, y: b}"));
    CU_ASSERT(!matches(both, "{x: a}"));
    CU_ASSERT(!matches(both, "{y: b}"));
}

/* An empty LabelSelector matches everything; a Service without selector, and
 * a selector that was not given, nothing. */
static void test_empty(void)
{
    struct arena arena;
    struct errors errors = {.arena = &arena};
    struct labels none = {0};
    struct selector selector;

    arena_open(&arena);
    CU_ASSERT(matches("{}", "{x: a}"));
    selector = selector_read(&arena, NULL, &errors);
    CU_ASSERT(!selector_matches(&selector, &none));
    selector =
        selector_of_labels(&arena, tree_from_text(&arena, "{}"), &errors);
    CU_ASSERT(!selector_matches(&selector, &none));
    CU_ASSERT_EQUAL(errors.mistakes, 0);
    arena_close(&arena);
}

static void test_mistakes(void)
{
    struct arena arena;
    struct errors errors = {.arena = &arena};

    arena_open(&arena);
    selector_read(&arena,
                  tree_from_text(&arena, EXPRESSION("{key: x, operator: Is}")),
                  &errors);
    CU_ASSERT_EQUAL(errors.mistakes, 1);
    labels_read(&arena, tree_from_text(&arena, "[x, y]"), &errors);
    CU_ASSERT_EQUAL(errors.mistakes, 2);
    labels_read(&arena, tree_from_text(&arena, "{x: {y: z}}"), &errors);
    CU_ASSERT_EQUAL(errors.mistakes, 3);
    arena_close(&arena);
}

static void test_description(void)
{
    struct arena arena;
    struct errors errors = {.arena = &arena};
    struct selector selector;

    arena_open(&arena);
    selector = selector_read(
        &arena,
        tree_from_text(&arena, "{matchLabels: {app: web}, matchExpressions: ["
                               "{key: tier, operator: In, values: [a, b]}, "
                               "{key: old, operator: DoesNotExist}]}"),
        &errors);
    CU_ASSERT_STRING_EQUAL(selector_describe(&arena, &selector),
                           "app=web,tier in (a,b),!old");
    arena_close(&arena);
}

SUITE("models/selector", {"labels", test_labels}, {"operators", test_operators},
      {"all must hold", test_all_must_hold},
      {"nothing and everything", test_empty}, {"mistakes", test_mistakes},
      {"description", test_description})
