/*
 * A table in a file of tests/: comma-separated with quotes (.csv), or tab-
 * separated (.tsv). Lines that begin with # say where it comes from; the first
 * other line names the columns.
 */
#ifndef TESTS_SHEET_H
#define TESTS_SHEET_H

#include "sim/arena.h"

struct sheet {
    struct arena arena;
    int columns;
    int rows;
    char **names;
    char **cells; /* row by row */
};

/* Exits with status 3 if the file cannot be read. */
void sheet_open(struct sheet *sheet, const char *path);
void sheet_close(struct sheet *sheet);

/* A cell; a column that is not there is the test's mistake: exit status 3. */
const char *sheet_text(const struct sheet *sheet, int row, const char *column);
double sheet_number(const struct sheet *sheet, int row, const char *column);

/* The number after "name=" in a text such as "n=3;k=2;lambda=0.001". */
double text_number(const char *text, const char *name);

#endif
