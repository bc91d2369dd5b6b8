/*
 * The kubelets: each starts with its machine, renews its node's lease, makes
 * its pods true, notices what exits, and reports. Renewals, relists, status
 * ticks and probes that would change nothing are computed, not simulated.
 * (pkg/kubelet; component-helpers/apimachinery/lease)
 */
#ifndef MODELS_CLUSTER_KUBELET_H
#define MODELS_CLUSTER_KUBELET_H

#include "models/api/api.h"
#include "models/cluster/image.h"
#include "models/cluster/pressure.h"
#include "models/cluster/sandbox.h"
#include "models/infrastructure/machine.h"
#include "sim/law.h"

struct kubelet_settings {
    sim_time lease_renewal;   /* 10 s */
    double lease_jitter;      /* 0.04: up to 4 % longer */
    sim_time status_period;   /* 10 s: nodeStatusUpdateFrequency */
    sim_time relist;          /* 1 s: PLEG */
    struct law start_up;      /* from its start to its first report */
    struct law sandbox_start; /* sandbox and network */
    struct law container_start;
    struct law container_stop;
    sim_time sync_frequency;     /* 1 min */
    sim_time max_restart_period; /* 0: Kubernetes' default */
    bool reduced_backoff;        /* ReduceDefaultCrashLoopBackOffDecay */
    bool images_present;         /* on each node, from the start */
    bool serial_pulls;           /* serializeImagePulls */
    struct law pull_latency;     /* until the registry answers */
    int64_t image_size;          /* bytes */
    int64_t pull_rate;           /* bytes per second */
    struct pressure_settings pressure;
};

extern const struct plugin kubelet_plugin; /* of struct kubelet_settings */

struct renewals;

struct kubelet {
    struct kubelets *all;
    struct machine *machine;
    struct node *node;
    uint64_t identity;
    struct event started;       /* after boot, its first report */
    struct event status_ticked; /* it finds its node not Ready and writes */
    struct renewals *renewals;  /* of its lease; NULL: they are computed */
    sim_time phase; /* of its lists of containers, and of the queue of pods that
                       it is to look at again: both begin with its process */
    sim_time status_phase;
    sim_time began;       /* its process */
    sim_time pulls_until; /* the queue of pulls */
    struct image *images; /* of which something is known */
    struct pressure pressure;
    uint64_t boots;  /* leases taken so far */
    uint64_t starts; /* of its process */
    bool running;
    bool cut_off;  /* from the API server */
    bool rebooted; /* its machine went down since its last report */
    struct sandbox *sandboxes;
};

struct kubelets {
    struct sim *sim;
    struct api *api;
    struct infrastructure *infrastructure;
    const struct kubelet_settings *settings;
    struct backoff backoff; /* CrashLoopBackOff */
    int minor;              /* of Kubernetes 1.minor */
    bool ticked;            /* simulate every lease renewal */
    struct kubelet *all;
    int count;
    struct pool sandboxes;
    struct pool probers;
    struct pool images;
    bool registry_down; /* no image can be pulled */
    /* How much memory a pod uses, in bytes; NULL: as much as it asked for. */
    int64_t (*memory_used)(void *context, const struct sandbox *sandbox);
    void *memory_context;
    struct watch pods;
    struct watch nodes;
    struct watch volumes;
    struct listener machine_changed;
    struct hook serving_changed;   /* subject: the struct sandbox */
    struct hook sandbox_turned;    /* likewise; or its pause container exited,
                                      or it was told to end */
    struct hook sandbox_changed;   /* likewise, which its kubelet finds gone */
    struct hook sandbox_removed;   /* likewise; its containers have ended */
    struct hook container_changed; /* subject: the struct container, which
                                      runs from now on, or does no more */
    struct hook container_removed; /* likewise; it has stopped before */
};

void kubelets_open(struct kubelets *kubelets, struct api *api,
                   struct infrastructure *infrastructure,
                   const struct kubelet_settings *settings, int most_containers,
                   const struct law *watch_delay, int minor, bool ticked);

/* At its next tick it looks at its Node, and writes what has changed. */
void kubelet_look_at_node(struct kubelet *kubelet);

/* Its process ends, and starts again at once: back-offs are forgotten, and,
 * before 1.35, what its readiness probes had found. */
void kubelet_restart(struct kubelet *kubelet, struct cause cause);

/* It cannot reach the API server: it goes on with the pods that it has, its
 * lease runs out, and nothing of it is heard; and then it can again. */
void kubelet_cut_off(struct kubelet *kubelet, struct cause cause);
void kubelet_reconnect(struct kubelet *kubelet, struct cause cause);

#endif
