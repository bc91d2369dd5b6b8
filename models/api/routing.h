/*
 * What a Service, and an Ingress before it, say of the way that requests take
 * to its endpoints.
 */
#ifndef MODELS_API_ROUTING_H
#define MODELS_API_ROUTING_H

#include <stdbool.h>

/* Where requests come from, and who sends them on. */
enum entrance {
    FROM_WITHIN,      /* pods on the nodes that are up; the node's proxy */
    THROUGH_BALANCER, /* a load balancer's nodes; their proxies */
    THROUGH_INGRESS   /* an Ingress, which sends them on itself */
};

/* Which endpoints a node's proxy prefers. */
enum preference {
    PREFER_NONE,
    PREFER_ZONE, /* trafficDistribution: PreferSameZone, PreferClose */
    PREFER_NODE, /* PreferSameNode; then those of its zone */
    ONLY_NODE    /* a traffic policy Local: no others */
};

/* What an Ingress' annotations say of further tries; -1: nothing, its
 * controller's settings do. */
struct upstream_wishes {
    int tries;
    int time; /* in seconds, as the next */
    int connect;
    bool error; /* another endpoint is tried after an error */
    bool timeout;
};

struct routing {
    enum entrance entrance;
    enum preference preference;
    bool last_resort; /* where no endpoint is ready, those that serve and are
                         terminating are used */
    struct upstream_wishes wishes; /* of an Ingress */
};

#endif
