/*
 * Whether a Deployment's rollout gets on: its condition Progressing, which is
 * False once there was no progress for progressDeadlineSeconds. It only tells;
 * nothing is stopped or rolled back. (Kubernetes 1.36,
 * pkg/controller/deployment/progress.go, util/deployment_util.go)
 */
#ifndef MODELS_CONTROLLERS_PROGRESS_H
#define MODELS_CONTROLLERS_PROGRESS_H

#include "models/api/owner.h"

/* All replicas are of the present template and available, and no others are.
 * (DeploymentComplete) */
bool rollout_complete(const struct owner_status *status, int replicas);

/* More replicas are of the present template, ready or available, or fewer of
 * another. (DeploymentProgressing) */
bool rollout_progressed(const struct owner_status *before,
                        const struct owner_status *after);

/* More than the deadline has passed since the last progress; NEVER is none.
 * (DeploymentTimedOut) */
bool progress_timed_out(const struct progress_condition *condition,
                        sim_time deadline, sim_time now);

/* How long until it might have timed out: 0 is at once, NEVER if it need not be
 * asked. (requeueStuckDeployment) */
sim_time progress_check_after(const struct progress_condition *condition,
                              const struct owner_status *status, int replicas,
                              sim_time deadline, sim_time now);

#endif
