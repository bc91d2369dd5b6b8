/*
 * Kubernetes' own decisions, row by row: each file *.jsonl has a function that
 * hands a row's inputs to the functions that the simulation calls, and says
 * what it expects of them. A file gets its runner by one line in files.def.
 */
#ifndef TESTS_CONFORMANCE_CONFORMANCE_H
#define TESTS_CONFORMANCE_CONFORMANCE_H

#include <stdint.h>
#include <stdio.h>

#include "models/api/int_or_percent.h"
#include "sim/time.h"
#include "sim/tree.h"

struct row {
    const struct tree *tree;
    struct arena *arena; /* forgotten after the row */
    int compared;        /* expectations so far; a row without any fails */
    const char *differs; /* what was found wrong, or NULL */
    bool skipped;
};

/* Null, or not there. */
#define UNSET INT64_MIN

/* A value of a row, or of anything in it: an integer of 64 bits; seconds as a
 * time; a number (NAN if unset); whether it is true; a text (NULL if unset). */
int64_t row_integer(const struct tree *in, const char *name);
sim_time row_seconds(const struct tree *in, const char *name);
double row_number(const struct tree *in, const char *name);
bool row_true(const struct tree *in, const char *name);
const char *row_text(const struct tree *in, const char *name);

/* A count or a percentage, 0 if unset; false if it is none that a manifest may
 * have. */
bool row_bound(struct row *row, const struct tree *in, const char *name,
               struct int_or_percent *into);

/* The same of an entry of a list. */
int64_t tree_integer(const struct tree *scalar);
sim_time tree_seconds(const struct tree *scalar);
double tree_number(const struct tree *scalar);

/* What must be, and what is; `what` says of what. */
void expect_integer(struct row *row, const char *what, int64_t wanted,
                    int64_t got);
void expect_seconds(struct row *row, const char *what, sim_time wanted,
                    sim_time got);
void expect_true(struct row *row, const char *what, bool wanted, bool got);
void expect_text(struct row *row, const char *what, const char *wanted,
                 const char *got);

/* This row is of a kind that has no runner. */
void row_skip(struct row *row);

#define CONFORMANCE(file, check) void check(struct row *row);
#include "tests/conformance/files.def"
#undef CONFORMANCE

struct conformance_count {
    int passed;
    int failed;
    int skipped; /* rows without a runner */
};

/* Runs every *.jsonl of a folder, and prints how many rows of each passed,
 * failed and have no runner, and what differs. */
struct conformance_count conformance_run(const char *folder, FILE *to);

/* One line of a file of that name ("job_backoff"), counted; the failure is
 * printed. */
void conformance_row(const char *file, const char *line,
                     struct conformance_count *count, FILE *to);

#endif
