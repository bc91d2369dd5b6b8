/*
 * An Ingress' tries: where an endpoint refuses a connection, or does not answer
 * in time, the request goes to another one. (nginx: ngx_http_upstream_next;
 * ingress-nginx: proxy_next_upstream error timeout, proxy_next_upstream_tries
 * 3, proxy_connect_timeout 5 s, no max_fails)
 */
#ifndef MODELS_CLUSTER_NEXT_UPSTREAM_H
#define MODELS_CLUSTER_NEXT_UPSTREAM_H

#include <stdbool.h>

#include "sim/time.h"

/* More tries than these are without limit. */
enum { MOST_TRIES = 32 };

struct next_upstream {
    int tries;        /* in all; 0: without limit */
    sim_time time;    /* in which to begin another; 0: without limit */
    sim_time connect; /* until an endpoint that does not answer is given up */
    bool error;       /* another one is tried where a connection is refused */
    bool timeout;     /* or nobody answers */
};

/* The share of requests that are served, where so many of the endpoints listed
 * refuse, and so many do not answer. Endpoints are taken in turn, so those that
 * refuse, which takes no time, are not met twice in a row; but while one waits
 * for an answer, other requests take their turns, and which endpoint comes next
 * is as likely for all, the same one too. (rootfs/etc/nginx/lua/balancer.lua
 * balance(): each try asks round_robin anew) */
double next_upstream_success(const struct next_upstream *rules, int listed,
                             int refusing, int silent);

#endif
