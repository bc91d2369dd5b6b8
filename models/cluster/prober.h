/*
 * The probes of one container that has some: which of them are made, at which
 * ticks, and what their results come to. Nobody simulates a probe; see probe.h.
 */
#ifndef MODELS_CLUSTER_PROBER_H
#define MODELS_CLUSTER_PROBER_H

#include "models/cluster/container.h"

#define PROBE(kind) (1u << (kind))

struct prober {
    sim_time got;       /* its kubelet got the pod */
    sim_time triggered; /* its readiness was first asked for */
    sim_time counted;   /* the results before this are counted */
    struct probing found[PROBES];
    uint8_t killer; /* the probe that had it stopped, or PROBES */
    bool started;   /* the startup probe has succeeded, if there is one */
};

/* Its kubelet got the pod of the container: prepares to probe it. And no more.
 */
void prober_open(struct container *container);
void prober_close(struct container *container);

/* A new process: nothing is known of it. */
void prober_begin(struct container *container);

/* The startup probe has succeeded. */
void prober_start(struct container *container);

/* What the kubelet knows: it has started; it is ready, if it runs. */
bool prober_started(const struct container *container);
bool prober_ready(const struct container *container);

/* When a result will count, as far as is known; NEVER. */
sim_time prober_next(const struct container *container);

/* Counts the results up to `to`, of what answered as it did until then. */
void prober_count(struct container *container, sim_time to);

/* Takes the results that count now: a set of PROBE(kind). */
unsigned prober_take(struct container *container);

#endif
