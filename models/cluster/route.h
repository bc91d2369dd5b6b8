/*
 * How the requests to a Service spread over the endpoints that a table lists,
 * by where they enter. Those of one node, or one zone, or of the whole cluster
 * are a domain: as large as the Service's routing tells apart.
 * (pkg/proxy/topology.go CategorizeEndpoints, 1.36; iptables and nftables
 * choose at random, ipvs in turn: to each the same share of connections)
 */
#ifndef MODELS_CLUSTER_ROUTE_H
#define MODELS_CLUSTER_ROUTE_H

#include "models/api/endpoint.h"
#include "models/cluster/next_upstream.h"

/* Of one domain and one use. */
struct backends {
    int listed;
    int serving;  /* of those listed */
    int refusing; /* likewise: they refuse connections; the rest is silent */
};

struct region {
    struct backends backends[USABLE_ENDPOINTS];
};

/* Of one request in all: what comes to each endpoint listed in a domain, if it
 * serves. */
struct inflow {
    double each[USABLE_ENDPOINTS];
};

struct domains {
    const struct routing *routing;
    struct next_upstream next; /* of an Ingress */
    int count;
    const int *zones;    /* of each, where nodes are told apart; else NULL */
    int zone_count;      /* likewise */
    double *zone_shares; /* to work with, one for each zone */
    int *zone_ready;     /* likewise */
};

/* `shares` of the requests enter at each domain; what enters nowhere is lost.
 * Fills one load for each domain. */
void route(const struct domains *domains, const struct region *regions,
           const double *shares, struct inflow *loads);

#endif
