/*
 * What the scheduler asks of the API server, at the rate of its client: to bind
 * a pod, which it does not wait for; to make a victim leave; and to write of a
 * pod why it found no node, which all other pods wait for.
 * (Kubernetes 1.36, pkg/scheduler/schedule_one.go, framework/preemption)
 */
#ifndef MODELS_CONTROLLERS_ERRANDS_H
#define MODELS_CONTROLLERS_ERRANDS_H

#include "models/api/component.h"

struct errands {
    struct component *component;
    struct client client;
    struct pool pool;
    int awaited; /* by the scheduler, which places nothing meanwhile */
    /* The pod could not be bound. */
    void (*unbound)(void *context, struct pod *pod);
    /* Who asked for it to be bound is no more: it has no place. */
    void (*dropped)(void *context, struct pod *pod);
    /* Nothing is awaited any more. */
    void (*freed)(void *context);
    void *context;
};

/* Opens the client; the rest has been filled in. */
void errands_open(struct errands *errands, double qps, int burst);

/* The pod goes to the node that the scheduler assumes. */
void errands_bind(struct errands *errands, struct pod *pod, struct cause cause);

/* Since 1.26 the pod is first marked as the target of a disruption; before 1.33
 * the scheduler waits until it is deleted. (PodDisruptionConditions,
 * SchedulerAsyncPreemption) */
void errands_remove(struct errands *errands, struct pod *victim,
                    struct cause cause);

/* The reason's text is constant. (handleSchedulingFailure) */
void errands_tell(struct errands *errands, struct pod *pod, const char *reason);

#endif
