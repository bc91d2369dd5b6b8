/*
 * A rate that is suddenly much more: it rises straight to its height, stays
 * there, and then half of what it has more than before goes in each half-life.
 */
#include "models/cluster/demand.h"

struct settings {
    double base;
    double surge;
    sim_time at;
    sim_time rise;
    sim_time hold;
    sim_time half_life;
};

#define SETTING(member) offsetof(struct settings, member)

static const double log_of_2 = 0.69314718055994530942;

static const struct parameter parameters[] = {
    {"base", &of_rate, SETTING(base), NULL, "requests offered before"},
    {"surge", &of_rate, SETTING(surge), NULL,
     "how many more there are at its height"},
    {"at", &of_duration, SETTING(at), NULL,
     "when it begins to rise, since measuring began"},
    {"rise", &of_duration, SETTING(rise), "5m",
     "from then until its height, straight (0s: at once)"},
    {"hold", &of_duration, SETTING(hold), "30m", "how long it stays there"},
    {"half-life", &of_period, SETTING(half_life), "30m",
     "then, again and again, until half of the surge that was left is gone"},
    {NULL, NULL, 0, NULL, NULL}};

/* When the height is reached, and when it is left. */
static sim_time top(const struct settings *settings)
{
    return settings->at + settings->rise;
}

static sim_time fall(const struct settings *settings)
{
    return top(settings) + settings->hold;
}

/* What is left of the surge so long after it began to fall. */
static double rest(const struct settings *settings, sim_time past)
{
    return settings->surge *
           pow(0.5, (double)past / (double)settings->half_life);
}

static double rate(const struct demand *demand, sim_time t)
{
    const struct settings *settings = demand->settings;

    if (t < settings->at)
        return settings->base;
    if (t < top(settings))
        return settings->base + settings->surge * (double)(t - settings->at) /
                                    (double)settings->rise;
    if (t < fall(settings))
        return settings->base + settings->surge;
    return settings->base + rest(settings, t - fall(settings));
}

/* Of the surge alone, up to t. */
static double surge_until(const struct settings *settings, sim_time t)
{
    double rise = time_seconds(settings->rise);

    if (t < settings->at)
        return 0;
    if (t < top(settings)) {
        double seconds = time_seconds(t - settings->at);

        return settings->surge * seconds * seconds / (2 * rise);
    }
    if (t < fall(settings))
        return settings->surge * (rise / 2 + time_seconds(t - top(settings)));
    return settings->surge * (rise / 2 + time_seconds(settings->hold)) +
           (settings->surge - rest(settings, t - fall(settings))) *
               time_seconds(settings->half_life) / log_of_2;
}

static double volume(const struct demand *demand, sim_time from, sim_time to)
{
    const struct settings *settings = demand->settings;

    return settings->base * time_seconds(to - from) +
           surge_until(settings, to) - surge_until(settings, from);
}

/* It rises, and then it falls: only at its ends may it be least. */
static struct demand_range range(const struct demand *demand, sim_time from,
                                 sim_time to)
{
    const struct settings *settings = demand->settings;
    double a = rate(demand, from), b = rate(demand, to);
    struct demand_range range = {a < b ? a : b, a < b ? b : a};

    if (from < fall(settings) && to >= top(settings))
        range.most = settings->base + settings->surge;
    return range;
}

/* Up through the level, which is `more` above the base; and down. */
static sim_time rises(const struct demand *demand, double more, double level,
                      sim_time after)
{
    const struct settings *settings = demand->settings;
    sim_time at = settings->at +
                  (sim_time)(more / settings->surge * (double)settings->rise);

    return demand_beyond(demand, rate, level, true,
                         at > after ? at : after + 1);
}

static sim_time falls(const struct demand *demand, double more, double level,
                      sim_time after)
{
    const struct settings *settings = demand->settings;
    double half_lives = log2(settings->surge / more);
    sim_time at = time_after(
        fall(settings),
        time_from_seconds(half_lives * time_seconds(settings->half_life)));

    return demand_beyond(demand, rate, level, false,
                         at > after ? at : after + 1);
}

static sim_time crosses(const struct demand *demand, double level,
                        sim_time after)
{
    const struct settings *settings = demand->settings;
    double more = level - settings->base;

    if (more < 0 || level >= settings->base + settings->surge)
        return NEVER;
    if (rate(demand, after) > level)
        return more > 0 ? falls(demand, more, level, after) : NEVER;
    return after < top(settings) ? rises(demand, more, level, after) : NEVER;
}

const struct demand_kind demand_flash_crowd = {
    .plugin = {"flash-crowd", "a rate that is suddenly more, and falls again",
               parameters},
    .settings_size = sizeof(struct settings),
    .rate = rate,
    .volume = volume,
    .range = range,
    .crosses = crosses};
