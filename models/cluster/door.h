/*
 * Where requests from outside come in: the nodes that a load balancer sends
 * them to. It finds out by its own checks which of them work, and never asks
 * whether a Node is Ready. Checks that would change nothing are not simulated.
 * (staging/src/k8s.io/cloud-provider/controllers/service: the stable node set)
 */
#ifndef MODELS_CLUSTER_DOOR_H
#define MODELS_CLUSTER_DOOR_H

#include "models/infrastructure/machine.h"
#include "sim/plugin.h"

struct load_balancer_settings {
    sim_time interval; /* between two checks of a node */
    int unhealthy;     /* checks that fail until it is out */
    int healthy;       /* that succeed until it is in again */
};

extern const struct plugin load_balancer_plugin;

struct doors;
struct door;

/* Who hears of a change, before and after it. */
struct door_heard {
    void (*changing)(void *context, struct door *door, struct cause cause);
    void (*changed)(void *context, struct door *door, struct cause cause);
    void *context;
};

/* One node. */
struct door {
    struct doors *doors;
    const struct machine *machine;
    struct event checked; /* enough checks have found the other thing */
    struct cause cause;   /* of the last change of `works` */
    struct cause lost_to; /* why it is lost; or was, before the change at hand
                           */
    bool open;            /* requests are sent to it */
    bool works;           /* and it would take them */
    bool was_open;        /* before the change at hand */
    bool was_lost;        /* likewise */
};

struct doors {
    struct sim *sim;
    const struct load_balancer_settings *settings;
    struct door *all; /* by the machines' ordinals */
    int count;
    int open;
    int lost; /* that are open and do not work */
    struct door_heard heard;
};

void doors_open(struct doors *doors,
                const struct infrastructure *infrastructure,
                const struct load_balancer_settings *settings, const char *name,
                struct door_heard heard);

/* The node takes requests from now on, or does no more. */
void door_set(struct door *door, bool works, struct cause cause);

static inline bool door_lost(const struct door *door)
{
    return door->open && !door->works;
}

#endif
