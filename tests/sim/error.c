/* Messages: order, counts, limits, suggestions. */
#include "sim/error.h"

#include <stdlib.h>
#include <string.h>

#include "tests/suite.h"

static struct errors *open_errors(struct arena *arena)
{
    struct errors *errors;

    arena_open(arena);
    errors = ARENA_NEW(arena, struct errors);
    errors->arena = arena;
    return errors;
}

static char *printed(const struct errors *errors)
{
    char *text = NULL;
    size_t length;
    FILE *to = open_memstream(&text, &length);

    errors_print(errors, to);
    fclose(to);
    return text;
}

static void sorts_by_place(void)
{
    struct arena arena;
    struct errors *errors = open_errors(&arena);
    char *text;

    error_at(errors, (struct place){"z.yaml", 9, 2}, "late");
    warning_at(errors, (struct place){"a.yaml", 1, 1}, "odd %d", 7);
    error_at(errors, (struct place){"z.yaml", 9, 1}, "left");
    error_at(errors, (struct place){"z.yaml", 2, 5}, "first");
    error_at(errors, (struct place){"z.yaml", 2, 5}, "second");
    error_at(errors, (struct place){"--set", 0, 0}, "option");
    error_at(errors, (struct place){0}, "nowhere");
    text = printed(errors);
    CU_ASSERT_STRING_EQUAL(text, "z.yaml:2:5: first\n"
                                 "z.yaml:2:5: second\n"
                                 "z.yaml:9:1: left\n"
                                 "z.yaml:9:2: late\n"
                                 "a.yaml:1:1: warning: odd 7\n"
                                 "--set: option\n"
                                 "nowhere\n");
    CU_ASSERT_EQUAL(errors->mistakes, 6);
    CU_ASSERT_EQUAL(errors->warnings, 1);
    free(text);
    arena_close(&arena);
}

static void strict_makes_mistakes(void)
{
    struct arena arena;
    struct errors *errors = open_errors(&arena);
    char *text;

    errors->strict = true;
    warning_at(errors, (struct place){"a.yaml", 1, 1}, "odd");
    text = printed(errors);
    CU_ASSERT_STRING_EQUAL(text, "a.yaml:1:1: odd\n");
    CU_ASSERT_EQUAL(errors->mistakes, 1);
    CU_ASSERT_EQUAL(errors->warnings, 0);
    free(text);
    arena_close(&arena);
}

static int count_lines(const char *text, const char *word)
{
    int count = 0;

    for (; (text = strstr(text, word)) != NULL; text++)
        count++;
    return count;
}

static void prints_twenty_of_a_file(void)
{
    struct arena arena;
    struct errors *errors = open_errors(&arena);
    char *text;

    for (int i = 1; i <= 25; i++) {
        error_at(errors, (struct place){"a.yaml", i, 1}, "wrong");
        warning_at(errors, (struct place){"b.yaml", i, 1}, "odd");
    }
    for (int i = 22; i <= 42; i++)
        warning_at(errors, (struct place){"a.yaml", i, 1}, "odd");
    text = printed(errors);
    CU_ASSERT_EQUAL(count_lines(text, "wrong\n"), 20);
    CU_ASSERT_EQUAL(count_lines(text, "odd\n"), 40);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\na.yaml: 5 more mistakes\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\na.yaml: 1 more warning\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\nb.yaml: 5 more warnings\n"));
    CU_ASSERT_PTR_NULL(strstr(text, "a.yaml:21:1: wrong"));
    free(text);
    arena_close(&arena);
}

static void suggests_the_nearest(void)
{
    static const char *const names[] = {"image", "name",          "ports",
                                        "a",     "livenessProbe", NULL};
    static const struct {
        const char *name, *meant;
    } rows[] = {
        {"imagee", "; did you mean \"image\"?"},
        {"iamge", "; did you mean \"image\"?"},
        {"nmae", "; did you mean \"name\"?"},
        {"prts", "; did you mean \"ports\"?"},
        {"livnessprobe", "; did you mean \"livenessProbe\"?"},
        {"imagination", ""},
        {"b", ""},
        {"", ""},
        {"xy", ""},
    };
    struct arena arena;

    arena_open(&arena);
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        CU_ASSERT_STRING_EQUAL(did_you_mean(&arena, rows[i].name, names),
                               rows[i].meant);
    arena_close(&arena);
}

SUITE("sim/error", {"sorts by file, line and column", sorts_by_place},
      {"strict turns warnings into mistakes", strict_makes_mistakes},
      {"prints twenty of a file", prints_twenty_of_a_file},
      {"suggests the nearest name", suggests_the_nearest})
