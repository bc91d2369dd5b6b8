/*
 * A lease that its holder renews again and again, as an object that says when
 * it would be: nobody simulates the renewals, and each is known by its number.
 */
#ifndef MODELS_API_LEASE_H
#define MODELS_API_LEASE_H

#include <stdbool.h>

#include "sim/event.h"

struct lease {
    uint64_t identity; /* of the jitter */
    sim_time phase;    /* the first renewal */
    sim_time period;   /* mean time between renewals */
    sim_time jitter;   /* the waits lie within period +- jitter / 2 */
    sim_time until;    /* no renewal at or after this; NEVER while held */
    sim_time delay;    /* until the API server has it */
    sim_time made[2];  /* only when renewals are simulated: the last two */
};

/* What the renewals of one span have in common; starts as NO_SPAN. */
struct lease_span {
    int64_t number;
    double from; /* offsets of its ends, and its pace: microseconds */
    double to;
    double pace;
};

#define NO_SPAN ((struct lease_span){.number = -1})

/* The k-th renewal, k >= 0. The second is for one who asks for many in turn,
 * of one lease, and keeps the span. */
sim_time lease_renewal(const struct lease *lease, const struct seed *seed,
                       int64_t k);
sim_time lease_renewal_in(const struct lease *lease, const struct seed *seed,
                          int64_t k, struct lease_span *span);

/* The last renewal before `until` and at or before `now`; NEVER if none. */
sim_time lease_last(const struct lease *lease, const struct seed *seed,
                    sim_time now);

#endif
