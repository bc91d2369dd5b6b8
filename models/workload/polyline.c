/* Rates of straight pieces. */
#include "models/workload/polyline.h"

/* One point, as it is written. */
struct written {
    sim_time at;
    double rate;
};

static const struct parameter parameters[] = {
    PARAMETER(struct written, at, of_duration, NULL,
              "when, since measuring began"),
    PARAMETER(struct written, rate, of_rate, NULL, "requests offered then"),
    {NULL, NULL, 0, NULL, NULL}};

static const struct plugin point_part = {"point", "a rate at a time",
                                         parameters};

static bool read_point(const struct tree *item, const char *what,
                       struct polyline *line, struct errors *errors)
{
    struct polyline_point *point = &line->points[line->count];
    struct written written = {0, 0};

    if (!plugin_read(&point_part, item, item->at, NULL, what, &written, errors))
        return false;
    if (line->count > 0 && written.at <= point[-1].at) {
        error_at(
            errors, item->at,
            "%s is not after the one before it (they are in order of time)",
            what);
        return false;
    }
    *point = (struct polyline_point){written.at, written.rate, 0, 0};
    line->count++;
    return true;
}

static void connect(struct polyline *line, bool straight)
{
    for (int i = 1; i < line->count; i++) {
        struct polyline_point *from = &line->points[i - 1], *to = from + 1;
        double seconds = time_seconds(to->at - from->at);

        if (straight)
            from->slope = (to->rate - from->rate) / seconds;
        to->volume =
            from->volume + (from->rate + from->slope * seconds / 2) * seconds;
    }
}

static bool read_line(const struct tree *value, bool straight, void *into,
                      struct errors *errors)
{
    struct polyline *line = into;
    bool good = true;
    int number = 1;

    if (value->kind != TREE_SEQUENCE || value->first == NULL) {
        error_at(errors, value->at,
                 "points are a list (for example [{at: 0s, rate: 100/s}, "
                 "{at: 1h, rate: 200/s}])");
        return false;
    }
    line->points =
        ARENA_ARRAY(errors->arena, struct polyline_point, tree_count(value));
    for (const struct tree *item = value->first; item != NULL;
         item = item->next)
        good &= read_point(
            item,
            arena_format(errors->arena, "point %d of %s", number++, value->key),
            line, errors);
    connect(line, straight);
    return good;
}

static bool read_steps(const struct tree *value, void *into,
                       struct errors *errors)
{
    return read_line(value, false, into, errors);
}

static bool read_points(const struct tree *value, void *into,
                        struct errors *errors)
{
    return read_line(value, true, into, errors);
}

const struct parameter_kind of_steps = {
    "list of points", "[{at: 0s, rate: 100/s}, {at: 1h, rate: 200/s}]",
    read_steps};
const struct parameter_kind of_points = {
    "list of points", "[{at: 0s, rate: 100/s}, {at: 1h, rate: 200/s}]",
    read_points};

static const struct polyline *line_of(const struct demand *demand)
{
    return demand->settings;
}

/* The last point at or before t, or the first one. */
static int last_before(const struct polyline *line, sim_time t)
{
    int low = 0, high = line->count;

    while (high - low > 1) {
        int middle = low + (high - low) / 2;

        if (line->points[middle].at <= t)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Of the piece that begins with the point. */
static double rate_in(const struct polyline_point *point, sim_time t)
{
    return t <= point->at
               ? point->rate
               : point->rate + point->slope * time_seconds(t - point->at);
}

double polyline_rate(const struct demand *demand, sim_time t)
{
    const struct polyline *line = line_of(demand);

    return rate_in(&line->points[last_before(line, t)], t);
}

/* Since the first point. */
static double volume_until(const struct polyline *line, sim_time t)
{
    const struct polyline_point *point = &line->points[last_before(line, t)];

    return point->volume +
           (point->rate + rate_in(point, t)) / 2 * time_seconds(t - point->at);
}

double polyline_volume(const struct demand *demand, sim_time from, sim_time to)
{
    const struct polyline *line = line_of(demand);

    return volume_until(line, to) - volume_until(line, from);
}

static void widen(struct demand_range *range, double rate)
{
    range->least = rate < range->least ? rate : range->least;
    range->most = rate > range->most ? rate : range->most;
}

struct demand_range polyline_range(const struct demand *demand, sim_time from,
                                   sim_time to)
{
    const struct polyline *line = line_of(demand);
    double rate = polyline_rate(demand, from);
    struct demand_range range = {rate, rate};

    for (int i = last_before(line, from) + 1;
         i < line->count && line->points[i].at <= to; i++) {
        widen(&range, rate_in(&line->points[i - 1], line->points[i].at));
        widen(&range, line->points[i].rate);
    }
    widen(&range, polyline_rate(demand, to));
    return range;
}

/* When it is on the other side within the piece that begins with the i-th
 * point, after `after`; NEVER. */
static sim_time crosses_in(const struct demand *demand, int i, double level,
                           bool above, sim_time after)
{
    const struct polyline *line = line_of(demand);
    const struct polyline_point *point = &line->points[i];
    sim_time end = i + 1 < line->count ? point[1].at : NEVER;
    sim_time at;

    if (after < point->at && (point->rate > level) != above)
        return point->at;
    if (point->slope == 0 || (point->slope > 0) == above)
        return NEVER;
    at = time_after(point->at,
                    time_from_seconds((level - point->rate) / point->slope));
    if (at < end)
        at = demand_beyond(demand, polyline_rate, level, !above,
                           at > after ? at : after + 1);
    return at < end ? at : NEVER;
}

sim_time polyline_crosses(const struct demand *demand, double level,
                          sim_time after)
{
    const struct polyline *line = line_of(demand);
    bool above = polyline_rate(demand, after) > level;
    sim_time at = NEVER;

    for (int i = last_before(line, after); i < line->count && at == NEVER; i++)
        at = crosses_in(demand, i, level, above, after);
    return at;
}
