/*
 * The CPU that each pod behind a Service has used. All pods that have the same
 * place in its tables (their domain, use and class) use the same, so there is
 * one counter for each place; a pod's own follows from the places that it had,
 * and no change of state looks at all pods.
 */
#ifndef MODELS_CLUSTER_METER_H
#define MODELS_CLUSTER_METER_H

#include "models/cluster/balancer.h"

/* A stretch of time in which what each table leads to stays as it is; of no
 * length, a moment. */
struct stretch {
    sim_time from;
    sim_time to;
    double offered; /* requests, meanwhile; at a moment, a second */
    double cpu_per_request;
};

/* What a pod had used at some time, for whoever reads it; core-seconds. */
struct meter_reading {
    sim_time at;
    double used;
};

enum { READINGS = 3 };

/* Behind each listing of a Service with a meter. */
struct metering {
    double before; /* core-seconds; to these comes what its place counts: */
    double joined; /* less what that had counted when the pod came to it */
    struct listing *next;
    struct listing *previous;
    struct meter_reading readings[READINGS]; /* known to monitoring alone */
    struct meter_reading turns[2]; /* when its pod ceased to serve last, and
                                      when it began; likewise */
};

struct meter {
    struct balancer *balancer;
    double *used; /* by place: core-seconds, until the stretch that goes on */
    int class_capacity;    /* that `used` is laid out for */
    struct listing *first; /* all that are read */
};

/* Begins to count; nothing is listed yet. */
void meter_open(struct balancer *balancer);

/* The listing's own. */
static inline struct metering *metering_of(const struct listing *listing)
{
    return (struct metering *)(listing + 1);
}

/* A listing is made, and ends. */
void meter_join(struct listing *listing);
void meter_leave(struct listing *listing);

/* Before its use changes, or whether it serves; and after. */
void meter_moving(struct listing *listing);
void meter_moved(struct listing *listing);

/* The stretch is over. */
void meter_advance(struct meter *meter, struct stretch stretch);

/* What the listing's pod has used at the end of the stretch that goes on, of
 * what this Service's requests need; core-seconds since it was listed. */
double meter_read(const struct listing *listing, const struct stretch *stretch);

/* What the listing's pod uses at a moment for this Service's requests, in
 * cores; no meter is needed. */
double meter_cores(const struct listing *listing, const struct stretch *moment);

/* Of one request in all, what comes to the listing's pod; no change travels. */
double meter_load(const struct listing *listing);

#endif
