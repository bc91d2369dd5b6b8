/*
 * Simulated time: whole microseconds in an int64_t, so that sums are exact and
 * runs are bit-identical everywhere. Zero is when things begin to happen; a
 * world is assembled before it, at negative times.
 */
#ifndef SIM_TIME_H
#define SIM_TIME_H

#include <math.h>
#include <stdint.h>

typedef int64_t sim_time;

#define NEVER INT64_MAX
#define MICROSECONDS(n) ((sim_time)(n))
#define MILLISECONDS(n) ((sim_time)(n)*1000)
#define SECONDS(n) ((sim_time)(n)*1000000)
#define MINUTES(n) (SECONDS(60) * (n))
#define HOURS(n) (SECONDS(3600) * (n))
#define DAYS(n) (SECONDS(86400) * (n))
#define YEARS(n) (DAYS(365) * (n))

/* Seconds as a number, for statistics and output. */
static inline double time_seconds(sim_time t)
{
    return (double)t / 1e6;
}

/* The nearest microsecond; what lies beyond the clock's range is NEVER. (Not
 * by llround(), which is a call: this is drawn at every event.) */
static inline sim_time time_from_seconds(double seconds)
{
    double microseconds = seconds * 1e6;

    return seconds >= 9.2e12
               ? NEVER
               : (sim_time)(microseconds + (microseconds < 0 ? -0.5 : 0.5));
}

/* t + delay, where either may be NEVER. */
static inline sim_time time_after(sim_time t, sim_time delay)
{
    if (t == NEVER || delay == NEVER || (delay > 0 && t > NEVER - delay))
        return NEVER;
    return t + delay;
}

#endif
