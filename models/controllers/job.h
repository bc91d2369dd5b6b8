/*
 * What the Job controller knows of a Job, and what follows from that alone.
 * (Kubernetes 1.36, pkg/controller/job/job_controller.go)
 */
#ifndef MODELS_CONTROLLERS_JOB_H
#define MODELS_CONTROLLERS_JOB_H

#include "models/controllers/job_back_off.h"
#include "models/controllers/job_indexes.h"
#include "models/controllers/keeper.h"

struct job {
    struct kept kept;
    int active;
    int terminating;
    int succeeded;
    int failed;
    int failed_indexes; /* with backoffLimitPerIndex */
    uint32_t restarts;  /* of its pods that have not ended */
    struct job_back_off back_off;
    struct job_indexes indexes; /* of an Indexed Job */
    sim_time started_at;        /* NEVER: it has not, or is suspended */
    bool fails;                 /* as soon as its pods are gone */
    enum job_result result;
    sim_time finished_at;
};

const struct job_design *job_design(const struct job *job);

/* Whether each index has its own failures. */
bool job_by_index(const struct job *job);

/* How many pods should be active. */
int job_wanted(const struct job *job);

/* How long until its deadline; 0: it is over. */
sim_time job_deadline(const struct job *job);

/* Too many pods failed or were restarted, too many indexes failed, or the
 * deadline is over: once it fails it does. */
bool job_fails(const struct job *job);

/* Enough have succeeded. */
bool job_complete(const struct job *job);

#endif
