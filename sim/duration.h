/*
 * Durations in words: the units in which they are read and told.
 */
#ifndef SIM_DURATION_H
#define SIM_DURATION_H

#include <stddef.h>

#include "sim/arena.h"

/* Their names, as a scenario writes them. */
#define DURATION_UNITS "us, ms, s, m, h, d, w, y"

/* A unit in microseconds, by the first `length` letters of a name; 0 if there
 * is none of that name. */
double duration_unit(const char *name, size_t length);

/* "minutes" and the like, for what is named and not written beside a number;
 * ends with NULL. A word in seconds; 0 if it is none of them. */
extern const char *const duration_words[];
double duration_word(const char *word);

/* A duration in seconds for people, to three digits: "1.5 s", "40 s", "3.3 h",
 * "120 d", "3 y". */
const char *duration_describe(struct arena *arena, double seconds);

#endif
