/*
 * The shape of a workload plug-in: requests offered to a Service over time, as
 * a rate that is known in closed form, so that nothing ticks. Where chance has
 * a part, it is known up to the next turn, and there the next is drawn: by a
 * stream that belongs to the Service alone, so that whatever else differs in
 * two runs of one seed, they meet the same demand.
 */
#ifndef MODELS_CLUSTER_DEMAND_H
#define MODELS_CLUSTER_DEMAND_H

#include "sim/event.h"
#include "sim/plugin.h"

struct demand_range {
    double least;
    double most;
};

/* One Service's demand: in the scenario, and then in each replication. */
struct demand {
    const struct demand_kind *kind; /* NULL: a Service without traffic */
    const void *settings;
    void *state; /* this and the next are of a replication, and NULL where */
    struct stream *stream; /* chance has no part */
    sim_time zero;         /* when measuring begins; a kind's times are since
                              then, and below 0 before */
};

struct demand_kind {
    struct plugin plugin;
    size_t settings_size;
    /* What the parameters of an item say together, once each is read; `what`
     * names it in messages; false after a mistake. NULL: nothing more. */
    bool (*resolve)(void *settings, const struct tree *item, const char *what,
                    struct errors *errors);
    /* Requests per second at t; requests in [from, to). */
    double (*rate)(const struct demand *demand, sim_time t);
    double (*volume)(const struct demand *demand, sim_time from, sim_time to);
    /* Bounds of the rate over [from, to]. */
    struct demand_range (*range)(const struct demand *demand, sim_time from,
                                 sim_time to);
    /* The first time after `after` at which the rate crosses a level; NEVER.
     * NULL: it crosses none. */
    sim_time (*crosses)(const struct demand *demand, double level,
                        sim_time after);
    /* The rest only where chance has a part: open() and turn() draw what holds
     * until the next turn, and what is asked above lies between two. */
    size_t state_size;
    void (*open)(struct demand *demand);
    sim_time (*until)(const struct demand *demand);
    void (*turn)(struct demand *demand);
    double (*mean)(const void *settings); /* rate that is expected, at any time
                                             from time zero */
};

/* Reads an item of traffic, into the arena of the errors; keys in `also` are
 * left to the caller. False after a mistake. */
bool demand_read(struct demand *demand, const struct demand_kind *kind,
                 const struct tree *item, const char *const *also,
                 const char *what, struct errors *errors);

/* Begins a replication's demand, which is a copy of the scenario's; `object` is
 * the Service's, and measuring begins at `zero`. */
void demand_open(struct demand *demand, struct sim *sim, const char *object,
                 sim_time zero);

/* What the kind says; without traffic 0 and NEVER. */
double demand_rate(const struct demand *demand, sim_time t);
double demand_volume(const struct demand *demand, sim_time from, sim_time to);
struct demand_range demand_range(const struct demand *demand, sim_time from,
                                 sim_time to);
sim_time demand_crosses(const struct demand *demand, double level,
                        sim_time after);

/* Up to when it is known; NEVER where chance has no part. demand_turn() is to
 * be called then. */
sim_time demand_until(const struct demand *demand);
void demand_turn(struct demand *demand);

/* The volume that is to be expected, of a scenario's demand. */
double demand_expected(const struct demand *demand, sim_time from, sim_time to);

/* For the kinds, whose formulas may fall short of a crossing by a rounding: the
 * first of t, t + 1us, t + 3us, ... at which the rate is on that side of the
 * level; NEVER. */
sim_time demand_beyond(const struct demand *demand,
                       double (*rate)(const struct demand *demand, sim_time t),
                       double level, bool above, sim_time t);

#endif
