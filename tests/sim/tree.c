/* Trees: look-up, building, JSON. */
#include "sim/tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/suite.h"

static char *written(const struct tree *tree)
{
    char *text = NULL;
    size_t length;
    FILE *to = open_memstream(&text, &length);

    tree_write_json(tree, to);
    fclose(to);
    return text;
}

static void looks_up_in_nothing(void)
{
    CU_ASSERT_PTR_NULL(tree_get(tree_get(NULL, "a"), "b"));
    CU_ASSERT_EQUAL(tree_count(NULL), 0);
    CU_ASSERT_FALSE(tree_is(NULL, ""));
    CU_ASSERT_STRING_EQUAL(tree_text(NULL, "otherwise"), "otherwise");
    CU_ASSERT_STRING_EQUAL(tree_kind_name(NULL), "nothing");
    CU_ASSERT_PTR_NULL(tree_place(NULL).file);
}

static void writes_json(void)
{
    struct arena arena;
    struct tree *root, *list;
    char *text;

    arena_open(&arena);
    root = tree_new(&arena, TREE_MAPPING);
    tree_put_text(&arena, root, "na\"me", "a\tb\n\\\x01\xc3\xa9 1");
    tree_put_count(&arena, root, "count", -9007199254740993);
    tree_put_number(&arena, root, "not", NAN);
    list = tree_put_sequence(&arena, root, "list");
    tree_append(list, tree_scalar(&arena, "3"));
    tree_append(list, tree_new(&arena, TREE_NULL));
    tree_append(list, tree_new(&arena, TREE_MAPPING));
    tree_put_mapping(&arena, root, "in");
    tree_put_number(&arena, tree_get(root, "in"), "half", 0.5);
    text = written(root);
    CU_ASSERT_STRING_EQUAL(
        text, "{\n  \"na\\\"me\": \"a\\tb\\n\\\\\\u0001\xc3\xa9 1\",\n"
              "  \"count\": -9007199254740993,\n  \"not\": null,\n"
              "  \"list\": [\n    \"3\",\n    null,\n    {}\n  ],\n"
              "  \"in\": {\n    \"half\": 0.5\n  }\n}");
    free(text);
    arena_close(&arena);
}

static void numbers_read_back(void)
{
    static const double numbers[] = {0.1,    1.0 / 3, 31536000, 1e300,
                                     5e-324, -2.5e-7, 1e22,     0.99998};
    struct arena arena;
    struct tree *root;

    arena_open(&arena);
    root = tree_new(&arena, TREE_MAPPING);
    for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
        tree_put_number(&arena, root, "x", numbers[i]);
        CU_ASSERT_TRUE(strtod(tree_get(root, "x")->text, NULL) == numbers[i]);
    }
    CU_ASSERT_STRING_EQUAL(tree_get(root, "x")->text, "0.99998");
    CU_ASSERT_EQUAL(tree_count(root), 1);
    arena_close(&arena);
}

static void replaces_in_its_place(void)
{
    struct arena arena;
    struct tree *root;

    arena_open(&arena);
    root = tree_new(&arena, TREE_MAPPING);
    tree_put_text(&arena, root, "a", "1");
    tree_put_text(&arena, root, "b", "2");
    tree_put_text(&arena, root, "b", "3");
    tree_put_text(&arena, root, "c", "4");
    tree_put_text(&arena, root, "a", "5");
    CU_ASSERT_EQUAL(tree_count(root), 3);
    CU_ASSERT_TRUE(tree_is(root->first, "5"));
    CU_ASSERT_TRUE(tree_is(root->first->next, "3"));
    CU_ASSERT_TRUE(tree_is(root->last, "4"));
    arena_close(&arena);
}

static void copies_deeply(void)
{
    struct arena arena;
    struct tree *root, *copy;

    arena_open(&arena);
    root = tree_new(&arena, TREE_MAPPING);
    tree_put_text(&arena, tree_put_mapping(&arena, root, "a"), "b", "c")->at =
        (struct place){"f", 3, 4};
    copy = tree_copy(&arena, root);
    tree_put_text(&arena, tree_get(root, "a"), "b", "d");
    CU_ASSERT_TRUE(tree_is(tree_get(tree_get(copy, "a"), "b"), "c"));
    CU_ASSERT_EQUAL(tree_get(tree_get(copy, "a"), "b")->at.column, 4);
    arena_close(&arena);
}

static void says_the_same(void)
{
    struct arena arena;
    struct tree *one, *other;

    arena_open(&arena);
    one = tree_new(&arena, TREE_MAPPING);
    tree_put_text(&arena, one, "a", "1");
    tree_append(tree_put_sequence(&arena, one, "b"), tree_scalar(&arena, "x"));
    other = tree_new(&arena, TREE_MAPPING);
    tree_append(tree_put_sequence(&arena, other, "b"),
                tree_scalar(&arena, "x"));
    CU_ASSERT_FALSE(tree_same(one, other));
    tree_put_text(&arena, other, "a", "1");
    CU_ASSERT_TRUE(tree_same(one, other));
    tree_append(tree_get(other, "b"), tree_scalar(&arena, "y"));
    CU_ASSERT_FALSE(tree_same(one, other));
    tree_append(tree_get(one, "b"), tree_scalar(&arena, "z"));
    CU_ASSERT_FALSE(tree_same(one, other));
    tree_put_null(&arena, one, "b");
    CU_ASSERT_FALSE(tree_same(one, other));
    CU_ASSERT_FALSE(tree_same(one, NULL));
    arena_close(&arena);
}

static void checks_keys(void)
{
    static const char *const known[] = {"name", "image", NULL};
    struct arena arena;
    struct errors errors = {.arena = &arena};
    struct tree *root;

    arena_open(&arena);
    root = tree_new(&arena, TREE_MAPPING);
    tree_put_text(&arena, root, "name", "web");
    tree_put_text(&arena, root, "imagee", "nginx")->key_at =
        (struct place){"f", 11, 9};
    tree_check_keys(root, known, "container", false, &errors);
    CU_ASSERT_EQUAL(errors.warnings, 1);
    tree_check_keys(root, known, "container", true, &errors);
    CU_ASSERT_EQUAL(errors.mistakes, 1);
    CU_ASSERT_STRING_EQUAL(errors.first->text,
                           "unknown field \"imagee\" in container; "
                           "did you mean \"image\"?");
    CU_ASSERT_EQUAL(errors.first->place.line, 11);
    arena_close(&arena);
}

SUITE("sim/tree", {"looks up in nothing", looks_up_in_nothing},
      {"writes JSON", writes_json},
      {"writes numbers that read back", numbers_read_back},
      {"replaces a key in its place", replaces_in_its_place},
      {"copies deeply", copies_deeply}, {"says the same", says_the_same},
      {"checks keys", checks_keys})
