/*
 * What the results of a scenario say, as numbers with their intervals: what
 * the JSON, the table summary and the page for people are made of.
 */
#ifndef MODELS_ANSWER_ANSWER_H
#define MODELS_ANSWER_ANSWER_H

#include "models/measures/placement.h"
#include "models/measures/promise.h"
#include "models/scenario/scenario.h"
#include "sim/interval.h"

/* A part of a Service's downtime. */
struct cause_answer {
    const char *cause; /* a fault's name, or the kind */
    const char *kind;
    double share;
    double seconds; /* in all replications */
};

/* Means and intervals are NaN where there is nothing to tell. */
struct service_answer {
    const struct service *service;
    struct interval unavailability;
    struct interval availability;
    double assumed_outage; /* seconds; 0 if there were outages: else the bound
                              on the availability supposes this length */
    struct interval nines; /* mean is NaN if there was no outage */
    struct interval downtime_minutes; /* a year */
    double year_meets[PROMISE_TARGETS];
    double worst_year_minutes;
    struct interval request_success;
    struct interval capacity;
    uint64_t outages; /* in all replications */
    struct interval outages_per_year;
    struct interval outage_seconds;
    double longest_seconds;
    struct interval detect_seconds; /* of an outage; likewise */
    struct interval react_seconds;
    struct interval recover_seconds;
    int cause_count;
    struct cause_answer *causes; /* the greatest first */
};

/* Means over replications; delays are means over happenings. */
struct cluster_answer {
    struct interval p_avg, p_avg_up, theta_bar;
    struct interval delta, delta_abs, delta_max;
    struct interval cost, node_hours;
    struct interval detection_seconds, eviction_seconds, recovery_seconds;
    struct interval restarts_per_year, pods_pending;
};

struct workload_answer {
    const struct workload *workload;
    double wanted;                   /* pods as measuring begins; mean */
    double placed;                   /* of them, that have a node */
    double pending[PENDING_REASONS]; /* pods that wait at the horizon; mean */
};

struct answer {
    const struct scenario *scenario;
    const struct results *results;
    double horizon; /* seconds */
    struct service_answer *services;
    struct cluster_answer cluster;
    struct workload_answer *workloads;
};

/* In the arena. There must be at least one replication. */
const struct answer *answer_of(const struct scenario *scenario,
                               const struct results *results,
                               struct arena *arena);

/* The same as a tree, as rows and as a page (see sim/model.h). */
struct tree *answer_present(const struct scenario *scenario,
                            const struct results *results, struct arena *arena);
const struct scenario *answer_pilot(const struct scenario *scenario,
                                    struct arena *arena);
const struct scenario *answer_complete(const struct scenario *scenario,
                                       const struct results *pilot,
                                       struct arena *arena);
struct precision answer_precision(const struct scenario *scenario,
                                  const struct results *results,
                                  struct arena *arena);
int answer_summarise(const struct scenario *scenario,
                     const struct results *results, struct arena *arena,
                     struct summary **rows);
struct tree *answer_report(const struct scenario *scenario,
                           const struct results *results, struct arena *arena);

#endif
