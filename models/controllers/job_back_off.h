/*
 * How long a Job waits, after a pod of it failed, before it makes another:
 * twice as long with each failure in a row. (Kubernetes 1.36,
 * pkg/controller/job/backoff_utils.go getRemainingTimeForFailuresCount)
 */
#ifndef MODELS_CONTROLLERS_JOB_BACK_OFF_H
#define MODELS_CONTROLLERS_JOB_BACK_OFF_H

#include "sim/time.h"

struct job_back_off {
    int failures;          /* since the last success */
    sim_time last_failure; /* when that pod ended */
};

/* The most that is waited; six minutes before 1.27, which first told failures
 * of pods from those of calls. (MaxJobPodFailureBackOff; MaxJobBackOff) */
static inline sim_time job_back_off_most(int minor)
{
    return minor >= 27 ? MINUTES(10) : MINUTES(6);
}

/* What is left now of a wait of first x 2^(failures - 1), at most `most`. */
sim_time job_back_off_left(const struct job_back_off *back_off, sim_time first,
                           sim_time most, sim_time now);

#endif
