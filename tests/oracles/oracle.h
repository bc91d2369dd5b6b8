/*
 * How a simulation is held against references. An oracle is a small model that
 * takes its parameters from a row; rows of the same parameters share one
 * simulation. As many replications of fixed seeds are run as a pilot says are
 * needed, each measure is a ratio of two sums over them, and it must lie
 * within 4 standard errors of its reference: of the complement, where the
 * reference is close to a whole. The same simulation with one rate 2 % wrong
 * must not.
 */
#ifndef TESTS_ORACLES_ORACLE_H
#define TESTS_ORACLES_ORACLE_H

#include <stdbool.h>

#include "sim/arena.h"
#include "sim/random.h"
#include "tests/oracles/vector.h"

/* What one replication leaves of a measure. */
struct sample {
    double above;
    double below;
};

/* Which rate is wrong in the power check of a measure. */
enum rate { RATE_FAILURE, RATE_REPAIR, RATES };

struct measure {
    const char *name;
    double whole;   /* what is simulated is whole - value; 0: the value */
    double scale;   /* value = scale * above / below; 0 stands for 1 */
    enum rate rate; /* what it depends on: RATE_FAILURE unless said */
};

/* Rates are to be multiplied by these: 1, or 1.02. Arrivals are failures, and
 * service is repair. */
struct factors {
    double rate[RATES];
};

struct oracle {
    const char *title; /* "M/M/c: waiting" */
    const char *model; /* of its rows */
    const struct measure *measures;
    size_t size; /* of a design */
    /* Fills a zeroed design from the parameters of a row. False if it does not
     * understand them. */
    bool (*read)(struct arena *arena, const char *parameters,
                 const struct factors *factors, void *design);
    /* One replication in an empty arena, of about 50,000 events; the samples
     * are zeroed and in the order of the measures. Returns its events. */
    uint64_t (*run)(const void *design, struct arena *arena, struct seed seed,
                    struct sample *samples);
    /* What one failure adds to `above` of a measure, about; NULL if no measure
     * is of rare failures. */
    double (*failure)(const void *design, const struct measure *measure);
    /* Replications without which a mean is not normal, however small its
     * estimated error; may be NULL. */
    double (*least)(const void *design);
    double precision; /* the error is to be smaller by this; 0 stands for 1 */
};

/* Every oracle: a line in oracles.def, a struct in a file. */
#define ORACLE(name) extern const struct oracle oracle_##name;
#include "tests/oracles/oracles.def"
#undef ORACLE

/* Checks all rows that the oracle knows; in the long form at a relative
 * standard error of 0.25 % where that takes at most 5 minutes, and with power
 * checks; else at 1 % what is done in a moment. Returns how many rows it
 * checked. */
int oracle_check(const struct oracle *oracle);

/* The measure of that name, or NULL. */
const struct measure *oracle_measure(const struct oracle *oracle,
                                     const char *name);

#endif
