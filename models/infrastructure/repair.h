/*
 * The queue of work orders: whoever breaks a thing opens an order, and a crew
 * takes it, first come first served. An order that needs no crew starts at
 * once.
 */
#ifndef MODELS_INFRASTRUCTURE_REPAIR_H
#define MODELS_INFRASTRUCTURE_REPAIR_H

#include "sim/event.h"

struct repair;

/* A member of what opened it. */
struct order {
    struct event finished;
    struct order *next;
    struct repair *repair;
    sim_time work; /* how long a crew needs */
    void (*done)(struct sim *sim, struct order *order);
};

struct repair {
    struct sim *sim;
    int crews; /* 0: as many as are needed */
    int busy;
    struct order *first;
    struct order *last;
};

void repair_open(struct repair *repair, struct sim *sim, int crews);

/* Queues the order; `done` is called when its work is finished. `key` is the
 * identity of what is repaired. */
void order_open(struct repair *repair, struct order *order, sim_time work,
                uint64_t key,
                void (*done)(struct sim *sim, struct order *order));

#endif
