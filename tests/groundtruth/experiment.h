/*
 * One experiment: its scenario, many replications with their time lines, and
 * the metrics of each.
 */
#ifndef TESTS_GROUNDTRUTH_EXPERIMENT_H
#define TESTS_GROUNDTRUTH_EXPERIMENT_H

#include "tests/groundtruth/study.h"

/* Adds to study->simulated every metric that was measured of the experiment.
 * The settings of the calibration (columns address and value) hold for all
 * experiments. Exits with status 2 after mistakes, which it prints. */
void experiment_run(struct study *study, const char *name, const char *path,
                    const char *calibration, int replications);

#endif
