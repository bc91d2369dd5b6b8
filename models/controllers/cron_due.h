/*
 * When a CronJob's controller finds it due, and when it looks again. Nothing
 * here knows of the API. (Kubernetes 1.36, pkg/controller/cronjob/utils.go)
 */
#ifndef MODELS_CONTROLLERS_CRON_DUE_H
#define MODELS_CONTROLLERS_CRON_DUE_H

#include "models/api/cron.h"

struct cron_clock {
    const struct cron *schedule;
    sim_time since;    /* its last scheduled time; before that, its creation */
    sim_time deadline; /* startingDeadlineSeconds; NEVER: none */
};

/* The last time it was due and still may begin; NEVER: there is none. Where
 * several were missed, they are counted by the first two's distance, as
 * Kubernetes counts them. (nextScheduleTime) */
sim_time cron_due(const struct cron_clock *clock, sim_time now);

/* How long until it is looked at again: until 100 ms after it is due next.
 * (nextScheduleTimeDuration) */
sim_time cron_due_after(const struct cron_clock *clock, sim_time now);

#endif
