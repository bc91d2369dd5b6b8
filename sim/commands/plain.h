/*
 * What is said of a model that does not say it itself: each of its named
 * numbers, with the mean over the replications and its interval. The functions
 * are those of struct model.
 */
#ifndef SIM_COMMANDS_PLAIN_H
#define SIM_COMMANDS_PLAIN_H

#include "sim/model.h"

struct tree *plain_present(const struct scenario *scenario,
                           const struct results *results, struct arena *arena);
struct precision plain_precision(const struct scenario *scenario,
                                 const struct results *results,
                                 struct arena *arena);
int plain_summarise(const struct scenario *scenario,
                    const struct results *results, struct arena *arena,
                    struct summary **rows);
struct tree *plain_report(const struct scenario *scenario,
                          const struct results *results, struct arena *arena);

/* What would be simulated, and which numbers that gives. */
struct tree *plain_describe(const struct scenario *scenario,
                            struct arena *arena);

#endif
