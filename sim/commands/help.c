/* What a command's --help prints: examples first, to copy. */
#include "sim/commands/options.h"
#include "sim/io/terminal.h"

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
        tree_put(&arena, block, "rows", options_rows(&arena));
    terminal_page(page, stdout);
    arena_close(&arena);
}
