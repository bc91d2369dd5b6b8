/* Statistics of one replication. */
#include "sim/stats.h"

/* Welford, Technometrics 4 (1962). */
void tally_add(struct tally *tally, double value)
{
    double deviation = value - tally->mean;

    if (tally->count == 0 || value < tally->least)
        tally->least = value;
    if (tally->count == 0 || value > tally->most)
        tally->most = value;
    tally->count++;
    tally->mean += deviation / (double)tally->count;
    tally->squares += deviation * (value - tally->mean);
}

double tally_variance(const struct tally *tally)
{
    if (tally->count < 2)
        return NAN;
    return tally->squares / (double)(tally->count - 1);
}

void level_open(struct level *level, sim_time now, double value)
{
    *level = (struct level){.value = value, .since = now};
}

void level_set(struct level *level, sim_time now, double value)
{
    level->integral = level_integral(level, now);
    level->value = value;
    level->since = now;
}

double level_integral(const struct level *level, sim_time now)
{
    return level->integral + level->value * time_seconds(now - level->since);
}
