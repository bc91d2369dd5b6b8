/*
 * One simulation against the references of one set of parameters, and the table
 * of what came out.
 */
#ifndef TESTS_ORACLES_TRIAL_H
#define TESTS_ORACLES_TRIAL_H

#include "tests/oracles/oracle.h"

enum { MOST_ROWS = 24 };

enum verdict {
    VERDICT_PASSED,
    VERDICT_FAILED, /* |z| is 4 or more */
    VERDICT_WEAK,   /* a rate that is 2 % wrong is not caught */
    VERDICT_RARE,   /* rarer than crude simulation reaches */
    VERDICT_LONG    /* left to the long form */
};

struct row {
    const struct vector *vector;
    const struct measure *measure;
    int column;      /* of the measure */
    double expected; /* of what is simulated: the value or its complement */
    double estimate;
    double error; /* relative standard error */
    double z;
    double power; /* z where a rate is wrong; NaN if not checked */
    enum verdict verdict;
};

struct trial {
    const struct oracle *oracle;
    const char *parameters;
    int count;
    struct row rows[MOST_ROWS];
    uint64_t replications;
    double events; /* of the simulation that is right */
};

/* Prints the trial, and in the long form adds it to results/oracles.csv. */
void trial_report(const struct trial *trial);

#endif
