/*
 * A rate that was measured, from a table: each row's value holds until the time
 * of the next one. The first is where measuring begins.
 */
#include <stdlib.h>

#include "models/workload/polyline.h"
#include "models/workload/trace_table.h"

struct settings {
    struct polyline line; /* the first member: it is asked as a polyline */
    struct trace_table table;
    bool repeat;
    sim_time period; /* 0: it does not begin anew */
};

#define SETTING(member) offsetof(struct settings, member)

static const struct parameter parameters[] = {
    {"file", &of_file_name, SETTING(table.file), NULL,
     "a CSV file, beside the scenario; the time of its first row is when "
     "measuring begins"},
    {"format", &of_trace_format, SETTING(table.format), "plain",
     "plain, bitbrains (one machine, GWA-T-12), alibaba-2018 (machine_usage) "
     "or "
     "azure-vm (CPU readings)"},
    {"time", &of_column_name, SETTING(table.time), "",
     "the column of times (left out: the format's; t in plain ones)"},
    {"unit", &of_time_unit, SETTING(table.unit), "",
     "of plain numbers there (left out: the format's, seconds); durations (5m) "
     "have theirs"},
    {"value", &of_column_name, SETTING(table.value), "",
     "the column of what was measured (left out: the CPU of the format; value "
     "in plain ones)"},
    {"one", &of_rate, SETTING(table.one), "",
     "the rate for which a 1 stands there; rates (200/s) are as they are"},
    {"machine", &of_column_name, SETTING(table.machine), "",
     "only the rows of this one, in files that have several"},
    {"repeat", &of_flag, SETTING(repeat), "true",
     "it begins anew after its end, and so it was before; false: its last and "
     "its first value hold"},
    {NULL, NULL, 0, NULL, NULL}};

static int by_time(const void *a, const void *b)
{
    const struct reading *x = a, *y = b;

    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return (x->place.line > y->place.line) - (x->place.line < y->place.line);
}

/* Rows may stand in any order. */
static bool connect(struct settings *settings, struct reading *readings,
                    int count, struct errors *errors)
{
    struct polyline *line = &settings->line;
    bool good = true;

    qsort(readings, (size_t)count, sizeof(*readings), by_time);
    polyline_open(line, errors->arena, count);
    for (int i = 0; i < count; i++) {
        line->points[i].at = readings[i].at - readings[0].at;
        line->points[i].rate = readings[i].rate;
        if (i > 0 && readings[i].at == readings[i - 1].at) {
            error_at(errors, readings[i].place,
                     "this time was measured already, at line %d",
                     readings[i - 1].place.line);
            good = false;
        }
    }
    if (!good)
        return false;
    polyline_connect(line, false);
    if (settings->repeat && count > 1)
        settings->period =
            2 * line->points[count - 1].at - line->points[count - 2].at;
    return true;
}

static bool resolve(void *settings_, const struct tree *item, const char *what,
                    struct errors *errors)
{
    struct settings *settings = settings_;
    struct reading *readings;
    int count = trace_table_read(&settings->table, &readings, errors);

    (void)item;
    (void)what;
    return count > 0 && connect(settings, readings, count, errors);
}

static sim_time phase(const struct settings *settings, sim_time t)
{
    sim_time past = settings->period > 0 ? t % settings->period : t;

    return settings->period > 0 && past < 0 ? past + settings->period : past;
}

static double rate(const struct demand *demand, sim_time t)
{
    return polyline_rate(demand, phase(demand->settings, t));
}

static double volume_until(const struct demand *demand, sim_time t)
{
    const struct settings *settings = demand->settings;
    sim_time past = phase(settings, t);
    double volume = polyline_volume(demand, 0, past);

    if (past != t)
        volume += (double)((t - past) / settings->period) *
                  polyline_volume(demand, 0, settings->period);
    return volume;
}

static double volume(const struct demand *demand, sim_time from, sim_time to)
{
    return volume_until(demand, to) - volume_until(demand, from);
}

static struct demand_range range(const struct demand *demand, sim_time from,
                                 sim_time to)
{
    const struct settings *settings = demand->settings;
    sim_time first = phase(settings, from), last = first + (to - from);
    struct demand_range range, rest;

    if (settings->period == 0 || last < settings->period)
        return polyline_range(demand, first, last);
    if (to - from >= settings->period)
        return polyline_range(demand, 0, settings->period);
    range = polyline_range(demand, first, settings->period);
    rest = polyline_range(demand, 0, last - settings->period);
    return (struct demand_range){fmin(range.least, rest.least),
                                 fmax(range.most, rest.most)};
}

static sim_time crosses(const struct demand *demand, double level,
                        sim_time after)
{
    const struct settings *settings = demand->settings;
    sim_time past = phase(settings, after);
    sim_time at = polyline_crosses(demand, level, past);
    sim_time again = after - past + settings->period;

    if (at != NEVER || settings->period == 0)
        return time_after(after - past, at);
    if ((rate(demand, past) > level) != (rate(demand, 0) > level))
        return again;
    return time_after(again, polyline_crosses(demand, level, 0));
}

const struct demand_kind demand_trace = {
    .plugin = {"trace", "a rate that was measured, from a CSV file",
               parameters},
    .settings_size = sizeof(struct settings),
    .resolve = resolve,
    .rate = rate,
    .volume = volume,
    .range = range,
    .crosses = crosses};
