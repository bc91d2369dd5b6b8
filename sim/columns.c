/* Tables, for who reads their columns. */
#include "sim/columns.h"

#include <string.h>

int columns_find(const struct columns *columns, const struct tree *name,
                 struct errors *errors)
{
    const char **names =
        ARENA_ARRAY(errors->arena, const char *, columns->width + 1);
    const char *nearest, *all = "";

    for (int i = 0; i < columns->width; i++) {
        names[i] = columns->names[i].text;
        if (strcmp(names[i], name->text) == 0)
            return i;
    }
    nearest = did_you_mean(errors->arena, name->text, names);
    for (int i = 0; i < columns->width && *nearest == '\0'; i++)
        all = arena_format(errors->arena, "%s%s%s", all,
                           i == 0 ? " (columns: " : ", ", names[i]);
    error_at(errors, name->at, "no column \"%s\" in %s%s%s%s", name->text,
             columns->file, nearest, all, *all != '\0' ? ")" : "");
    return -1;
}

struct tree columns_scalar(const struct columns *columns, int row, int column)
{
    const struct cell *cell = &columns->cells[row * columns->width + column];

    return (struct tree){.kind = TREE_SCALAR,
                         .text = cell->text,
                         .at = {columns->file, cell->line, cell->column}};
}
