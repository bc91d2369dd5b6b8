/*
 * A pod as an autoscaler sees it: as the controller manager believes it to be,
 * and the sample of it that the metrics API has of one metric; and what it
 * makes of the two.
 */
#ifndef MODELS_AUTOSCALERS_OBSERVED_POD_H
#define MODELS_AUTOSCALERS_OBSERVED_POD_H

#include "models/api/pod.h"

/* What is made of its sample. */
enum pod_class {
    POD_COUNTED,
    POD_UNREADY, /* it counts as nothing on the way up, and not at all down */
    POD_MISSING, /* there is none: it counts against the change */
    POD_IGNORED,
    POD_STRANGER /* a sample of a pod that the selector does not match */
};

struct observed_pod {
    enum pod_phase phase;
    bool stranger; /* it has but a sample */
    bool deleted;
    bool sampled;
    bool requested;   /* every container that counts says what it needs */
    bool conditioned; /* it has the condition Ready: */
    enum ready ready;
    sim_time started;     /* status.startTime; NEVER: none yet */
    sim_time ready_since; /* the condition's last change */
    int64_t request;      /* thousandths, like usage */
    int64_t usage;        /* mean over the window that ended then: */
    sim_time at;
    sim_time window;
};

/* When a pod's CPU is not to be trusted. */
struct initialization {
    sim_time cpu_period;      /* it may be busy with starting */
    sim_time readiness_delay; /* who became unready so soon never was ready */
};

/* (Kubernetes 1.36, pkg/controller/podautoscaler/replica_calculator.go,
 * groupPods) */
enum pod_class pod_class(const struct observed_pod *pod, bool cpu,
                         const struct initialization *initialization,
                         sim_time now);

#endif
