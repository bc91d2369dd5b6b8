/*
 * The balancers of Services: the tables of endpoints, alive or dead, by which
 * each node's kube-proxy, or an Ingress, sends requests on.
 *
 * Nodes differ only while a change travels. So a Service has one table, and one
 * more for each change that some node has not programmed yet; when the last
 * node has, the older one goes. Each node draws its own delay, but no node has
 * an event of its own: how many have a table by then is counted when it
 * matters (see use.h). Of more than MOST_PROXIES nodes so many are drawn, and
 * each stands for equally many; where the delays do not differ, one is.
 */
#ifndef MODELS_CLUSTER_BALANCER_H
#define MODELS_CLUSTER_BALANCER_H

#include <math.h>

#include "models/cluster/door.h"
#include "models/cluster/kubelet.h"
#include "models/cluster/proxy.h"
#include "models/cluster/route.h"

enum { MOST_PROXIES = 32 };

/* CPU that a container without request is taken to have asked for, in milli-
 * cores: what the scheduler's scoring assumes. */
enum { ASSUMED_REQUEST_MILLI = 100 };

struct balancer;
struct endpoint_table;
struct amendment;
struct meter;

/* An address in a Service's tables. */
struct listing {
    struct balancer *balancer;
    struct pod *pod;
    struct listing *next_of_pod;
    struct amendment *latest; /* what tables that travel say anew, the newest
                                first */
    enum endpoint use;        /* in the newest table */
    int domain;
    int class;
    bool listed;   /* ready, in the tables of all nodes; until it is in none */
    uint8_t reply; /* enum reply, of what it leads to; once it does not serve,
                      as it was then */
};

/* What a table says otherwise than the one before it. */
struct amendment {
    struct endpoint_table *table;
    struct listing *listing;
    enum endpoint before;
    struct amendment *next;  /* of the table */
    struct amendment *older; /* of the listing */
};

/* Pods that are alike to the load, in cores. */
struct backend_class {
    double most;      /* that each may use */
    double node;      /* allocatable on its node */
    double requested; /* by each */
};

/* The rate of requests to the Service above which such a pod is saturated, if
 * it needs this much CPU of each: cores are its CPU seconds a second. */
static inline double saturation(const struct backend_class *class,
                                double cpu_of_each)
{
    return cpu_of_each > 0 ? class->most / cpu_of_each : INFINITY;
}

/* An affine function of a Service's rate r: constant + slope r. */
struct affine {
    double constant;
    double slope;
};

/* What becomes of the requests, if all went by one table; see use.h. */
struct flow {
    struct affine served;     /* requests served per second */
    struct affine node_share; /* sum over its pods of CPU used / CPU allocatable
                                 on their nodes */
    struct affine pod_share; /* sum over its pods of CPU used / CPU requested */
    double rate;             /* of requests, that all this is true of */
    int serving;             /* endpoints that requests come to */
    bool overloaded;         /* some pod is saturated */
    sim_time until;          /* when some pod becomes so, or ceases to be */
};

struct endpoint_table {
    struct balancer *balancer;
    struct endpoint_table *older; /* NULL: every node has at least this one */
    struct endpoint_table *newer;
    struct event settled; /* the last node has it */
    sim_time made;
    struct cause cause;
    struct amendment *amendments;
    struct region *regions; /* by domain */
    int *serving;           /* by domain, use and class: serving_of() */
    bool followed;          /* these two are what the rest leads to: */
    struct inflow *loads;   /* by domain */
    struct flow flow;       /* known to use alone */
    sim_time *at;           /* when each proxy has it, the first one first */
};

/* Those who have a table each. */
struct proxies {
    int count;
    struct pace pace;
    const struct law *programming;
    const char *setting;
    struct proxy all[MOST_PROXIES];
};

struct balancer {
    struct balancers *all;
    uint64_t identity;
    const struct service *service;
    struct proxies *proxies;
    struct endpoint_table *newest;
    struct endpoint_table *oldest;
    struct domains domains;
    double *shares;      /* of requests that enter at each domain */
    struct doors *doors; /* NULL: requests come from within, or an Ingress */
    struct backend_class *classes;
    int class_count;
    int class_capacity;
    struct meter *meter;          /* of its pods; NULL: nobody reads them */
    struct balancer *next_behind; /* some doors */
    struct balancer *next_within; /* where a machine's change moves shares */
};

struct balancers {
    struct api *api;
    struct infrastructure *infrastructure;
    const struct law *news; /* how late a node hears of a change */
    struct balancer *all;   /* by the services' ordinals */
    int count;
    struct balancer *first_behind;
    struct balancer *first_within;
    struct proxies nodes;
    struct proxies ingresses;
    struct stream stream; /* of their delays */
    struct doors doors;   /* of Services that need no others */
    struct pool listings;
    struct pool metered; /* listings that have a metering behind them */
    struct pool amendments;
    struct pool tables;
    struct pool rooms[31]; /* for what tables hold: of 1, 2, 4, ... bytes */
    struct listener written;
    struct listener serving_changed;
    struct listener machine_changing;
    struct listener machine_changed;
    /* Subject struct listing: every node has it, or none any more. */
    struct hook listed_changed;
    /* Both with subject struct balancer: before its last proxy has a table,
     * what serves of those listed, or where requests enter, changes, and after.
     */
    struct hook changing;
    struct hook changed;
    /* Subject struct balancer: its newest table says something new, which no
     * proxy goes by yet. */
    struct hook travelling;
    /* Subject struct door: after all that are behind it. */
    struct hook door_changed;
};

struct balancer_settings {
    struct proxy_settings proxy;
    struct load_balancer_settings load_balancer;
    struct ingress_settings ingress;
};

void balancers_open(struct balancers *balancers, struct kubelets *kubelets,
                    const struct service *services, int count,
                    const struct balancer_settings *settings,
                    const struct law *news);

/* Each node that a load balancer knows, once for each that asks it something
 * else. */
void balancers_visit_doors(const struct balancers *balancers,
                           void (*visit)(void *context, struct door *door),
                           void *context);

/* Whether some Service lists the pod as ready. */
bool pod_listed(const struct pod *pod);

/* How many of the proxies have the table, or a newer one, at t. */
static inline int table_reach(const struct endpoint_table *table, sim_time t)
{
    int count = table->balancer->proxies->count, reach = 0;

    if (table->older == NULL || table->at[count - 1] <= t)
        return count;
    while (table->at[reach] <= t)
        reach++;
    return reach;
}

/* What the tables lead to is to be found anew. */
static inline void tables_forget(const struct balancer *balancer)
{
    for (struct endpoint_table *each = balancer->newest; each != NULL;
         each = each->older)
        each->followed = false;
}

/* How many endpoints of a domain and a use serve, by class. */
static inline int *serving_of(const struct endpoint_table *table, int domain,
                              enum endpoint use)
{
    return &table->serving[(domain * USABLE_ENDPOINTS + (int)use) *
                           table->balancer->class_capacity];
}

#endif
