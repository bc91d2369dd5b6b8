/*
 * A rate of straight pieces, between points that a scenario lists: from each
 * point on it is constant (steps), or it goes straight to the next one. Before
 * the first point and after the last their rates hold. All that is asked of it
 * is exact.
 */
#ifndef MODELS_WORKLOAD_POLYLINE_H
#define MODELS_WORKLOAD_POLYLINE_H

#include "models/cluster/demand.h"

struct polyline_point {
    sim_time at;
    double rate;   /* per second */
    double slope;  /* of it, per second, until the next point */
    double volume; /* since the first point */
};

struct polyline {
    int count;
    struct polyline_point *points;
    int leaves;                  /* a power of two, count or more */
    struct demand_range *bounds; /* a tree: those of a node's pieces; its root
                                    is 1, its leaves are the pieces */
};

/* Of that many points, in the arena, whose times (which rise) and rates are
 * then to be filled in; and what follows from them. */
void polyline_open(struct polyline *line, struct arena *arena, int count);
void polyline_connect(struct polyline *line, bool straight);

/* Values of parameters: lists of points, struct polyline. */
extern const struct parameter_kind of_steps;
extern const struct parameter_kind of_points;

/* What a kind of demand is asked, if its settings begin with a struct polyline.
 */
double polyline_rate(const struct demand *demand, sim_time t);
double polyline_volume(const struct demand *demand, sim_time from, sim_time to);
struct demand_range polyline_range(const struct demand *demand, sim_time from,
                                   sim_time to);
sim_time polyline_crosses(const struct demand *demand, double level,
                          sim_time after);

#endif
