/*
 * A zone as the node lifecycle controller judges it: how much of it is not
 * ready, and the nodes that wait to be tainted NoExecute, no faster than a rate
 * that depends on its state.
 */
#ifndef MODELS_CONTROLLERS_ZONE_H
#define MODELS_CONTROLLERS_ZONE_H

#include "models/api/api.h"
#include "models/api/bucket.h"

enum zone_state { ZONE_NORMAL, ZONE_PARTIAL, ZONE_FULL };

/* A node that is not ready. */
struct suspect {
    struct node *node;
    struct cause cause; /* of its silence */
    uint64_t taint;     /* that it wants, where it is queued */
    bool queued;        /* to be tainted */
    struct suspect *next;
    struct suspect *previous;
};

struct zone {
    struct api *api;
    int nodes;
    int not_ready;
    enum zone_state state;
    struct bucket limiter;
    sim_time phase; /* of the passes that taint */
    sim_time period;
    struct event tainting; /* the pass that may taint its next node */
    struct suspect *first; /* queued */
    struct suspect *last;
};

/* The first time at or after t of a grid of that phase and period. */
sim_time grid_up(sim_time t, sim_time phase, sim_time period);

void zone_open(struct zone *zone, struct api *api, const char *name,
               double rate, sim_time phase, sim_time period);

/* The state of a zone of so many nodes, of which some are not ready.
 * (pkg/controller/nodelifecycle ComputeZoneState, with float32 ratios) */
enum zone_state zone_state(int nodes, int not_ready, double unhealthy_share);

/* The silence after which a node is Unknown, in Kubernetes 1.minor.
 * (--node-monitor-grace-period; kubernetes pull request 126287) */
sim_time zone_node_grace(int minor);

/* Whether a node is among those by which its zone is judged: it does not bear
 * the label node.kubernetes.io/exclude-disruption.
 * (pkg/controller/nodelifecycle, isNodeExcludedFromDisruptionChecks, 1.36) */
bool zone_judged_by(const struct node_design *node);

/* The taints that a node's condition wants. */
uint64_t zone_no_schedule(enum ready ready);
uint64_t zone_no_execute(enum ready ready);

/* Nodes to be tainted from now on, per second; at 0 none is. */
void zone_set_rate(struct zone *zone, double rate);

void zone_enqueue(struct zone *zone, struct suspect *suspect);
void zone_dequeue(struct zone *zone, struct suspect *suspect);

#endif
