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

#define POINTS_EXAMPLE "[{at: 0s, rate: 100/s}, {at: 1h, rate: 200/s}]"

static const struct plugin point_part = {"point", "a rate at a time",
                                         parameters};

static void widen(struct demand_range *range, struct demand_range other)
{
    if (other.least < range->least)
        range->least = other.least;
    if (other.most > range->most)
        range->most = other.most;
}

static void widen_to(struct demand_range *range, double rate)
{
    widen(range, (struct demand_range){rate, rate});
}

void polyline_open(struct polyline *line, struct arena *arena, int count)
{
    *line = (struct polyline){.count = count, .leaves = 1};
    while (line->leaves < count)
        line->leaves *= 2;
    line->points = ARENA_ARRAY(arena, struct polyline_point, count);
    line->bounds = ARENA_ARRAY(arena, struct demand_range, 2 * line->leaves);
}

static void bound(struct polyline *line, bool straight)
{
    for (int i = 0; i < line->leaves; i++) {
        struct demand_range *bounds = &line->bounds[line->leaves + i];

        *bounds = (struct demand_range){INFINITY, -INFINITY};
        if (i < line->count)
            widen_to(bounds, line->points[i].rate);
        if (straight && i + 1 < line->count)
            widen_to(bounds, line->points[i + 1].rate);
    }
    for (int i = line->leaves - 1; i > 0; i--) {
        line->bounds[i] = line->bounds[2 * i];
        widen(&line->bounds[i], line->bounds[2 * i + 1]);
    }
}

void polyline_connect(struct polyline *line, bool straight)
{
    for (int i = 1; i < line->count; i++) {
        struct polyline_point *from = &line->points[i - 1], *to = from + 1;
        double seconds = time_seconds(to->at - from->at);

        if (straight)
            from->slope = (to->rate - from->rate) / seconds;
        to->volume =
            from->volume + (from->rate + from->slope * seconds / 2) * seconds;
    }
    bound(line, straight);
}

static bool read_line(const struct tree *value, bool straight, void *into,
                      struct errors *errors)
{
    void **written = plugin_read_items(&point_part, sizeof(struct written),
                                       value, POINTS_EXAMPLE, errors);
    const struct tree *item = value->first;
    struct polyline *line = into;
    sim_time before = -1;
    int count = 0, known = 0;

    if (written == NULL)
        return false;
    polyline_open(line, errors->arena, tree_count(value));
    for (; item != NULL; item = item->next) {
        const struct written *each = written[count++];

        if (each != NULL && each->at > before) {
            line->points[known].at = before = each->at;
            line->points[known++].rate = each->rate;
        } else if (each != NULL) {
            error_at(errors, item->at,
                     "point %d of %s is not after the one before it (they are "
                     "in order of time)",
                     count, value->key);
        }
    }
    if (known == count)
        polyline_connect(line, straight);
    return known == count;
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

const struct parameter_kind of_steps = {"list of points", POINTS_EXAMPLE,
                                        read_steps};
const struct parameter_kind of_points = {"list of points", POINTS_EXAMPLE,
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

struct demand_range polyline_range(const struct demand *demand, sim_time from,
                                   sim_time to)
{
    const struct polyline *line = line_of(demand);
    int first = last_before(line, from), last = last_before(line, to);
    double rate = rate_in(&line->points[first], from);
    struct demand_range range = {rate, rate};

    widen_to(&range, rate_in(&line->points[last], to));
    if (first == last)
        return range;
    widen_to(&range, rate_in(&line->points[first], line->points[first + 1].at));
    widen_to(&range, line->points[last].rate);
    /* The whole pieces between: from the tree's leaves up. */
    for (int low = first + 1 + line->leaves, high = last + line->leaves;
         low < high; low /= 2, high /= 2) {
        if (low % 2 == 1)
            widen(&range, line->bounds[low++]);
        if (high % 2 == 1)
            widen(&range, line->bounds[--high]);
    }
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

static bool reaches(struct demand_range bounds, double level, bool above)
{
    return above ? bounds.least <= level : bounds.most > level;
}

/* The first piece from the i-th on that reaches the other side; count. */
static int next_piece(const struct polyline *line, int i, double level,
                      bool above)
{
    int at = line->leaves + i;

    if (i == line->count)
        return i;
    while (!reaches(line->bounds[at], level, above)) {
        while (at % 2 == 1)
            at /= 2;
        if (at == 0)
            return line->count;
        at++;
    }
    while (at < line->leaves) {
        at *= 2;
        at += !reaches(line->bounds[at], level, above);
    }
    return at - line->leaves;
}

sim_time polyline_crosses(const struct demand *demand, double level,
                          sim_time after)
{
    const struct polyline *line = line_of(demand);
    bool above = polyline_rate(demand, after) > level;
    int i = last_before(line, after);
    sim_time at = crosses_in(demand, i, level, above, after);

    while (at == NEVER && i < line->count) {
        i = next_piece(line, i + 1, level, above);
        if (i < line->count)
            at = crosses_in(demand, i, level, above, after);
    }
    return at;
}
