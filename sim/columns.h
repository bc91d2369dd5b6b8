/*
 * A table of texts, in columns that have names, whatever its format; each cell
 * knows where it was read.
 */
#ifndef SIM_COLUMNS_H
#define SIM_COLUMNS_H

#include "sim/parameter.h"

/* How a table is written. */
struct columns_form {
    char separator;
    const char *const *names; /* ends with NULL; NULL: row 1 has them */
};

extern const struct columns_form comma_separated; /* names in row 1 */

struct cell {
    const char *text;
    int line;
    int column; /* of the line, in characters */
};

/* In the arena in which it was read. */
struct columns {
    const char *file;
    int width;                /* how many */
    int rows;                 /* without that of the names; 1 or more */
    const struct cell *names; /* width of them */
    const struct cell *cells; /* row by row */
};

/* The column of a name, from 0; -1 after a mistake, reported at the name. */
int columns_find(const struct columns *columns, const struct tree *name,
                 struct errors *errors);

/* The table that a scenario names; NULL after a mistake. */
const struct columns *columns_read(const struct tree *file,
                                   const struct columns_form *form,
                                   struct errors *errors);

/* A cell as a scalar, for the readers of parameters. */
struct tree columns_scalar(const struct columns *columns, int row, int column);

/* Whether the column's first cell is a number without a unit. */
bool columns_bare(const struct columns *columns, int column);

/* A cell that is 0 or more, as a double: a plain number of `unit`; or, if that
 * is not a number, a value of the kind. False after a mistake. */
bool columns_measure(const struct tree *cell, double unit,
                     const struct parameter_kind *kind, double *into,
                     struct errors *errors);

/* What a scenario says of a table: the first two are const struct tree * (the
 * scalar, with its place), the unit of a time is a double, in seconds. */
extern const struct parameter_kind of_file_name;
extern const struct parameter_kind of_column_name;
extern const struct parameter_kind of_time_unit;

#endif
