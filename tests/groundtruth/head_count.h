/*
 * How many pods are ready, available (ready and not being deleted), active
 * (not being deleted) or there, told from a timeline.
 */
#ifndef TESTS_GROUNDTRUTH_HEAD_COUNT_H
#define TESTS_GROUNDTRUTH_HEAD_COUNT_H

#include "tests/groundtruth/metric.h"

/* Whether the word is one of these four, after "pods ". */
bool head_count_knows(const char *word);

/* Their least ("min") or greatest number ("max"), or for how many pod-seconds
 * there were fewer of them than at the start ("lack"). False if `take` is
 * none of these. */
bool head_count(const char *word, const char *take, const char *object,
                const struct happenings *happenings, double *value);

#endif
