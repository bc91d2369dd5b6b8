/*
 * Everything that exists in one replication, assembled from a scenario: the
 * cluster, the processes of its control plane, its faults, and who measures.
 */
#ifndef MODELS_WORLD_H
#define MODELS_WORLD_H

#include "models/scenario/scenario.h"

struct world {
    const struct scenario *scenario;
    struct sim *sim;
    struct cluster cluster;
    struct scrape *scrape; /* NULL: nobody reads what it would tell */
    struct component components[READERS];
    struct outcome *outcome; /* of world_measure() */
    void **measures;
    uint64_t events; /* before time zero */
};

/* A cluster in an empty arena, settled: its pods are placed and run, and the
 * clock stands at zero. No fault has begun, nobody measures. */
struct world *world_open(const struct scenario *scenario, struct arena *arena,
                         struct seed seed);

/* Lets the scenario's faults and actions begin, from now on. */
void world_break(struct world *world);

/* Lets the measures look, from now on. */
void world_measure(struct world *world);

/* Ends the measures, now. The outcome lives in the world's arena. */
struct outcome *world_close(struct world *world);

#endif
