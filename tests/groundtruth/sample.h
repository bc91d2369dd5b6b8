/*
 * What was measured, and what was simulated: values by experiment and metric.
 */
#ifndef TESTS_GROUNDTRUTH_SAMPLE_H
#define TESTS_GROUNDTRUTH_SAMPLE_H

#include "sim/arena.h"

struct sample {
    const char *experiment;
    const char *metric;
    int count;
    int capacity;
    double *values; /* in the arena of the samples */
};

struct samples {
    struct arena arena;
    int count;
    int capacity;
    struct sample *all; /* by first appearance */
};

void samples_open(struct samples *samples);
void samples_close(struct samples *samples);

/* The one of these names, made if it is not there. The names are copied. */
struct sample *sample_of(struct samples *samples, const char *experiment,
                         const char *metric);
void sample_add(struct samples *samples, struct sample *sample, double value);

/* Reads a table with the columns experiment, metric and value (and others). */
void samples_read(struct samples *samples, const char *path);

/* Reads a table of sizes of applications, with the columns round, app, from, to
 * and t_seconds_since_cycle_start: a metric "app: from->to" for each step, and
 * "app sizes: from->to from->to ..." for all of a round, which is 1. */
void samples_read_scaling(struct samples *samples, const char *experiment,
                          const char *path);

/* Of the values, sorted by sample_sort(). */
void sample_sort(struct sample *sample);
double sample_quantile(const struct sample *sample, double share);

#endif
