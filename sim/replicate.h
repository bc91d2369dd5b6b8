/*
 * Many replications on several threads: one atomic index, a constant scenario,
 * results consumed in replication order, whatever the number of threads.
 */
#ifndef SIM_REPLICATE_H
#define SIM_REPLICATE_H

#include "sim/model.h"

struct replication_order {
    const struct scenario *scenario;
    uint64_t seed;
    uint32_t first;
    uint32_t count;
    int threads;
    /* Called on the caller's thread, in replication order; the outcome lives
     * until it returns. Return false to stop (interrupted, disk full). */
    bool (*done)(void *context, const struct outcome *outcome);
    void *context;
};

/* Returns how many replications were consumed: how often done() was called. A
 * failed assert in a worker names the seed and the replication so that it can
 * be run again alone. */
uint32_t replicate(const struct replication_order *order);

#endif
