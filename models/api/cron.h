/*
 * A CronJob's schedule: five fields, or a word like "@daily", or "@every 90m".
 * Time zero is the beginning of Monday, 1 January 2029, in UTC (a choice).
 * (github.com/robfig/cron v3.0.1, parser.go and spec.go, as Kubernetes 1.36
 * uses it)
 */
#ifndef MODELS_API_CRON_H
#define MODELS_API_CRON_H

#include "sim/plugin.h"
#include "sim/time.h"

/* Bit n stands for n: minute 0, day 1, January 1, Sunday 0. */
struct cron {
    uint64_t minutes;
    uint32_t hours;
    uint32_t days; /* of the month */
    uint32_t months;
    uint32_t weekdays;
    bool every_day; /* the field was "*": then both kinds of day must match, */
    bool every_weekday; /* else one is enough */
    sim_time every;     /* of "@every": from one time to the next; else 0 */
};

/* Parameter: struct cron. */
extern const struct parameter_kind of_cron;

/* The first time after `t` at which it is due; NEVER if none comes within five
 * years. */
sim_time cron_next(const struct cron *cron, sim_time t);

/* Minutes since 1970, of which a CronJob names its Jobs. */
int64_t cron_minutes(sim_time t);

#endif
