/*
 * The cluster's CPU over time: P_avg = (1/N) sum of CPU used / CPU allocatable
 * over the N nodes, the same over the nodes that are up, theta_bar = mean of
 * CPU used / CPU requested over the running pods, and delta_cpu = P_avg -
 * theta_bar. Where no node is up or no pod runs, the mean is 0. Integrals are
 * exact, but for that of |delta_cpu| while it changes its sign and several
 * Services have traffic: then by the trapezoidal rule, each quarter hour.
 */
#ifndef MODELS_MEASURES_UTILISATION_H
#define MODELS_MEASURES_UTILISATION_H

#include "models/measures/measure.h"

struct utilisation {
    const struct cluster *cluster;
    const struct service_use **busy; /* Services with traffic */
    int busy_count;
    bool extremes; /* delta_abs and delta_most are wanted */
    sim_time at;   /* the integrals are up to here */
    double p_avg;
    double p_avg_up;
    double theta_bar;
    double delta_abs;  /* of the magnitude of delta_cpu */
    double delta_most; /* its greatest magnitude; no integral; of several
                          Services, at the same points */
    struct listener leaving;
    struct listener counting;
    struct listener machines;
};

/* Begins to integrate, over seconds, from now on. */
void utilisation_open(struct utilisation *utilisation,
                      const struct observation *observation, bool extremes);

/* Brings the integrals up to now. */
void utilisation_advance(struct utilisation *utilisation);

#endif
