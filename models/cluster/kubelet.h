/*
 * The kubelets: each starts with its machine, renews its node's lease, makes
 * its pods true, notices what exits, and reports. Renewals, relists, status
 * ticks and probes that would change nothing are computed, not simulated.
 * (pkg/kubelet; component-helpers/apimachinery/lease)
 */
#ifndef MODELS_CLUSTER_KUBELET_H
#define MODELS_CLUSTER_KUBELET_H

#include "models/api/api.h"
#include "models/cluster/sandbox.h"
#include "models/infrastructure/machine.h"
#include "sim/law.h"

struct kubelet_settings {
    sim_time lease_renewal;   /* 10 s */
    double lease_jitter;      /* 0.04: up to 4 % longer */
    sim_time status_period;   /* 10 s: nodeStatusUpdateFrequency */
    sim_time relist;          /* 1 s: PLEG */
    sim_time start_up;        /* from its start to its first report */
    struct law sandbox_start; /* sandbox and network */
    struct law container_start;
    struct law container_stop;
    sim_time back_off_first; /* 10 s */
    sim_time back_off_most;  /* 5 min: maxContainerRestartPeriod */
    sim_time back_off_reset; /* 10 min */
};

extern const struct plugin kubelet_plugin; /* of struct kubelet_settings */

struct kubelet {
    struct kubelets *all;
    struct machine *machine;
    struct node *node;
    uint64_t identity;
    struct event started;       /* after boot, its first report */
    struct event status_ticked; /* it finds its node not Ready and writes */
    struct event renewed;       /* when ticks are simulated: its lease */
    int64_t renewal;            /* likewise: which one comes next */
    struct lease_span span;     /* and the span of that */
    sim_time relist_phase;
    sim_time status_phase;
    uint64_t boots;
    bool running;
    struct sandbox *sandboxes;
};

struct kubelets {
    struct sim *sim;
    struct api *api;
    struct infrastructure *infrastructure;
    const struct kubelet_settings *settings;
    bool ticked; /* simulate every lease renewal */
    struct kubelet *all;
    int count;
    struct pool sandboxes;
    struct watch pods;
    struct watch nodes;
    struct listener machine_changed;
    struct hook serving_changed;   /* subject: the struct sandbox */
    struct hook container_changed; /* subject: the struct container, which
                                      runs from now on, or does no more */
    struct hook container_removed; /* likewise; it has stopped before */
};

void kubelets_open(struct kubelets *kubelets, struct api *api,
                   struct infrastructure *infrastructure,
                   const struct kubelet_settings *settings, int most_containers,
                   const struct law *watch_delay, bool ticked);

#endif
