/* Durations in words. */
#include "sim/duration.h"

#include <math.h>
#include <string.h>

#define MINUTE 60e6
#define HOUR 3600e6
#define DAY 86400e6

static const struct unit {
    const char *name; /* in a scenario */
    double microseconds;
    const char *told; /* to people; NULL if it is not */
    double until;     /* the next unit takes over, in microseconds */
} units[] = {
    {"us", 1, "us", 1e3},         {"ms", 1e3, "ms", 1e6},
    {"s", 1e6, "s", 10 * MINUTE}, {"m", MINUTE, "min", 2 * HOUR},
    {"h", HOUR, "h", 48 * HOUR},  {"d", DAY, "d", 730 * DAY},
    {"w", 7 * DAY, NULL, 0},      {"y", 365 * DAY, "y", INFINITY},
};

double duration_unit(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
        if (strlen(units[i].name) == length &&
            strncmp(units[i].name, name, length) == 0)
            return units[i].microseconds;
    return 0;
}

/* In the order of the units. */
const char *const duration_words[] = {"microseconds", "milliseconds", "seconds",
                                      "minutes",      "hours",        "days",
                                      "weeks",        "years",        NULL};

double duration_word(const char *word)
{
    for (size_t i = 0; duration_words[i] != NULL; i++)
        if (strcmp(duration_words[i], word) == 0)
            return units[i].microseconds / 1e6;
    return 0;
}

const char *duration_describe(struct arena *arena, double seconds)
{
    const struct unit *unit = units;
    double value = seconds * 1e6;

    if (seconds == 0)
        return "0 s";
    while (unit->told == NULL || value >= unit->until)
        unit++;
    value /= unit->microseconds;
    return arena_format(arena, fabs(value) < 100 ? "%.3g %s" : "%.0f %s", value,
                        unit->told);
}
