/*
 * The workstation cluster of Haverkort, Hermanns and Katoen (SRDS 2000, doi
 * 10.1109/RELDI.2000.885410), as in the PRISM benchmark suite (models/ctmcs/
 * cluster, CC-BY 4.0): two sub-clusters of N workstations, each behind its
 * switch, the switches joined by a backbone, and one repair unit. While that is
 * idle, each class with something broken calls for it at rate 10, and the first
 * call is answered; a repair is not interrupted, and mends one thing. All times
 * are exponential, in hours.
 */
#ifndef TESTS_ORACLES_WORKSTATIONS_H
#define TESTS_ORACLES_WORKSTATIONS_H

#include "sim/event.h"
#include "sim/law.h"

enum workstation_class {
    CLASS_LEFT,
    CLASS_RIGHT,
    CLASS_LEFT_SWITCH,
    CLASS_RIGHT_SWITCH,
    CLASS_BACKBONE,
    CLASSES
};

struct workstation_class_state {
    struct workstations *cluster;
    int all;
    int up;
    struct law life, repair;
    struct event call;
    struct component *broken; /* the last first */
};

struct workstations {
    int n;
    struct workstation_class_state classes[CLASSES];
    struct component *components; /* 2 n + 3 */
    struct law calling;
    struct event repaired;
    enum workstation_class in_repair;
    struct stream stream;
    uint64_t repairs;
    /* Called after every change of what is up. */
    void (*changed)(struct sim *sim, struct workstations *cluster);
    void *context;
};

/* The cluster in the arena of the sim, whose model it is; everything is down
 * until workstations_start(). Failure and repair rates are to be multiplied by
 * these factors. */
struct workstations *workstations_open(struct sim *sim, int n, double failure,
                                       double repair);

/* Everything is up and the repair unit idle, now, whatever was before. */
void workstations_start(struct sim *sim, struct workstations *cluster);

/* Are `enough` workstations up and connected? */
bool workstations_serve(const struct workstations *cluster, int enough);

/* How many must be, for premium and for minimum quality. */
static inline int workstations_premium(const struct workstations *cluster)
{
    return cluster->n;
}

static inline int workstations_minimum(const struct workstations *cluster)
{
    return 3 * cluster->n / 4;
}

#endif
