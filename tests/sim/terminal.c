/* sim/io/terminal.c: pages as they look on paper. */
#include "sim/io/terminal.h"

#include <stdlib.h>
#include <string.h>

#include "tests/suite.h"

static struct tree *row(struct arena *arena, const char *a, const char *b,
                        const char *c)
{
    struct tree *row = tree_new(arena, TREE_SEQUENCE);

    tree_append(row, tree_scalar(arena, a));
    tree_append(row, tree_scalar(arena, b));
    if (c != NULL)
        tree_append(row, tree_scalar(arena, c));
    return row;
}

static void expect(const struct tree *page, const char *expected)
{
    char *text;
    size_t length;
    FILE *to = open_memstream(&text, &length);

    CU_ASSERT_PTR_NOT_NULL_FATAL(to);
    terminal_page(page, to);
    fclose(to);
    if (strcmp(text, expected) != 0)
        fprintf(stderr, "\n--- expected\n%s--- but\n%s---\n", expected, text);
    CU_ASSERT_STRING_EQUAL(text, expected);
    free(text);
}

static struct tree *new_block(struct arena *arena, struct tree *page)
{
    return tree_append(page, tree_new(arena, TREE_MAPPING));
}

static void columns_are_aligned(void)
{
    struct arena arena;
    struct tree *page, *block, *rows;

    arena_open(&arena);
    page = tree_new(&arena, TREE_SEQUENCE);
    block = new_block(&arena, page);
    tree_put_text(&arena, block, "title", "Causes");
    tree_put(&arena, block, "header", row(&arena, "cause", "share", "note"));
    rows = tree_put_sequence(&arena, block, "rows");
    tree_append(rows, row(&arena, "node-crashes", "83 %", "x"));
    tree_append(rows, row(&arena, "Überlast", "~7 %", ""));
    tree_append(rows, row(&arena, "other", "-10.5 %", "y"));
    block = new_block(&arena, page);
    tree_put_text(&arena, block, "text", "The end.");
    expect(page, "Causes\n"
                 "  cause           share  note\n"
                 "  node-crashes     83 %  x\n"
                 "  Überlast         ~7 %\n"
                 "  other         -10.5 %  y\n"
                 "\n"
                 "The end.\n");
    arena_close(&arena);
}

static void text_is_wrapped(void)
{
    struct arena arena;
    struct tree *page, *block, *rows;

    arena_open(&arena);
    page = tree_new(&arena, TREE_SEQUENCE);
    block = new_block(&arena, page);
    tree_put_text(&arena, block, "text",
                  "  one two three four five six seven eight nine ten eleven "
                  "twelve thirteen fourteen");
    rows = tree_put_sequence(&arena, block, "rows");
    tree_append(rows,
                row(&arena, "name",
                    "what it means is a long story that needs more than one "
                    "line of eighty",
                    NULL));
    expect(page,
           "  one two three four five six seven eight nine ten eleven twelve "
           "thirteen\n"
           "  fourteen\n"
           "  name  what it means is a long story that needs more than one "
           "line of eighty\n");
    arena_close(&arena);
}

static void control_characters_are_not_passed_on(void)
{
    struct arena arena;
    struct tree *page, *block;

    arena_open(&arena);
    page = tree_new(&arena, TREE_SEQUENCE);
    block = new_block(&arena, page);
    tree_put_text(&arena, block, "title", "\033[31mred\a");
    tree_put_text(&arena, block, "text", "\033]0;x\r");
    expect(page, "?[31mred?\n?]0;x?\n");
    arena_close(&arena);
}

static void progress_is_wiped(void)
{
    struct progress progress = {.total = 10, .started = terminal_clock()};

    terminal_progress(&progress, 3);
    terminal_progress_end(&progress);
    CU_ASSERT_EQUAL(progress.shown, 0);
}

SUITE("sim/terminal", {"columns are aligned", columns_are_aligned},
      {"long text is wrapped", text_is_wrapped},
      {"control characters are not passed on",
       control_characters_are_not_passed_on},
      {"progress is wiped", progress_is_wiped})
