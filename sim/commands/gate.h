/*
 * A gate for a pipeline: --require 'availability(http-service) >= 99.9%'.
 */
#ifndef SIM_COMMANDS_GATE_H
#define SIM_COMMANDS_GATE_H

#include "sim/model.h"

struct gate {
    const char *text;
    const char *measure; /* a field of the service in the results */
    const char *object;  /* that service, as the results have it */
    bool at_least;       /* > or >= */
    bool or_equal;
    double bound;
    struct gate *next;
};

/* NULL after a mistake: words that mean nothing, or what cannot be told. */
struct gate *gate_read(struct arena *arena, const char *text,
                       const struct scenario *scenario, struct errors *errors);

/* Whether the results (a model's present()) meet all; says which they miss.
 * Where nothing failed, a service is as good as the sample can show, no better.
 */
bool gates_met(const struct gate *first, const struct tree *results, FILE *to);

#endif
