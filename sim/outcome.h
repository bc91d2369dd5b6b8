/*
 * What one replication leaves behind: numbers, each named once for all
 * replications, and rows for the database's tables.
 */
#ifndef SIM_OUTCOME_H
#define SIM_OUTCOME_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/arena.h"

struct sim;

/* One number of an outcome. Sums, not ratios, so that they can be pooled. */
struct number_name {
    const char *measure;
    const char *object; /* "service/http-service", "cluster" */
    const char *unit;
};

/* A table of the database that a model fills. The columns end with NULL. A
 * replicated table also has the columns cell_id and replication. */
struct table {
    const char *name;
    bool replicated;
    const char *const *columns;
};

/* What every outcome of a scenario has in common. */
struct layout {
    int count;
    const struct number_name *names;
    int tables;
    const struct table *const *table;
};

enum value_kind {
    VALUE_NONE,      /* NULL */
    VALUE_NUMBER,    /* number */
    VALUE_TEXT,      /* text */
    VALUE_KEY,       /* this row's id: its ordinal among the replication's */
    VALUE_REFERENCE, /* the id of the row with that ordinal in another table */
    VALUE_COUNT      /* an integer, in ordinal */
};

struct value {
    enum value_kind kind;
    int table;        /* of a reference: index in the layout */
    uint64_t ordinal; /* of a key or reference, from 0 */
    double number;
    const char *text; /* copied by outcome_row() */
};

struct row {
    struct row *next;
    int table; /* index in the layout */
    int count;
    struct value values[];
};

struct outcome {
    struct arena *arena;
    const struct layout *layout;
    uint32_t replication;
    uint64_t events;
    double *numbers;
    struct row *first;
    struct row *last;
};

/* In the arena: rows live and are restored with the replication. They alone
 * grow with what has happened, so a model makes them where tables are wanted
 * (see struct question). */
struct outcome *outcome_open(struct arena *arena, const struct layout *layout,
                             uint32_t replication);

/* The outcome of a replication that has run: its events, and the layout's
 * numbers. */
struct outcome *outcome_of(const struct sim *sim, const struct layout *layout,
                           const double *numbers);

/* Appends a row, with as many values as the table has columns. */
void outcome_row(struct outcome *outcome, int table,
                 const struct value *values);

/* A copy in an arena of its own, which outlives the replication. */
struct outcome *outcome_copy(struct arena *into, const struct outcome *outcome);

#endif
