/*
 * The door to libcsv: tables of values that commas separate (RFC 4180), or what
 * the form says; the first row names the columns, unless the form does.
 */
#ifndef SIM_IO_CSV_H
#define SIM_IO_CSV_H

#include <stddef.h>

#include "sim/columns.h"

/* The text's table, in the arena; NULL after a mistake: nothing in it, no row
 * below the names, a column without a name or two of one, a row of another
 * width, a quote that is never closed, text that is not UTF-8 or UTF-16. */
const struct columns *csv_read(struct arena *arena,
                               const struct columns_form *form,
                               const char *file, const char *text,
                               size_t length, struct errors *errors);

/* "3.0.3" */
const char *csv_library_version(void);

#endif
