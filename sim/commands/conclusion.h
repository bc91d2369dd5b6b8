/*
 * What a run comes to, as it is printed: a page, JSON or CSV.
 */
#ifndef SIM_COMMANDS_CONCLUSION_H
#define SIM_COMMANDS_CONCLUSION_H

#include "sim/commands/options.h"

/* What is told of the run itself; the only part in which two may differ. */
struct effort {
    uint32_t replications; /* that were simulated now */
    uint64_t events;
    double wall_seconds;
    int threads;
};

struct conclusion {
    const struct scenario *scenario;
    struct run_plan plan; /* without precision: nothing is said of it */
    struct results results;
    struct effort effort;
    struct tree *timelines; /* blocks of a page, or NULL */
    struct arena *arena;
};

/* What the model says of its results, or else their plain numbers: the body of
 * the JSON without its "run"; the rows of the table summary, and their count.
 * In the conclusion's arena. */
struct tree *conclusion_body(const struct conclusion *conclusion);
int conclusion_rows(const struct conclusion *conclusion, struct summary **rows);

/* How well they answer the question; texts in the given arena. */
struct precision conclusion_precision(const struct conclusion *conclusion,
                                      struct arena *arena);

void conclusion_print(const struct conclusion *conclusion, enum format format,
                      FILE *to);

/* The block of one replication's timeline, from the rows of the table
 * "timeline" in its outcome. In the arena. */
struct tree *conclusion_timeline(struct arena *arena,
                                 const struct outcome *outcome);

#endif
