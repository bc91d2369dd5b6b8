/*
 * Do intervals hold what they promise? A question whose answer is known is
 * asked again and again, each time with another seed, exactly as a user would
 * ask it: so many replications of such a horizon, and sim/interval. All models
 * start steady, so that the answer is the same for any horizon.
 */
#ifndef TESTS_COVERAGE_STUDY_H
#define TESTS_COVERAGE_STUDY_H

#include <stdbool.h>

#include "sim/event.h"

enum { MOST_REPLICATIONS = 400 };

/* What one replication saw. */
struct sight {
    double above, below; /* of a ratio */
    double downtime;     /* seconds, as what follows; of outages */
    double count, squares, longest;
};

struct study_model {
    const char *title;
    const char *measure;
    bool is_ratio; /* a ratio; else an unavailability */
    double (*truth)(void);
    /* One replication in an empty arena. */
    void (*run)(struct arena *arena, struct seed seed, double horizon_hours,
                struct sight *sight);
    double supposed_outage; /* seconds, where none is seen */
};

extern const struct study_model study_waiting, study_workstations,
    study_failover;

/* Follows one thing from time 0 on: is it down? */
struct outage_watch {
    bool down;
    sim_time since;
    struct sight *sight;
};

void outage_watch_set(struct outage_watch *watch, sim_time now, bool down);

/* The horizon cuts off an outage, as time 0 did. */
void outage_watch_close(struct outage_watch *watch, sim_time now);

#endif
