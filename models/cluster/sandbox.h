/*
 * A pod as it really is on a machine (the sandbox of the container runtime
 * interface) and its containers. It serves while all of them run.
 */
#ifndef MODELS_CLUSTER_SANDBOX_H
#define MODELS_CLUSTER_SANDBOX_H

#include "models/api/pod.h"

struct kubelet;
struct kubelet_settings;
struct sandbox;
struct clock;

enum container_state {
    CONTAINER_WAITING, /* to be started: back-off, or being made */
    CONTAINER_RUNNING,
    CONTAINER_EXITED /* the kubelet has not noticed yet */
};

struct container {
    struct sandbox *sandbox;
    struct event next; /* it has started, or its exit was noticed, or its
                          back-off is over */
    enum container_state state;
    uint32_t starts;
    sim_time back_off;    /* the present entry; 0: none */
    sim_time finished;    /* when it last exited */
    sim_time restarted;   /* when it was last decided to restart it */
    struct clock *clocks; /* what may befall it; known to faults alone */
};

struct sandbox {
    struct kubelet *kubelet;
    struct pod *pod;
    struct sandbox *next; /* of its kubelet */
    struct sandbox *previous;
    struct event due;   /* its readiness probe succeeds, or, while it is
                             stopping, its termination is over */
    struct cause cause; /* of its last change, until it has recovered */
    uint32_t delays;    /* drawn so far */
    bool serving;       /* all containers run, on a machine that is up */
    bool stopping;
    int running; /* containers */
    int count;
    struct container containers[];
};

/* A container that runs exits. */
void container_exit(struct container *container, struct cause cause);

/* The wait before a container that finished is started again, decided now:
 * 0, 10, 20, 40 s ..., anew after a long run (client-go's flowcontrol.Backoff,
 * the kubelet's doBackOff). */
sim_time container_back_off(struct container *container,
                            const struct kubelet_settings *settings,
                            sim_time now);

/* What its kubelet does with it: makes it for a pod and starts it, starts it
 * again after a boot, terminates it and then removes the pod's object. */
struct sandbox *sandbox_make(struct kubelet *kubelet, struct pod *pod,
                             struct cause cause);
void sandbox_start(struct sandbox *sandbox, struct cause cause);
void sandbox_stop(struct sandbox *sandbox, struct cause cause);

/* Its machine went down: nothing of it runs any more. */
void sandbox_lose(struct sandbox *sandbox, struct cause cause);

/* It serves, and connections come to it again: its past explains no more. */
void sandbox_recovered(struct sandbox *sandbox);

#endif
