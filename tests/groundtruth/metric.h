/*
 * What is measured of a timeline, by a table: a metric is the time from one
 * happening to another, a count of happenings, or what becomes of the number
 * of pods that are ready, available, active or there.
 */
#ifndef TESTS_GROUNDTRUTH_METRIC_H
#define TESTS_GROUNDTRUTH_METRIC_H

#include <stdbool.h>

#include "sim/arena.h"

/* How a simulated metric is held against the measured (or published) one. */
enum metric_class {
    BY_TIMERS,  /* and phases: two samples of one law, at 1 % */
    BY_SPEED,   /* of the machine: medians within 25 % or 100 ms */
    BY_DELAY,   /* a fixed one, and the machine's speed: within 100 ms */
    BY_COUNT,   /* exactly, where what was measured is constant */
    ALL_WITHIN, /* every simulated value in the range of what was measured */
    ALL_OVER,   /* the same, and it reaches both ends; the means agree */
    COVERED,    /* what was measured is in the range of what is simulated */
    CENTRAL, /* the same, and nine of ten (of all) in the middle 98 % of it */
    CLASSES
};

/* "timers", "speed", "delay", "count", "within", "over", "covered",
 * "central" */
extern const char *const class_names[CLASSES];

struct happening {
    double at; /* seconds */
    const char *what;
    const char *object;
    const char *detail;
};

struct happenings {
    int count;
    const struct happening *all;
    int replicas; /* ready before the first of them */
};

/* One row of metrics.csv. Names may hold one *, whose text stands for {} in
 * the other columns; objects and details are patterns of fnmatch(3), empty for
 * any. */
struct metric {
    const char *experiment;
    const char *name;
    enum metric_class class;
    const char *take; /* see metrics.csv */
    const char *word, *object, *detail;
    const char *since, *since_object, *since_detail, *which;
};

struct metrics {
    struct arena arena;
    int count;
    struct metric *all;
};

/* Exits with status 3 if the table cannot be read. */
void metrics_open(struct metrics *metrics, const char *path);
void metrics_close(struct metrics *metrics);

/* The first row for it, with what * stands for put in (in the arena), or
 * NULL. */
const struct metric *metric_find(struct metrics *metrics,
                                 const char *experiment, const char *name);

/* The metric of one timeline; false if what it speaks of did not happen. */
bool metric_value(const struct metric *metric,
                  const struct happenings *happenings, double *value);

#endif
