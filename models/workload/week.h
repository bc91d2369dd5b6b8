/*
 * Weeks of working days and weekends: Saturdays and Sundays, from midnight to
 * midnight. Time zero is the midnight with which some day begins.
 */
#ifndef MODELS_WORKLOAD_WEEK_H
#define MODELS_WORKLOAD_WEEK_H

#include "sim/parameter.h"
#include "sim/time.h"

enum { MONDAY, SATURDAY = 5, WEEK = 7 };

/* int, in words: monday is MONDAY. */
extern const struct parameter_kind of_weekday;

/* Whether t is at a weekend, and when that will next be otherwise. */
bool week_rests(int first_day, sim_time t);
sim_time week_turn(int first_day, sim_time t);

#endif
