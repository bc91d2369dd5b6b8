/*
 * How a simulation is held against a closed form: by replications of fixed
 * seeds, as many as a pilot run says are needed for the wanted precision.
 */
#ifndef TESTS_ORACLES_ORACLE_H
#define TESTS_ORACLES_ORACLE_H

#include "sim/arena.h"
#include "sim/random.h"

struct experiment {
    const char *name; /* for the line that is printed */
    double expected;
    /* One replication's estimate; the arena is empty. The failure rate is to
     * be multiplied by `rate`: 1, or oracle_wrong_rate in a power check. */
    double (*estimate)(const void *context, struct arena *arena,
                       struct seed seed, double rate);
    const void *context;
};

extern const double oracle_wrong_rate; /* 2 % more */

/* Asserts |z| < 4 at a relative standard error of at most 0.25 % (1 % under
 * --short), and that a rate which is 2 % wrong gives |z| > 4 (not there). */
void oracle_check(const struct experiment *experiment);

#endif
