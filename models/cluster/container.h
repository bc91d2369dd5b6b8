/*
 * A container as it really is: its process starts, answers or hangs, and exits;
 * its kubelet probes it, notices what exits, and starts it again. One event is
 * the next thing that happens to it, whatever that is.
 */
#ifndef MODELS_CLUSTER_CONTAINER_H
#define MODELS_CLUSTER_CONTAINER_H

#include "models/api/backoff.h"
#include "models/cluster/probe.h"
#include "sim/cause.h"
#include "sim/event.h"

struct clock;
struct prober;
struct sandbox;

enum container_state {
    CONTAINER_PULLING, /* its image */
    CONTAINER_WAITING, /* its turn has not come, or it is being made, or its
                          back-off is not over */
    CONTAINER_RUNNING,
    CONTAINER_STOPPING, /* it was told to end */
    CONTAINER_EXITED,   /* the kubelet has not noticed yet */
    CONTAINER_ENDED     /* and will not be started again */
};

/* What the kernel makes of a killed process: 128 + SIGKILL. */
enum { EXIT_KILLED = 137 };

/* The first of what is drawn of each run; see container_run(). */
enum { RESTART_LOOK = 3 };

struct container {
    struct sandbox *sandbox;
    struct event next;
    struct clock *clocks; /* what may befall it; known to faults alone */
    struct backoff_entry backoff;
    sim_time since;        /* it started, or finished */
    struct prober *prober; /* NULL: it has no probes */
    uint32_t starts;
    uint8_t state;     /* enum container_state */
    uint8_t health;    /* enum health, while it runs */
    uint8_t exit_code; /* the last; EXIT_KILLED before it ran */
    bool hooked;       /* its preStop hook runs */
};

void container_prepare(struct container *container, struct sandbox *sandbox,
                       int index);

/* What its manifest says of it. */
const struct container_template *
container_design(const struct container *container);

/* A name for what is drawn of its present run. */
uint64_t container_run(const struct container *container, uint64_t what);

/* It will run at that time, not before now. */
void container_launch(struct container *container, sim_time at);

/* It runs and answers. */
bool container_well(const struct container *container);

/* As its kubelet knows: running, started, and its readiness probe passes. */
bool container_ready(const struct container *container);

/* One that goes on beside the others: no init container, but a side-car. */
bool container_lasting(const struct container *container);

/* What befalls it, while it runs: its process exits; the kernel kills it, as
 * its memory is used up (its whole control group, since 1.28); it hangs: runs
 * but answers nothing, not even TERM; and it answers again. */
void container_exit(struct container *container, int code, struct cause cause);
void container_run_out_of_memory(struct container *container,
                                 struct cause cause);
void container_hang(struct container *container, struct cause cause);
void container_recover(struct container *container, struct cause cause);

/* Its kubelet tells it to end: its hook, then TERM. It is KILLed when what is
 * left of its grace is over. */
void container_stop(struct container *container);

/* Its machine went down: it is gone, and what was about to happen to it. */
void container_lose(struct container *container, struct cause cause);

/* Its kubelet ends: it goes on by itself. And starts again: back-offs are
 * forgotten, probes begin anew, with their results if these are kept. */
void container_abandon(struct container *container);
void container_adopt(struct container *container, bool kept);

#endif
