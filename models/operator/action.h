/*
 * What people do to the cluster at a time, as kubectl would: an action finds in
 * the API whom it is about, and does its verb to each of them by calls that
 * take their turn and their time. A verb is a plug-in, one file each.
 */
#ifndef MODELS_OPERATOR_ACTION_H
#define MODELS_OPERATOR_ACTION_H

#include "models/api/api.h"
#include "models/api/client.h"
#include "models/api/target.h"
#include "models/operator/revision.h"
#include "sim/plugin.h"

struct operator;
struct action;
struct deed;
struct errand;

/* Whom an action may be about: sets of workload kinds, and beside them */
#define ON(kind) (1u << (kind))
enum {
    ON_NODES = 1 << WORKLOAD_KINDS,
    ON_PODS = 1 << (WORKLOAD_KINDS + 1),
    ON_MANIFEST = 1 << (WORKLOAD_KINDS + 2), /* whom its manifest names; its
                                 settings are a struct applied_settings */
    ON_POOL = 1 << (WORKLOAD_KINDS + 3)      /* machines of a pool that are not
                               asked for; its settings are a struct pool_order */
};

/* A verb's answer: it waits for the action's deeds that began before. */
#define IN_ITS_TURN ((sim_time)-1)

struct action_kind {
    struct plugin plugin;
    size_t settings_size;
    unsigned on;
    /* What a deed's call does when it is carried out. Answers how long until
     * its next one is made; NEVER if there is none. */
    sim_time (*act)(struct deed *deed);
    /* The same for an errand's; NULL where there are none. */
    sim_time (*run)(struct errand *errand);
    /* Makes the next revision of a workload's; returns what is wrong, or NULL.
     * NULL itself where templates are left alone. */
    const char *(*revise)(const void *settings, struct arena *arena,
                          struct revision *revision);
    /* What is wrong with the settings, or NULL. May be NULL itself. */
    const char *(*check)(const void *settings);
    /* The taint that it may bring. NULL where it brings none. */
    struct taint (*taint)(const void *settings);
};

/* How long a pod may take to end, where that is said. */
struct grace {
    bool given;
    sim_time length;
};

extern const struct parameter_kind of_grace;
extern const struct parameter_kind of_object; /* const struct tree * */

struct pool_order {
    const char *pool;
    int count;
};

struct applied_settings {
    const char *manifest;
    const struct tree *object;
};

/* An action as the scenario asks for it; constant. */
struct action_design {
    const char *name; /* names its streams and its rows */
    const struct action_kind *kind;
    const void *settings;
    sim_time at;          /* the first time; NEVER: after the first `every` */
    struct law every;     /* without kind: once */
    struct target target; /* of nodes, or pods where there are no workloads */
    bool pods;
    const struct pool_order *order; /* or machines; else NULL */
    int workload_count;
    const struct workload *const *workloads;
    /* By the ordinal of a template: what it becomes, or NULL. */
    const struct pod_template *const *revised;
    struct place place;
};

/* A call to the API server, and whether it is under way. */
struct call {
    struct event made;
    bool under_way;
};

/* One execution of an action on one object: a workload's, a node or a pod (that
 * it holds). */
struct deed {
    struct call call;
    struct operator* operator;
    struct action *action;
    const struct workload *workload;
    struct node *node;
    struct pod *pod;
    struct cause cause;
    struct errand *errands; /* that are not done */
    bool waits;             /* for its turn */
    int step;               /* its verb's own, and likewise */
    sim_time since;
    struct deed *next; /* of its action, by when they began */
};

/* What a deed does beside others: to a pod, that it holds. */
struct errand {
    struct call call;
    struct deed *deed;
    struct pod *pod;
    int step; /* its verb's own */
    struct errand *next;
};

/* For verbs. */
const struct action_design *deed_design(const struct deed *deed);
struct api *deed_api(const struct deed *deed);

/* The workload's object or bare pod; NULL where it is not there. */
struct owner *deed_owner(const struct deed *deed);
struct pod *deed_bare_pod(const struct deed *deed);

/* Whether all of the action's deeds that began before are done. */
bool deed_leads(const struct deed *deed);

/* Begins an errand: its call is made now. */
void deed_send(struct deed *deed, struct pod *pod);

/* Writes the spec of the deed's owner, and its next template into it. */
void deed_set_spec(const struct deed *deed, struct owner *owner,
                   const struct owner_spec *spec);
void deed_revise(const struct deed *deed, struct owner *owner);

#endif
