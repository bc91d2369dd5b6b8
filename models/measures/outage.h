/*
 * Outages: the maximal intervals in which a Service is not available. What
 * ends and begins again within one instant is one outage; what begins and ends
 * within one instant is none.
 */
#ifndef MODELS_MEASURES_OUTAGE_H
#define MODELS_MEASURES_OUTAGE_H

#include "models/measures/measure.h"

/* Times are NEVER for what has not happened. */
struct outage {
    int service;
    sim_time start;
    sim_time noticed;  /* belief about a missing pod first changed */
    sim_time answered; /* the first corrective action */
    sim_time end;
};

struct outages {
    const struct observation *observation;
    struct outage *latest; /* of each service */
    struct listener entered;
    /* An outage is over for good, or the horizon is reached. */
    void (*over)(void *context, const struct outage *outage);
    void *context;
};

/* Begins to listen; a Service that is down has its first outage from now on.
 * `over` is called later than the outage's end. */
void outages_open(struct outages *outages,
                  const struct observation *observation,
                  void (*over)(void *context, const struct outage *outage),
                  void *context);

/* At the horizon: what is still down ends now. */
void outages_close(struct outages *outages);

/* Says so of the Service's present outage, if it has one. */
void outage_noticed(struct outages *outages, int service);
void outage_answered(struct outages *outages, int service);

/* Its phases, in seconds; their sum is its length. */
double outage_seconds(const struct outage *outage);
double outage_detect(const struct outage *outage);
double outage_react(const struct outage *outage);
double outage_recover(const struct outage *outage);

#endif
