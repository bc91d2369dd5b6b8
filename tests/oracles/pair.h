/*
 * Two components, each of which fails and is repaired by an event of its own.
 * What a failure begins is the oracle's: a repair, a reboot, a wait.
 */
#ifndef TESTS_ORACLES_PAIR_H
#define TESTS_ORACLES_PAIR_H

#include "sim/event.h"
#include "sim/law.h"

struct component {
    struct event event; /* it fails, or is repaired */
    bool up;
};

/* The first member of a system, which is the sim's model. */
struct pair {
    const struct law *life, *repair;
    /* It is no longer up: begins what follows. */
    void (*failed)(struct sim *sim, struct pair *pair,
                   struct component *component);
    /* After each change. */
    void (*observe)(struct sim *sim, struct pair *pair);
    struct stream stream;
    struct component components[2];
};

/* Both are up, and begin their lives; laws and functions are given. */
void pair_start(struct sim *sim, struct pair *pair);

/* The event happens after a draw. */
void pair_renew(struct sim *sim, struct event *event, const struct law *law);

/* What is up fails, and what follows begins. */
void pair_fail(struct sim *sim, struct pair *pair, struct component *component);

struct component *pair_other(struct pair *pair, struct component *component);

#endif
