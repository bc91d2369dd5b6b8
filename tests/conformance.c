/* The shipped rows of Kubernetes' own decisions, and that a wrong one fails. */
#include "tests/conformance/conformance.h"

#include "tests/suite.h"

static void shipped(void)
{
    FILE *quiet = fopen("/dev/null", "w");
    struct conformance_count count =
        conformance_run("tests/conformance", quiet);

    fclose(quiet);
    CU_ASSERT(count.passed > 0);
    CU_ASSERT_EQUAL(count.failed, 0);
    if (count.failed > 0)
        conformance_run("tests/conformance", stdout);
}

struct line {
    const char *file;
    const char *text;
    int passed, failed, skipped;
};

static void lines(void)
{
    static const struct line all[] = {
        {"taint_min_toleration",
         "{\"toleration_seconds\":[null,1],\"expect_seconds\":1}", 1, 0, 0},
        {"taint_min_toleration",
         "{\"toleration_seconds\":[null,1],\"expect_seconds\":2}", 0, 1, 0},
        {"taint_min_toleration", "{\"toleration_seconds\":[null,1", 0, 1, 0},
        {"nodelifecycle_zone_state", "{\"nodes\":[],\"expect_states\":{}}", 0,
         1, 0},
        {"nobody_knows", "{}", 0, 0, 1}};
    FILE *quiet = fopen("/dev/null", "w");

    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        struct conformance_count count = {0};

        conformance_row(all[i].file, all[i].text, &count, quiet);
        CU_ASSERT_EQUAL(count.passed, all[i].passed);
        CU_ASSERT_EQUAL(count.failed, all[i].failed);
        CU_ASSERT_EQUAL(count.skipped, all[i].skipped);
    }
    fclose(quiet);
}

/* Beyond what a double can hold. */
static void integers(void)
{
    struct tree scalar = {.kind = TREE_SCALAR, .text = "9223372036854775807"};
    struct tree null = {.kind = TREE_NULL};

    CU_ASSERT_EQUAL(tree_integer(&scalar), INT64_MAX);
    scalar.text = "-9007199254740993";
    CU_ASSERT_EQUAL(tree_integer(&scalar), -9007199254740993);
    scalar.text = "2.0";
    CU_ASSERT_EQUAL(tree_integer(&scalar), 2);
    CU_ASSERT_EQUAL(tree_integer(&null), UNSET);
    CU_ASSERT_EQUAL(tree_integer(NULL), UNSET);
}

SUITE("conformance/rows", {"those shipped", shipped}, {"lines", lines},
      {"integers of 64 bits", integers})
