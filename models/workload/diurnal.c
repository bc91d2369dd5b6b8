/*
 * A rate of requests that swings like a cosine, once a day: mean x (1 + swing x
 * cos(2 pi (t - peak) / period)); at weekends a share of that, if one is given.
 * Its integral, bounds and crossings are exact.
 */
#include "models/cluster/demand.h"
#include "models/workload/week.h"

struct settings {
    double mean;
    double swing;
    sim_time period;
    sim_time peak;
    double weekend;
    int first_day;
};

#define SETTING(member) offsetof(struct settings, member)

static const double turn = 2 * 3.14159265358979323846;

static const struct parameter parameters[] = {
    {"mean", &of_rate, SETTING(mean), NULL,
     "requests offered, on average (of a working day, if `weekend` is given)"},
    {"swing", &of_fraction, SETTING(swing), "50%",
     "by how much the peak is above, and the trough below, the mean"},
    {"period", &of_period, SETTING(period), "1d", "from peak to peak"},
    {"peak", &of_duration, SETTING(peak), "14h",
     "the first peak, after measuring began, which is at midnight"},
    {"weekend", &of_factor, SETTING(weekend), "",
     "how much of it is offered on Saturdays and Sundays (left out: all)"},
    {"first-day", &of_weekday, SETTING(first_day), "",
     "with weekend: on which day measuring begins"},
    {NULL, NULL, 0, NULL, NULL}};

/* Where in the cycle t is: 0 at a peak, below 1. */
static double phase(const struct settings *settings, sim_time t)
{
    sim_time past = (t - settings->peak) % settings->period;

    return (double)(past < 0 ? past + settings->period : past) /
           (double)settings->period;
}

static double wave(const struct settings *settings, sim_time t)
{
    return settings->mean *
           (1 + settings->swing * cos(turn * phase(settings, t)));
}

static double wave_volume(const struct settings *settings, sim_time from,
                          sim_time to)
{
    double sines =
        sin(turn * phase(settings, to)) - sin(turn * phase(settings, from));

    return settings->mean *
           (time_seconds(to - from) +
            settings->swing * time_seconds(settings->period) / turn * sines);
}

/* Whether the cycle passes a point (0 the peak, 1/2 the trough) in between. */
static bool passes(const struct settings *settings, double point, sim_time from,
                   sim_time to)
{
    double start = phase(settings, from);
    double ahead = point >= start ? point - start : point + 1 - start;

    return ahead * (double)settings->period <= (double)(to - from);
}

static struct demand_range wave_range(const struct settings *settings,
                                      sim_time from, sim_time to)
{
    double a = wave(settings, from);
    double b = wave(settings, to);
    struct demand_range range = {a < b ? a : b, a < b ? b : a};

    if (passes(settings, 0, from, to))
        range.most = settings->mean * (1 + settings->swing);
    if (passes(settings, 0.5, from, to))
        range.least = settings->mean * (1 - settings->swing);
    return range;
}

static sim_time wave_crosses(const struct settings *settings, double level,
                             sim_time after)
{
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

/* The share of the wave, and up to when that is so. */
static double share(const struct settings *settings, sim_time t)
{
    return settings->weekend != 1 && week_rests(settings->first_day, t)
               ? settings->weekend
               : 1;
}

static sim_time share_until(const struct settings *settings, sim_time t)
{
    return settings->weekend != 1 ? week_turn(settings->first_day, t) : NEVER;
}

static double rate(const struct demand *demand, sim_time t)
{
    return share(demand->settings, t) * wave(demand->settings, t);
}

static double volume(const struct demand *demand, sim_time from, sim_time to)
{
    const struct settings *settings = demand->settings;
    double sum = 0;

    for (sim_time end; from < to; from = end) {
        end = share_until(settings, from);
        if (end > to)
            end = to;
        sum += share(settings, from) * wave_volume(settings, from, end);
    }
    return sum;
}

/* What is so for a week is so for ever. */
static struct demand_range range(const struct demand *demand, sim_time from,
                                 sim_time to)
{
    const struct settings *settings = demand->settings;
    double present = rate(demand, from);
    struct demand_range range = {present, present};
    sim_time end;

    if (settings->weekend != 1 && to - from > DAYS(WEEK))
        to = from + DAYS(WEEK);
    do {
        struct demand_range piece;

        end = share_until(settings, from);
        piece = wave_range(settings, from, end < to ? end : to);
        range.least = fmin(range.least, share(settings, from) * piece.least);
        range.most = fmax(range.most, share(settings, from) * piece.most);
        from = end;
    } while (end <= to);
    return range;
}

static sim_time crosses(const struct demand *demand, double level,
                        sim_time after)
{
    const struct settings *settings = demand->settings;
    sim_time last = time_after(after, DAYS(WEEK + 1));

    while (after < last) {
        double part = share(settings, after);
        sim_time end = share_until(settings, after);
        sim_time at =
            part > 0 ? wave_crosses(settings, level / part, after) : NEVER;

        if (at < end || end == NEVER)
            return at;
        if ((rate(demand, end - 1) > level) != (rate(demand, end) > level))
            return end;
        after = end;
    }
    return NEVER;
}

/* So that a week is like another, and has as many crossings. */
static bool resolve(void *settings_, const struct tree *item, const char *what,
                    struct errors *errors)
{
    struct settings *settings = settings_;
    const struct tree *weekend = tree_get(item, "weekend");

    if (tree_text(weekend, NULL) == NULL) {
        settings->weekend = 1;
        return true;
    }
    if (tree_text(tree_get(item, "first-day"), NULL) == NULL)
        error_at(errors, weekend->at,
                 "%s has a weekend, and needs \"first-day\": on which day "
                 "measuring begins (for example %s)",
                 what, of_weekday.example);
    else if (DAYS(1) % settings->period != 0)
        error_at(errors, tree_get(item, "period")->at,
                 "with weekends, a day is a whole number of periods");
    else
        return true;
    return false;
}

const struct demand_kind demand_diurnal = {
    .plugin = {"diurnal", "a rate that swings once a day", parameters},
    .settings_size = sizeof(struct settings),
    .resolve = resolve,
    .rate = rate,
    .volume = volume,
    .range = range,
    .crosses = crosses};
