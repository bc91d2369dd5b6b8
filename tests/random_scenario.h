/*
 * Small questions at random, of all that a scenario may say: pools and zones,
 * workloads, containers of all kinds, probes, hooks, programs and requests,
 * traffic, faults of every registered kind, and the settings of every
 * registered controller.
 */
#ifndef TESTS_RANDOM_SCENARIO_H
#define TESTS_RANDOM_SCENARIO_H

#include <stdint.h>

#include "sim/arena.h"

/* The documents as YAML, without mistakes; the same for the same number. In
 * the arena. */
const char *random_scenario(struct arena *arena, uint64_t number);

#endif
