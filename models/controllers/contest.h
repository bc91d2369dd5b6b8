/*
 * Which candidates are the best, where a node's sum is its worth and what its
 * zone adds: sixteen nodes are compared at once.
 */
#ifndef MODELS_CONTROLLERS_CONTEST_H
#define MODELS_CONTROLLERS_CONTEST_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/arena.h"

/* Zones that a byte tells apart; bytes that are compared at once. */
enum { MOST_ZONES = 256, AT_ONCE = 16 };
typedef uint8_t bytes __attribute__((vector_size(AT_ONCE)));

/* Nodes that were looked at: in a row, and after the last node comes the
 * first. */
struct span {
    int from;
    int end;
};

/* A zone adds so much less than the one that adds most; in each byte. */
struct lag {
    bytes zone;
    bytes behind;
};

/* A node's mark is 0 if it does not compete; else its sum, less what the zone
 * adds that adds most, plus 1; and 0 too where that is negative. */
struct contest {
    uint8_t *zones; /* the nodes', by ordinal */
    struct lag *lags;
    int lag_count;
    struct span spans[2];
    uint8_t *marks; /* of the spans, each in whole rows of AT_ONCE */
};

/* Room for so many nodes; who opens it fills `zones`. */
void contest_open(struct contest *contest, struct arena *arena, int nodes);

/* Begins one among the nodes of the spans. */
void contest_begin(struct contest *contest, const struct span spans[2]);

/* The zone adds so much less than the one that adds most. */
void contest_lag(struct contest *contest, int zone, int behind);

/* Marks all nodes; returns the highest mark. `worths`, by ordinal, are readable
 * for AT_ONCE nodes more; a node that is worth more than `most` does not
 * compete. */
uint8_t contest_judge(struct contest *contest, const uint8_t *worths,
                      uint8_t most);

/* Gives a node another mark. */
void contest_mark(struct contest *contest, int node, uint8_t mark);

/* How many nodes have the mark; and the one that comes after so many others of
 * them, in the order of the spans. */
uint32_t contest_count(const struct contest *contest, uint8_t mark);
int contest_find(const struct contest *contest, uint8_t mark, uint32_t others);

#endif
