/*
 * What the Deployment controller knows of each Deployment. A look decides from
 * what was seen at its beginning what is to be, then makes one call after the
 * other until it is; the status comes last.
 */
#ifndef MODELS_CONTROLLERS_DEPLOYMENT_H
#define MODELS_CONTROLLERS_DEPLOYMENT_H

#include "models/api/component.h"
#include "models/api/workqueue.h"
#include "models/controllers/rollout.h"

/* One of its ReplicaSets. */
struct member {
    struct rollout_set size;    /* as it is to be; first, so that this is it */
    struct owner *owner;        /* NULL: it is to be created */
    struct owner_spec spec;     /* as last seen or written */
    struct owner_status status; /* as seen at the beginning of the look */
    const struct pod_template *template;
    const struct workload *applied; /* as it is to be, as these: */
    int revision;
    int pods;      /* that exist and have not ended */
    bool unseen;   /* its spec is as written, which is not seen yet */
    bool unwanted; /* it is to be removed */
};

/* The calls of a look, in order. */
enum deployment_step {
    DEPLOYMENT_CREATE, /* the ReplicaSet of the present template */
    DEPLOYMENT_NOTE,   /* the condition, where that alone is told first */
    DEPLOYMENT_SIZE,
    DEPLOYMENT_REMOVE,
    DEPLOYMENT_REPORT,
    DEPLOYMENT_DONE
};

struct deployment {
    struct work work;
    struct owner *owner;
    struct rollout rollout; /* its sets are the members, by age */
    struct owner_status told;
    struct progress_condition progress; /* as this look has changed it */
    struct owner_status telling;        /* while it is being told */
    enum deployment_step step;
    int observed;          /* generation, at the beginning of this look */
    bool judged;           /* this look says whether there was progress */
    struct member *called; /* for whom a call is under way, or NULL */
    struct request answered;
};

/* The member of a rollout's set, and the next one. */
static inline struct member *member_of(struct rollout_set *set)
{
    return (struct member *)set;
}

/* Decides, from what is seen now, what the ReplicaSets are to be, and at which
 * step to begin; a new one is taken from `members`. */
void deployment_decide(struct deployment *deployment, struct pool *members,
                       sim_time now);

/* The status to be told now. */
struct owner_status deployment_status(const struct deployment *deployment,
                                      sim_time now);

/* How long until it is to be looked at whatever happens, because the deadline
 * may have passed; NEVER if not. */
sim_time deployment_check_after(const struct deployment *deployment,
                                sim_time now);

#endif
