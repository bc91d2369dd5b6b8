/* Runs all suites, or those whose title contains a word: run [--short] [WORD]
 */
#include <CUnit/Basic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/suite.h"

enum { MOST_SUITES = 200 };

static struct suite {
    const char *title;
    const struct test *tests;
} suites[MOST_SUITES];
static size_t suite_count;
static bool is_short, is_long;
static char program[4096];

void suite_add(const char *title, const struct test *tests)
{
    if (suite_count == MOST_SUITES)
        abort();
    suites[suite_count++] = (struct suite){title, tests};
}

bool suite_short(void)
{
    return is_short;
}

bool suite_long(void)
{
    return is_long;
}

const char *suite_program(void)
{
    return program;
}

/* BUILD/tests/run stands beside BUILD/nines. */
static void find_program(const char *tests)
{
    const char *end = strstr(tests, "tests/run");

    snprintf(program, sizeof(program), "%.*snines",
             end == NULL ? 0 : (int)(end - tests), tests);
}

static int by_title(const void *a, const void *b)
{
    return strcmp(((const struct suite *)a)->title,
                  ((const struct suite *)b)->title);
}

static void register_suite(const struct suite *suite)
{
    CU_pSuite into = CU_add_suite(suite->title, NULL, NULL);

    for (const struct test *test = suite->tests; test->name != NULL; test++)
        CU_add_test(into, test->name, test->run);
}

int main(int argc, char **argv)
{
    const char *word = "";
    unsigned failures;

    find_program(argv[0]);
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--short") == 0)
            is_short = true;
        else if (strcmp(argv[i], "--long") == 0)
            is_long = true;
        else
            word = argv[i];
    }
    if (CU_initialize_registry() != CUE_SUCCESS)
        return 3;
    qsort(suites, suite_count, sizeof(*suites), by_title);
    for (size_t i = 0; i < suite_count; i++)
        if (strstr(suites[i].title, word) != NULL)
            register_suite(&suites[i]);
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    failures = CU_get_number_of_failures() + CU_get_number_of_suites_failed();
    CU_cleanup_registry();
    return failures == 0 ? 0 : 1;
}
