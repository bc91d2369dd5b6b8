/*
 * Why Services are down: the roots of their pods that do not serve. Each
 * second of an outage is shared among the roots in proportion to how many pods
 * each keeps away then. A pod that is not being deleted is missing until it
 * serves and a balancer lists it; one that is, while a balancer still does. A
 * node that is down counts as a pod while a load balancer sends requests there.
 */
#ifndef MODELS_MEASURES_MISSING_H
#define MODELS_MEASURES_MISSING_H

#include "models/measures/measure.h"

/* One root's part in a Service's downtime. */
struct share {
    struct cause cause; /* its root alone counts */
    int count;          /* pods missing now because of it */
    double mark;        /* the Service's weight when `seconds` was right */
    double seconds;     /* of the present outage that go to it */
    struct share *next;
};

/* Of one Service; the seconds are those of its present outage. */
struct missing_pods {
    int count;
    sim_time since;
    double weight;      /* integral of 1/count over the outage */
    double overloaded;  /* seconds in which none was missing because of a
                           root, but some pod was saturated */
    double unexplained; /* the other seconds in which none was missing */
    struct share *shares;
};

struct missing {
    const struct observation *observation;
    struct missing_pods *services;
    struct pool shares;
    struct listener leaving;
    struct listener door_changed;
};

/* Begins to follow the Services' regimes. */
void missing_open(struct missing *missing,
                  const struct observation *observation);

/* Something about the pod has changed: does it serve, exist, is it listed? */
void missing_look(struct missing *missing, struct pod *pod);

/* Brings a Service's seconds up to now; forgets those of an outage that is
 * over. */
const struct missing_pods *missing_settle(struct missing *missing, int service);
void missing_forget(struct missing *missing, int service);

#endif
