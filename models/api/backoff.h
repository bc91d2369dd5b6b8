/*
 * A wait that doubles with each failure, up to a bound, and begins anew after
 * a long quiet: client-go's flowcontrol.Backoff, one entry of it.
 * (staging/src/k8s.io/client-go/util/flowcontrol/backoff.go, 1.36)
 */
#ifndef MODELS_API_BACKOFF_H
#define MODELS_API_BACKOFF_H

#include <stdbool.h>

#include "sim/time.h"

struct backoff {
    sim_time first;
    sim_time most;
    sim_time reset; /* a longer quiet than this is forgotten */
};

/* Zeroed memory is no entry. */
struct backoff_entry {
    sim_time wait;
    sim_time updated; /* when the wait was set */
};

/* Whether the entry waits for what happened at `event`, asked at `now`
 * (IsInBackOffSince). */
bool backoff_waits(const struct backoff *backoff,
                   const struct backoff_entry *entry, sim_time event,
                   sim_time now);

/* The same, counted from the entry's last change (IsInBackOffSinceUpdate). */
bool backoff_waits_since_update(const struct backoff *backoff,
                                const struct backoff_entry *entry,
                                sim_time now);

/* The next wait, for what happened at `event` (Next). */
void backoff_next(const struct backoff *backoff, struct backoff_entry *entry,
                  sim_time event, sim_time now);

#endif
