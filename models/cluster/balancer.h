/*
 * The balancers of Services: kube-proxy's tables, which follow the
 * EndpointSlices after a delay and send each connection to a random address
 * that they list, dead or alive. One table stands for all nodes'.
 * (pkg/proxy; iptables mode)
 */
#ifndef MODELS_CLUSTER_BALANCER_H
#define MODELS_CLUSTER_BALANCER_H

#include "models/cluster/kubelet.h"

struct balancer;

struct proxy_settings {
    struct law programming; /* from a change of the slice to the tables */
};

extern const struct plugin kube_proxy_plugin; /* of struct proxy_settings */

/* One address in one table. */
struct listing {
    struct balancer *balancer;
    struct pod *pod;
    struct listing *next_of_pod;
    bool listed;  /* false while it leaves the table */
    bool serving; /* what it leads to serves */
};

struct balancer {
    const struct service *service;
    int listed;
    int serving; /* of those listed */
};

struct balancers {
    struct api *api;
    struct balancer *all; /* by the services' ordinals */
    struct pool listings;
    struct watch endpoints;
    struct listener serving_changed;
    /* Both with subject struct listing: it joined or leaves the table; what
     * it leads to serves or does so no more. */
    struct hook listed_changed;
    struct hook listing_served;
    struct hook changed; /* subject: the struct balancer */
};

void balancers_open(struct balancers *balancers, struct kubelets *kubelets,
                    const struct service *services, int count,
                    const struct proxy_settings *settings);

#endif
