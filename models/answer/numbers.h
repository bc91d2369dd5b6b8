/*
 * The numbers of results by their names: a hash table of the layout, as a
 * large scenario leaves tens of thousands of them.
 */
#ifndef MODELS_ANSWER_NUMBERS_H
#define MODELS_ANSWER_NUMBERS_H

#include "sim/model.h"

struct numbers {
    const struct results *results;
    struct arena *arena;
    int *places;    /* in the layout, from 1; 0: free */
    uint64_t count; /* of places; a power of two */
};

struct numbers numbers_open(const struct results *results, struct arena *arena);

/* A number of all replications, the first of them; those of the next are as
 * many further as the layout has numbers. There must be one of that name. */
const double *numbers_column(const struct numbers *numbers, const char *measure,
                             const char *object);

/* Its sum, and the greatest (0 at least), over all replications. */
double numbers_sum(const struct numbers *numbers, const char *measure,
                   const char *object);
double numbers_most(const struct numbers *numbers, const char *measure,
                    const char *object);

#endif
