/*
 * The arithmetic of a Deployment: how large its ReplicaSets are made, step by
 * step, so that there are never too many pods and always enough available.
 * Nothing here knows of time or of the API. (Kubernetes 1.36,
 * pkg/controller/deployment/{rolling,sync}.go, util/deployment_util.go)
 */
#ifndef MODELS_CONTROLLERS_ROLLOUT_H
#define MODELS_CONTROLLERS_ROLLOUT_H

#include "models/api/int_or_percent.h"

/* One of the Deployment's ReplicaSets. */
struct rollout_set {
    int replicas;  /* spec.replicas */
    int available; /* status.availableReplicas */
    int desired;   /* annotation desired-replicas: what the Deployment
                      asked for when it last sized this; -1: none */
    int most;      /* annotation max-replicas: the same with the surge;
                      0: none */
    struct rollout_set *next; /* created later */
    int share;                /* while it is resized: how many more */
    bool shared;              /* and that this is known */
};

struct rollout {
    int replicas; /* the Deployment's spec.replicas */
    bool recreate;
    int surge; /* as strategy_bounds() resolves them */
    int unavailable;
    int counted;                 /* the Deployment's status.replicas */
    struct rollout_set *first;   /* all, by age, the oldest first */
    struct rollout_set *current; /* of these, the one of the present template;
                                 NULL: there is none yet */
};

/* A rollout's bounds for so many replicas: maxSurge is rounded up,
 * maxUnavailable down, and is 1 where both would be nothing.
 * (ResolveFenceposts) */
void strategy_bounds(struct int_or_percent max_surge,
                     struct int_or_percent max_unavailable, int replicas,
                     int *surge, int *unavailable);

/* What holds now: nothing where all is recreated at once, or is to be none.
 * (MaxSurge, MaxUnavailable, MinAvailable) */
int rollout_surge(const struct rollout *rollout);
int rollout_unavailable(const struct rollout *rollout);
int rollout_least_available(const struct rollout *rollout);

/* How far the current one may grow. (NewRSNewReplicas) */
int rollout_growth(const struct rollout *rollout);

/* Each of these sizes ReplicaSets: replicas, and both annotations. */

/* The current one grows while there is room, or shrinks to what is asked for;
 * true if it did. (reconcileNewReplicaSet) */
bool rollout_scale_current(struct rollout *rollout);

/* Old ones shrink: first their replicas that are not available, then as many
 * as can be spared, the oldest first; true if any did.
 * (reconcileOldReplicaSets) */
bool rollout_scale_old(struct rollout *rollout);

/* The two halves of it; how many replicas went. -1 where the status of one
 * tells of more than it is to have: then nothing can be said of it yet.
 * (cleanupUnhealthyReplicas, scaleDownOldReplicaSetsForRollingUpdate) */
int rollout_clean_up(struct rollout *rollout, int most);
int rollout_scale_down(struct rollout *rollout);

/* All old ones end; true if any had replicas.
 * (scaleDownOldReplicaSetsForRecreate) */
bool rollout_end_old(struct rollout *rollout);

/* Whether the Deployment was resized since a ReplicaSet with replicas was last
 * sized. (isScalingEvent) */
bool rollout_resized(const struct rollout *rollout);

/* The sizes after that: where several have replicas, in proportion. (scale) */
void rollout_resize(struct rollout *rollout);

/* By how much one changes in proportion; the product of two sizes has 32 bits,
 * as Go's int32 has. (getReplicaSetFraction) */
int rollout_fraction(const struct rollout *rollout,
                     const struct rollout_set *revision);

#endif
