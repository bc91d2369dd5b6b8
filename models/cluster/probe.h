/*
 * Probes, without simulating each: while a container goes on answering, or not
 * answering, the result that will count is known ahead. A readiness probe's
 * ticks begin when its container has started, the others' when the kubelet got
 * the pod. (pkg/kubelet/prober/worker.go, 1.36)
 */
#ifndef MODELS_CLUSTER_PROBE_H
#define MODELS_CLUSTER_PROBE_H

#include "models/api/template.h"

/* How a container answers. */
enum health {
    REFUSING, /* its program is starting: a probe fails at once */
    ANSWERING,
    HANGING /* a probe fails after its timeout */
};

/* What a probe has found so far. */
struct probing {
    uint16_t run; /* so many equal results in a row */
    bool last;    /* the last of them: success */
    bool passes;  /* the result that counts */
};

/* The initial result: a container is alive, but not ready, nor started. */
struct probing probing_begin(enum probe_kind kind);

/* When the result that counts will be another, or what is not alive be found
 * so, if the container answers like this from `from` on; NEVER. The ticks are
 * those of `phase` from `enabled` on. */
sim_time probing_changes(const struct probing *probing,
                         const struct probe *probe, enum probe_kind kind,
                         enum health health, sim_time phase, sim_time enabled,
                         sim_time from);

/* Counts the results of the ticks from `from` to `to`, of a container that
 * answered like this. */
void probing_count(struct probing *probing, const struct probe *probe,
                   enum health health, sim_time phase, sim_time enabled,
                   sim_time from, sim_time to);

/* The threshold is reached: the result counts. */
void probing_settle(struct probing *probing, const struct probe *probe,
                    enum health health);

#endif
