/* Tables of text. */
#include "tests/sheet.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/error.h"
#include "sim/failure.h"

enum { LINE = 4000, MOST_CELLS = 64 };

/* Takes one cell off the line; quotes are taken off, "" in them is one. */
static char *cut(char **line, char separator)
{
    char *cell = *line, *to = cell, *from = cell;
    bool quoted = separator == ',' && *from == '"';

    from += quoted;
    while (*from != '\0' && (quoted || *from != separator)) {
        if (quoted && *from == '"' && *++from != '"') {
            quoted = false;
            continue;
        }
        *to++ = *from++;
    }
    *line = *from == '\0' ? NULL : from + 1;
    *to = '\0';
    return cell;
}

static int split(struct sheet *sheet, const char *text, char separator,
                 char **cells)
{
    char *line = arena_copy(&sheet->arena, text);
    int count = 0;

    line[strcspn(line, "\n")] = '\0';
    while (line != NULL && count < MOST_CELLS)
        cells[count++] = cut(&line, separator);
    return count;
}

/* In the arena too, so that a sheet may stay open for good. */
static void double_cells(struct sheet *sheet)
{
    size_t used = (size_t)sheet->rows * (size_t)sheet->columns;
    char **cells = ARENA_ARRAY(&sheet->arena, char *,
                               used == 0 ? (size_t)sheet->columns : 2 * used);

    if (used > 0)
        memcpy(cells, sheet->cells, sizeof(*cells) * used);
    sheet->cells = cells;
}

static void add_row(struct sheet *sheet, const char *path, char **cells,
                    int count)
{
    char **row;

    if (sheet->names == NULL)
        sheet->columns = count;
    if (count != sheet->columns)
        machine_failed("%s: a row of %d cells instead of %d", path, count,
                       sheet->columns);
    row = ARENA_ARRAY(&sheet->arena, char *, count);
    memcpy(row, cells, sizeof(*row) * (size_t)count);
    if (sheet->names == NULL) {
        sheet->names = row;
        return;
    }
    if ((sheet->rows & (sheet->rows - 1)) == 0)
        double_cells(sheet);
    memcpy(sheet->cells + count * sheet->rows++, row,
           sizeof(*row) * (size_t)count);
}

void sheet_open(struct sheet *sheet, const char *path)
{
    char line[LINE], *cells[MOST_CELLS];
    const char *suffix = strrchr(path, '.');
    char separator = suffix != NULL && strcmp(suffix, ".tsv") == 0 ? '\t' : ',';
    FILE *file = fopen(path, "r");

    *sheet = (struct sheet){.rows = 0};
    arena_open(&sheet->arena);
    if (file == NULL)
        machine_failed("cannot read %s", path);
    while (fgets(line, sizeof(line), file) != NULL)
        if (*line != '#')
            add_row(sheet, path, cells, split(sheet, line, separator, cells));
    fclose(file);
}

void sheet_close(struct sheet *sheet)
{
    arena_close(&sheet->arena);
}

const char *sheet_text(const struct sheet *sheet, int row, const char *column)
{
    for (int i = 0; i < sheet->columns; i++)
        if (strcmp(sheet->names[i], column) == 0)
            return sheet->cells[row * sheet->columns + i];
    machine_failed("a table has no column %s", column);
}

double sheet_number(const struct sheet *sheet, int row, const char *column)
{
    return strtod(sheet_text(sheet, row, column), NULL);
}

double text_number(const char *text, const char *name)
{
    size_t length = strlen(name);

    for (const char *at = text; at != NULL; at = strchr(at, ';')) {
        at += *at == ';';
        if (strncmp(at, name, length) == 0 && at[length] == '=')
            return strtod(at + length + 1, NULL);
    }
    machine_failed("\"%s\" has no %s", text, name);
}
