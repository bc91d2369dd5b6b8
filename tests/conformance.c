/* The shipped rows of Kubernetes' own decisions, and that a wrong one fails. */
#include "tests/conformance/conformance.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "sim/io/yaml.h"
#include "tests/suite.h"

static const char *const folders[] = {"tests/conformance",
                                      "tests/conformance/rules"};

enum { FOLDERS = sizeof(folders) / sizeof(*folders) };

static void shipped(void)
{
    for (int i = 0; i < FOLDERS; i++) {
        FILE *quiet = fopen("/dev/null", "w");
        struct conformance_count count = conformance_run(folders[i], quiet);

        fclose(quiet);
        CU_ASSERT(count.passed > 0);
        CU_ASSERT_EQUAL(count.failed, 0);
        CU_ASSERT_EQUAL(count.skipped, 0);
        if (count.failed > 0)
            conformance_run(folders[i], stdout);
    }
}

/* The first scalar of an expectation, changed; false if there is none. */
static bool spoil(struct arena *arena, struct tree *expected)
{
    if (expected->kind == TREE_SCALAR) {
        const char *other = tree_is(expected, "true")    ? "false"
                            : tree_is(expected, "false") ? "true"
                            : expected->bare             ? "7919"
                                                         : "something else";

        expected->text = arena_copy(arena, other);
        return true;
    }
    for (struct tree *each = expected->first; each != NULL; each = each->next)
        if (spoil(arena, each))
            return true;
    return false;
}

/* A row with one expectation that is wrong, as JSON. */
static char *spoilt(struct arena *arena, const char *line, int which)
{
    struct errors errors = {.arena = arena};
    struct tree *row =
        yaml_read(arena, "row", line, strlen(line), &errors)->first;
    char *json = NULL;
    size_t length;
    FILE *to;
    int i = 0;

    for (struct tree *each = row->first; each != NULL; each = each->next) {
        if (strncmp(each->key, "expect", 6) != 0 || i++ != which)
            continue;
        if (!spoil(arena, each))
            continue;
        to = open_memstream(&json, &length);
        tree_write_json(row, to);
        fclose(to);
    }
    return json;
}

/* Each expectation of each row is looked at. */
static void spoil_row(const char *file, const char *line, FILE *quiet)
{
    struct arena arena;
    char *json;

    arena_open(&arena);
    for (int which = 0; which < 8; which++) {
        struct conformance_count count = {0};

        json = spoilt(&arena, line, which);
        if (json == NULL)
            continue;
        conformance_row(file, json, &count, quiet);
        if (count.failed != 1)
            printf("%s: expectation %d of %.40s ", file, which, line);
        CU_ASSERT_EQUAL(count.failed, 1);
        free(json);
    }
    arena_close(&arena);
}

static void spoil_file(const char *path, FILE *quiet)
{
    const char *name = strrchr(path, '/') + 1;
    char *stem = strndup(name, strcspn(name, "."));
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t size = 0;

    while (getline(&line, &size, file) >= 0)
        spoil_row(stem, line, quiet);
    fclose(file);
    free(line);
    free(stem);
}

static void wrong(void)
{
    FILE *quiet = fopen("/dev/null", "w");

    for (int i = 0; i < FOLDERS; i++) {
        char pattern[64];
        glob_t found;

        snprintf(pattern, sizeof(pattern), "%s/*.jsonl", folders[i]);
        CU_ASSERT_EQUAL_FATAL(glob(pattern, 0, NULL, &found), 0);
        for (size_t j = 0; j < found.gl_pathc; j++)
            spoil_file(found.gl_pathv[j], quiet);
        globfree(&found);
    }
    fclose(quiet);
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

SUITE("conformance/rows", {"those shipped", shipped},
      {"each wrong expectation", wrong}, {"lines", lines},
      {"integers of 64 bits", integers})
