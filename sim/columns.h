/*
 * A table of texts, in columns that have names, whatever its format; each cell
 * knows where it was read.
 */
#ifndef SIM_COLUMNS_H
#define SIM_COLUMNS_H

#include "sim/tree.h"

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

/* A cell as a scalar, for the readers of parameters. */
struct tree columns_scalar(const struct columns *columns, int row, int column);

#endif
