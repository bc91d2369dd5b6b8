/*
 * The calibration: those of its settings that are marked as fitted take the
 * values with which the medians that the measured machine's speed governs are
 * met best, in the experiments asked for.
 */
#ifndef TESTS_GROUNDTRUTH_FIT_H
#define TESTS_GROUNDTRUTH_FIT_H

#include "tests/groundtruth/study.h"

/* Begins at the folder's calibration.csv and leaves a better one in
 * results/calibration.csv: study_misfit() is made least by the simplex of
 * Nelder and Mead, in the logarithms of the values. Returns the exit status. */
int fit(const struct study_request *request);

#endif
