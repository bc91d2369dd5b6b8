/*
 * Whether a Deployment's rollout gets on: its condition Progressing, which is
 * False once there was no progress for progressDeadlineSeconds. It only tells;
 * nothing is stopped or rolled back. (Kubernetes 1.36,
 * pkg/controller/deployment/progress.go, util/deployment_util.go)
 */
#ifndef MODELS_CONTROLLERS_PROGRESS_H
#define MODELS_CONTROLLERS_PROGRESS_H

#include <stdbool.h>

#include "sim/time.h"

/* The counts of a Deployment's status. */
struct rollout_status {
    int replicas;
    int updated; /* of the present template */
    int ready;
    int available;
};

/* The reason of the condition. */
enum progress {
    PROGRESS_UNKNOWN,  /* there is no condition */
    PROGRESS_FOUND,    /* FoundNewReplicaSet */
    PROGRESS_CREATED,  /* NewReplicaSetCreated */
    PROGRESS_UPDATED,  /* ReplicaSetUpdated */
    PROGRESS_COMPLETE, /* NewReplicaSetAvailable */
    PROGRESS_EXCEEDED, /* ProgressDeadlineExceeded: the only one with False */
    PROGRESS_PAUSED,   /* DeploymentPaused */
    PROGRESS_RESUMED   /* DeploymentResumed */
};

struct progress_condition {
    enum progress reason;
    sim_time updated; /* lastUpdateTime */
};

/* All replicas are of the present template and available, and no others are.
 * (DeploymentComplete) */
bool rollout_complete(const struct rollout_status *status, int replicas);

/* More replicas are of the present template, ready or available, or fewer of
 * another. (DeploymentProgressing) */
bool rollout_progressed(const struct rollout_status *before,
                        const struct rollout_status *after);

/* More than the deadline has passed since the last progress; NEVER is none.
 * (DeploymentTimedOut) */
bool progress_timed_out(const struct progress_condition *condition,
                        sim_time deadline, sim_time now);

/* How long until it might have timed out: 0 is at once, NEVER if it need not be
 * asked. (requeueStuckDeployment) */
sim_time progress_check_after(const struct progress_condition *condition,
                              const struct rollout_status *status, int replicas,
                              sim_time deadline, sim_time now);

#endif
