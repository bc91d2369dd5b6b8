/*
 * Many independent pieces of work on all processors, for tests that simulate
 * at length: which thread does a piece must not matter.
 */
#ifndef TESTS_MANY_H
#define TESTS_MANY_H

#include <stdint.h>

#include "sim/arena.h"

/* Calls work() once for each index from `first` up to and without `end`, with
 * an empty arena. */
void many(uint64_t first, uint64_t end,
          void (*work)(void *context, uint64_t index, struct arena *arena),
          void *context);

#endif
