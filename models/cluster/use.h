/*
 * What the load does to the cluster: the share of a Service's requests that
 * would succeed now, and the CPU that its pods use. Between two changes of
 * state each is an affine function of the Service's rate of requests, as long
 * as no pod becomes or stops being saturated; that moment is an event. So a
 * smooth demand costs no events and its integrals are exact.
 *
 * While a change travels to the nodes the share is the mean over what each
 * node's table would make of it. It steps whenever another node has the change;
 * an event happens only at the step with which the Service becomes available,
 * or ceases to be. What lies between is made good when the regime is left: then
 * the functions are its means over the regime, weighted by how many nodes had
 * which table for how long.
 */
#ifndef MODELS_CLUSTER_USE_H
#define MODELS_CLUSTER_USE_H

#include "models/cluster/balancer.h"
#include "models/cluster/demand.h"
#include "models/cluster/meter.h"

/* What is asked of a Service; constant, in the scenario. */
struct service_question {
    const struct service *service;
    struct demand demand;
    double cpu_per_request; /* core-seconds */
    double available_at;    /* 0.99: the share that must succeed */
    int min_ready;          /* instead, if greater than 0 */
};

/* One Service's use. */
struct service_use {
    const struct service_question *question;
    const struct balancer *balancer;
    struct use *use;
    struct demand demand;     /* the question's, as this replication meets it */
    struct event regime_left; /* a pod becomes or stops being saturated, the
                                 success share passes available_at, or demand
                                 takes a turn */
    sim_time since;           /* of the present regime */
    struct affine served;     /* requests served per second; while a change
                                 travels, at `since`, and when the regime is
                                 left, on average since then */
    struct affine node_share; /* see struct flow; likewise */
    struct affine pod_share;  /* likewise */
    bool available;
    bool overloaded;        /* some pod is saturated */
    struct stretch told[2]; /* the last two of the regime that were asked for */
};

struct use {
    struct sim *sim;
    struct service_use *services;
    int count;
    bool metered;     /* what each pod uses can be read; see meter.h */
    int running_pods; /* that serve: the denominator of theta_bar */
    struct listener balancer_changing;
    struct listener balancer_changed;
    struct listener balancer_travelling;
    struct listener serving_changed;
    struct listener machine_changing;
    /* Both with subject struct service_use. `leaving` is called while the old
     * regime still stands: it held from `since` to now; `entered` after the new
     * one took its place. */
    struct hook leaving;
    struct hook entered;
    /* Subject: NULL. The number of running pods, or of machines that are up, is
     * about to change (the old value still stands). */
    struct hook counting;
};

/* Measuring begins at `zero`: demand counts its times from then. */
void use_open(struct use *use, struct kubelets *kubelets,
              struct balancers *balancers,
              const struct service_question *questions, int count,
              sim_time zero, bool metered);

/* The value of an affine function of the Service's demand at t, and its
 * integral over [from, to] (per second times seconds). */
double use_at(const struct service_use *service, struct affine affine,
              sim_time t);
double use_volume(const struct service_use *service, struct affine affine,
                  sim_time from, sim_time to);

/* The share of requests that would succeed at t if nothing but the tables
 * changes, at vanishing demand for a Service without traffic; 0 when nothing is
 * listed. */
double use_success(const struct service_use *service, sim_time t);

/* CPU that the listing's pod has used up to t for this Service's requests, in
 * core-seconds since it was listed. The present regime has not begun after t;
 * the Service has a meter. */
double use_cpu(const struct use *use, const struct listing *listing,
               sim_time t);

/* Requests offered in [from, to]; 0 without traffic. */
double use_offered(const struct service_use *service, sim_time from,
                   sim_time to);

#endif
