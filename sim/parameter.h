/*
 * Kinds of values that a scenario may give, and how each is read: units are
 * always written.
 */
#ifndef SIM_PARAMETER_H
#define SIM_PARAMETER_H

#include <stdbool.h>

#include "sim/tree.h"

/* A kind of value, and how it is read: the reader reports what is wrong at the
 * tree's place and returns false, or fills `into` and returns true. */
struct parameter_kind {
    const char *name;    /* "duration" */
    const char *example; /* "40s" */
    bool (*read)(const struct tree *value, void *into, struct errors *errors);
};

extern const struct parameter_kind of_duration; /* sim_time; 0 or more */
extern const struct parameter_kind of_period;   /* the same; more than 0 */
extern const struct parameter_kind of_seconds;  /* double; 0 or more, as 40s */
extern const struct parameter_kind of_span;     /* the same; more than 0 */
extern const struct parameter_kind of_rate;     /* double, per second; 200/s */
extern const struct parameter_kind of_fraction; /* double in 0..1; 60% */
extern const struct parameter_kind of_factor;   /* the same; also above 100% */
extern const struct parameter_kind of_share;    /* in 0..1, more than 0 */
extern const struct parameter_kind of_count;    /* int; 0 or more */
extern const struct parameter_kind of_some;     /* the same; more than 0 */
extern const struct parameter_kind of_seed;     /* uint64_t; below 2^63 */
extern const struct parameter_kind of_number;   /* double */
extern const struct parameter_kind of_positive; /* the same; more than 0 */
extern const struct parameter_kind of_text;     /* const char *, in the tree */
extern const struct parameter_kind of_flag;     /* bool; true or false */

#endif
