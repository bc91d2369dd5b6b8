/* What a command's --help prints: examples first, to copy. */
#include "sim/commands/option.h"
#include "sim/io/terminal.h"

/* A row of the page for each option. */
static struct tree *describe_options(struct arena *arena)
{
    struct tree *table = tree_new(arena, TREE_SEQUENCE);

    for (const struct option_row *row = option_rows; row->name != NULL; row++) {
        struct tree *line = tree_append(table, tree_new(arena, TREE_SEQUENCE));
        const char *text = arena_format(
            arena, "%s--%s%s%s",
            row->letter ? (char[]){'-', row->letter, ',', ' ', 0} : "    ",
            row->name, row->value ? " " : "", row->value ? row->value : "");

        tree_append(line, tree_scalar(arena, text));
        tree_append(line, tree_scalar(arena, row->meaning));
    }
    return table;
}

void command_help(const struct command *command)
{
    struct arena arena;
    struct tree *page, *block, *lines;
    const char *title, *usage;

    arena_open(&arena);
    page = tree_new(&arena, TREE_SEQUENCE);
    title =
        arena_format(&arena, "nines %s: %s", command->name, command->summary);
    block = tree_append(page, tree_new(&arena, TREE_MAPPING));
    tree_put_text(&arena, block, "title", title);
    lines = tree_put_sequence(&arena, block, "text");
    for (const char *const *line = command->examples; *line != NULL; line++)
        tree_append(lines, tree_scalar(&arena, *line));
    usage = arena_format(&arena, "Usage: nines %s %s", command->name,
                         command->usage);
    block = tree_append(page, tree_new(&arena, TREE_MAPPING));
    tree_put_text(&arena, block, "text", usage);
    if (command->simulates)
        tree_put(&arena, block, "rows", describe_options(&arena));
    terminal_page(page, stdout);
    arena_close(&arena);
}
