/*
 * What the node lifecycle controller knows, and its two halves: each node's
 * condition (node_lifecycle.c), and what all of them together say of the zones
 * (node_zones.c).
 */
#ifndef MODELS_CONTROLLERS_NODE_LIFECYCLE_H
#define MODELS_CONTROLLERS_NODE_LIFECYCLE_H

#include "models/api/component.h"
#include "models/controllers/marking.h"
#include "models/controllers/zone.h"

struct lifecycle_settings {
    sim_time grace;
    sim_time period;
    sim_time pass;
    sim_time taint_period;
    double rate;
    double secondary_rate;
    double unhealthy_share;
    int large_zone;
    double qps;
    int burst;
};

/* What a zone is judged by: its nodes, and those of them that are not ready. */
struct judged {
    int nodes;
    int not_ready;
};

/* A node under watch. */
struct watched {
    struct lifecycle *controller;
    struct event silent;  /* the look at which its grace is over */
    struct event answers; /* the look at which its Ready is acted on */
    sim_time probe;       /* the look that saw its last renewal; when ticked */
    sim_time renewal;     /* that renewal; when ticked */
    struct judged counted;
    struct suspect suspect;
};

struct lifecycle {
    struct controller controller;
    struct component *component;
    const struct lifecycle_settings *settings;
    uint64_t identity;
    sim_time grace;
    sim_time phase; /* of the looks */
    struct watched *nodes;
    struct zone *zones;
    struct marker marker;  /* of pods */
    sim_time relisted;     /* when it took up its work, */
    uint64_t starts;       /* for which time */
    bool stopped;          /* all zones are fully disrupted */
    struct event assessed; /* the end of a look that changed something */
    struct event looked;   /* when looks are simulated */
    bool ticked;
};

static inline sim_time interval(const struct lifecycle *self)
{
    return self->settings->period + self->settings->pass;
}

/* The first look at or after t. */
static inline sim_time look_at(const struct lifecycle *self, sim_time t)
{
    return grid_up(t, self->phase, interval(self));
}

/* The look that finds the grace period over, for a node last seen renewed at
 * the look `probe`: the first at which now - probe > grace. */
static inline sim_time silent_at(const struct lifecycle *self, sim_time probe)
{
    return probe + (self->grace / interval(self) + 1) * interval(self);
}

/* As the controller's watch has it. */
static inline enum ready ready_of(const struct node *node)
{
    return node->seen[CONTROLLER_MANAGER].ready;
}

static inline bool is_there(const struct node *node)
{
    return node->seen[CONTROLLER_MANAGER].exists;
}

/* All zones, with no node. */
void zones_open(struct lifecycle *self);

/* What its zone knew of the node before goes. */
void zones_count(struct watched *watched, bool exists, enum ready ready);

/* The node waits for the taint of its condition; or does no more. */
void zones_enqueue(struct watched *watched, enum ready ready);
void zones_dequeue(struct watched *watched);

/* The zones' states are told by that look at the latest. Of a silence it is the
 * one after the look that found it; so a node may be tainted before its zone
 * counts as disrupted. */
void zones_assess(struct lifecycle *self, sim_time look);

#endif
