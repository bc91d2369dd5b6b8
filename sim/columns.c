/* Tables, for who reads their columns. */
#include "sim/columns.h"

#include <math.h>
#include <string.h>

#include "sim/duration.h"

const struct columns_form comma_separated = {',', NULL};

const struct columns *columns_read(const struct tree *file,
                                   const struct columns_form *form,
                                   struct errors *errors)
{
    if (errors->columns.read != NULL)
        return errors->columns.read(file->text, form, file->at, errors);
    error_at(errors, file->at, "no file can be named here");
    return NULL;
}

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

bool columns_bare(const struct columns *columns, int column)
{
    const char *text = columns_scalar(columns, 0, column).text;

    return *text != '\0' && text[strspn(text, "0123456789.eE+-")] == '\0';
}

bool columns_measure(const struct tree *cell, double unit,
                     const struct parameter_kind *kind, double *into,
                     struct errors *errors)
{
    if (isnan(unit))
        return kind->read(cell, into, errors);
    if (!of_number.read(cell, into, errors))
        return false;
    *into *= unit;
    if (*into < 0)
        error_at(errors, cell->at, "\"%s\" is negative", cell->text);
    return *into >= 0;
}

static bool read_name(const struct tree *value, void *into,
                      struct errors *errors)
{
    const char *text;

    *(const struct tree **)into = value;
    return of_text.read(value, &text, errors);
}

static bool read_unit(const struct tree *value, void *into,
                      struct errors *errors)
{
    const char *text;

    if (!of_text.read(value, &text, errors))
        return false;
    *(double *)into = duration_word(text);
    if (*(double *)into == 0)
        error_at(errors, value->at,
                 "unknown unit \"%s\" (for example minutes)%s", text,
                 did_you_mean(errors->arena, text, duration_words));
    return *(double *)into > 0;
}

const struct parameter_kind of_file_name = {"file name", "measured.csv",
                                            read_name};
const struct parameter_kind of_column_name = {"column", "minutes", read_name};
const struct parameter_kind of_time_unit = {"unit", "minutes", read_unit};
