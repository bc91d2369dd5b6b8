/*
 * What to tell the user: every mistake of an input in one pass, each with its
 * place and, where a name was meant, the nearest name there is.
 */
#ifndef SIM_ERROR_H
#define SIM_ERROR_H

#include <stdbool.h>
#include <stdio.h>

#include "sim/arena.h"

/* Where something was read; line 0 means the whole file, or an option. */
struct place {
    const char *file;
    int line;
    int column;
};

struct message {
    struct place place;
    bool warning;
    const char *text;
    struct message *next;
};

struct columns;
struct columns_form;
struct errors;

/* Reads a table that a value names (sim/columns.h), relative to the folder of
 * the file in which it is named; NULL after a mistake. */
struct column_reader {
    const struct columns *(*read)(const char *path,
                                  const struct columns_form *form,
                                  struct place named_at, struct errors *errors);
    void *context;
};

/* Messages live in the arena. Under `strict`, warnings are mistakes. */
struct errors {
    struct arena *arena;
    struct message *first;
    int mistakes;
    int warnings;
    bool strict;
    struct message *last;
    struct column_reader columns; /* whose read is NULL: none can be named */
};

/* Adds a mistake, or a warning. The text says what is wrong, without place. */
void error_at(struct errors *errors, struct place place, const char *format,
              ...) __attribute__((format(printf, 3, 4)));
void warning_at(struct errors *errors, struct place place, const char *format,
                ...) __attribute__((format(printf, 3, 4)));

/* "; did you mean NAME?" with the candidate nearest to `name` (Damerau-
 * Levenshtein distance at most 2, and less than the name's length), or "".
 * The candidates end with NULL. The text lives in the arena. */
const char *did_you_mean(struct arena *arena, const char *name,
                         const char *const *candidates);

/* Prints "file:line:column: [warning: ]text" lines, by file as read, line and
 * column. At most 20 mistakes and 20 warnings of one file, then how many more.
 */
void errors_print(const struct errors *errors, FILE *to);

#endif
