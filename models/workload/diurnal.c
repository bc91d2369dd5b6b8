/*
 * A rate of requests that swings like a cosine, once a day: mean x (1 + swing x
 * cos(2 pi (t - peak) / period)). Its integral, bounds and crossings are exact.
 */
#include "models/cluster/demand.h"

struct settings {
    double mean;
    double swing;
    sim_time period;
    sim_time peak;
};

#define SETTING(member) offsetof(struct settings, member)

static const double turn = 2 * 3.14159265358979323846;

static const struct parameter parameters[] = {
    {"mean", &of_rate, SETTING(mean), NULL, "requests offered, on average"},
    {"swing", &of_fraction, SETTING(swing), "50%",
     "by how much the peak is above, and the trough below, the mean"},
    {"period", &of_period, SETTING(period), "1d", "from peak to peak"},
    {"peak", &of_duration, SETTING(peak), "14h",
     "the first peak, after measuring began, which is at midnight"},
    {NULL, NULL, 0, NULL, NULL}};

/* Where in the cycle t is: 0 at a peak, below 1. */
static double phase(const struct settings *settings, sim_time t)
{
    sim_time past = (t - settings->peak) % settings->period;

    return (double)(past < 0 ? past + settings->period : past) /
           (double)settings->period;
}

static double rate(const struct demand *demand, sim_time t)
{
    const struct settings *settings = demand->settings;

    return settings->mean *
           (1 + settings->swing * cos(turn * phase(settings, t)));
}

static double volume(const struct demand *demand, sim_time from, sim_time to)
{
    const struct settings *settings = demand->settings;
    double wave =
        sin(turn * phase(settings, to)) - sin(turn * phase(settings, from));

    return settings->mean *
           (time_seconds(to - from) +
            settings->swing * time_seconds(settings->period) / turn * wave);
}

/* Whether the cycle passes a point (0 the peak, 1/2 the trough) in between. */
static bool passes(const struct settings *settings, double point, sim_time from,
                   sim_time to)
{
    double start = phase(settings, from);
    double ahead = point >= start ? point - start : point + 1 - start;

    return ahead * (double)settings->period <= (double)(to - from);
}

static struct demand_range range(const struct demand *demand, sim_time from,
                                 sim_time to)
{
    const struct settings *settings = demand->settings;
    double a = rate(demand, from);
    double b = rate(demand, to);
    struct demand_range range = {a < b ? a : b, a < b ? b : a};

    if (passes(settings, 0, from, to))
        range.most = settings->mean * (1 + settings->swing);
    if (passes(settings, 0.5, from, to))
        range.least = settings->mean * (1 - settings->swing);
    return range;
}

static sim_time crosses(const struct demand *demand, double level,
                        sim_time after)
{
    const struct settings *settings = demand->settings;
    double start = phase(settings, after);
    double height, down, ahead;

    if (settings->mean * settings->swing <= 0)
        return NEVER;
    height = (level / settings->mean - 1) / settings->swing;
    if (!(height > -1 && height < 1))
        return NEVER;
    down = acos(height) / turn; /* it falls through the level here ... */
    ahead = down - start;       /* ... and rises through it at 1 - down */
    if (ahead <= 0)
        ahead = 1 - down - start;
    if (ahead <= 0)
        ahead = 1 + down - start;
    return time_after(after, (sim_time)(ahead * (double)settings->period) + 1);
}

const struct demand_kind demand_diurnal = {
    .plugin = {"diurnal", "a rate that swings once a day", parameters},
    .settings_size = sizeof(struct settings),
    .rate = rate,
    .volume = volume,
    .range = range,
    .crosses = crosses};
