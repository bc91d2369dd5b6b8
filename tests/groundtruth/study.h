/*
 * The measured experiments of a folder, each simulated a thousand times: the
 * folder holds per_run_metrics.csv and, for each experiment, a scenario. What
 * else is wanted (or a scenario that is not there) is that of
 * tests/groundtruth: metrics.csv, calibration.csv and explained.csv.
 */
#ifndef TESTS_GROUNDTRUTH_STUDY_H
#define TESTS_GROUNDTRUTH_STUDY_H

#include <stdio.h>

#include "tests/groundtruth/verdict.h"

enum agreement { AGREES, EXPLAINED, DIFFERS, NOT_SIMULATED };

struct finding {
    const struct sample *measured;
    const struct sample *simulated; /* may be empty */
    const struct metric *metric;    /* NULL: it is not in the table */
    enum agreement agreement;
    const char *reason; /* of what is explained */
};

struct study {
    const char *folder;
    struct metrics metrics;
    struct samples measured;
    struct samples simulated;
    struct arena reasons;
    int count;
    struct finding *findings; /* in the order of the measured samples */
    int agreeing[4];
    int times, central; /* measured, of the class CENTRAL */
};

struct study_request {
    const char *folder;
    const char *only;        /* experiments: a pattern of fnmatch(3) */
    const char *without;     /* and not these; NULL: none */
    const char *calibration; /* NULL: the folder's */
    int replications;        /* of each */
};

/* Exits with status 2 after mistakes in a scenario. */
void study_open(struct study *study, const struct study_request *request);
void study_close(struct study *study);

/* Every metric agrees, but for those explained: at most one of twenty. Of the
 * times of the class CENTRAL nine of ten are. */
bool study_holds(const struct study *study);

/* How far a simulated median is from the measured one at most where the
 * machine's speed is judged, in units of what is allowed; but for what is
 * explained. */
double study_misfit(const struct study *study);

/* The tables, as Markdown. */
void study_write(const struct study *study, FILE *to);

#endif
