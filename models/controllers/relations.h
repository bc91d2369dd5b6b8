/*
 * What pods of each template ask of pods that are there, and what those ask of
 * them: every such question is a census, which the pods that it concerns keep
 * as they come and go. Templates of which nobody asks anything have none, and
 * pay nothing. (podtopologyspread, interpodaffinity)
 */
#ifndef MODELS_CONTROLLERS_RELATIONS_H
#define MODELS_CONTROLLERS_RELATIONS_H

#include "models/api/affinity.h"
#include "models/api/component.h"
#include "models/api/fit.h"
#include "models/controllers/images.h"
#include "models/controllers/spread.h"

/* A census among those of a template. */
struct tie {
    struct census *census;
    int weight; /* of a preference */
    struct tie *next;
};

/* What is asked of, and by, pods of one template. */
struct relation {
    const struct pod_template *template; /* NULL: it has not been met yet */
    struct spread_rule *hard;            /* DoNotSchedule */
    int hard_count;
    struct spread_rule *soft; /* ScheduleAnyway, or default constraints */
    int soft_count;
    bool by_services;    /* the soft ones are default constraints */
    bool spreads;        /* it has constraints; its owner does not spread it */
    bool near_itself;    /* it may be the first of its like */
    struct tie *near;    /* such pods must be there */
    bool first;          /* it is, since relation_begin() */
    struct tie *apart;   /* such pods must not be there, */
    struct tie *shunned; /* nor such, which say so themselves */
    struct tie *liked;   /* such pods are liked or disliked there */
    struct image_scores images; /* what nodes are worth for theirs */
    struct tie *settling; /* these count its pods until they are deleted, */
    struct tie *staying;  /* these until they are gone */
};

struct question;
struct watched;

/* The nodes' domains by one label. */
struct topologies {
    struct topology topology;
    struct topologies *next;
};

struct relations {
    const struct component *component;
    struct topologies *topologies;
    struct question *questions; /* of all templates */
    struct watched *watched;    /* what nodes' taints may change */
    struct relation *all;       /* by the templates' ordinals */
    int least_priority;         /* of all templates met */
    struct pod **residents;     /* pods on each node, by `neighbour` */
};

/* Meets all templates that were applied. */
void relations_open(struct relations *relations,
                    const struct component *component);

/* That of a pod's template, which is met if it has not been yet. */
struct relation *relations_of(struct relations *relations,
                              const struct pod *pod);

/* Whether it matters to its pods where others are, beyond default spread by
 * their owner. */
static inline bool relation_matters(const struct relation *relation)
{
    return relation->spreads || relation->near != NULL ||
           relation->apart != NULL || relation->shunned != NULL ||
           relation->liked != NULL || relation->images.any;
}

/* Finds out what the next verdicts have in common. */
void relation_begin(struct relation *relation);

/* The first filter of those that look at other pods which refuses the node. */
enum refusal relation_refuses(const struct relation *relation, int node);

/* InterPodAffinity's raw score of the node. */
int64_t relation_likes(const struct relation *relation, int node);

/* A pod came to the node (sign 1), or left it (sign -1). */
void relations_stay(struct relations *relations, struct pod *pod, int node,
                    int sign);

/* Likewise: as one that is not being deleted. */
void relations_settle(struct relations *relations, struct pod *pod, int node,
                      int sign);

/* The node came or went, or its taints changed alone. */
void relations_judge(struct relations *relations, const struct node *node,
                     bool taints_alone);

#endif
