/* Rates of straight pieces, by hand. */
#include "models/workload/polyline.h"

#include <math.h>

#include "tests/scenario_text.h"
#include "tests/suite.h"

struct line {
    struct arena arena;
    struct polyline polyline;
    struct demand demand;
};

static void open_line(struct line *line, const struct parameter_kind *kind,
                      const char *text)
{
    struct errors errors = {.arena = &line->arena};

    arena_open(&line->arena);
    line->polyline = (struct polyline){.count = 0};
    line->demand = (struct demand){.settings = &line->polyline};
    CU_ASSERT_TRUE_FATAL(kind->read(tree_from_text(&line->arena, text),
                                    &line->polyline, &errors));
}

static double rate(const struct line *line, double t)
{
    return polyline_rate(&line->demand, time_from_seconds(t));
}

static double volume(const struct line *line, double from, double to)
{
    return polyline_volume(&line->demand, time_from_seconds(from),
                           time_from_seconds(to));
}

static double crosses(const struct line *line, double level, double after)
{
    sim_time at =
        polyline_crosses(&line->demand, level, time_from_seconds(after));

    return at == NEVER ? INFINITY : time_seconds(at);
}

static const char points[] = "[{at: 10s, rate: 100/s}, {at: 20s, rate: 300/s}, "
                             "{at: 40s, rate: 0/s}]";

static void steps(void)
{
    struct line line;

    open_line(&line, &of_steps, points);
    CU_ASSERT_EQUAL(rate(&line, -5), 100);
    CU_ASSERT_EQUAL(rate(&line, 19.999999), 100);
    CU_ASSERT_EQUAL(rate(&line, 20), 300);
    CU_ASSERT_EQUAL(rate(&line, 1e6), 0);
    CU_ASSERT_EQUAL(volume(&line, 0, 50), 2000 + 6000);
    CU_ASSERT_EQUAL(volume(&line, -10, 15), 2500);
    CU_ASSERT_EQUAL(crosses(&line, 200, 0), 20);
    CU_ASSERT_EQUAL(crosses(&line, 200, 20), 40);
    CU_ASSERT_EQUAL(crosses(&line, 50, 20), 40);
    CU_ASSERT_EQUAL(crosses(&line, 300, 0), INFINITY);
    CU_ASSERT_EQUAL(crosses(&line, 200, 40), INFINITY);
    arena_close(&line.arena);
}

static void straight(void)
{
    struct line line;
    struct demand_range range;

    open_line(&line, &of_points, points);
    CU_ASSERT_EQUAL(rate(&line, 0), 100);
    CU_ASSERT_DOUBLE_EQUAL(rate(&line, 15), 200, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(rate(&line, 35), 75, 1e-9);
    CU_ASSERT_EQUAL(rate(&line, 41), 0);
    CU_ASSERT_DOUBLE_EQUAL(volume(&line, 0, 50), 1000 + 2000 + 3000, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(volume(&line, 15, 30), 1250 + 2250, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(crosses(&line, 200, 0), 15, 2e-6);
    CU_ASSERT_DOUBLE_EQUAL(crosses(&line, 150, 15), 30, 2e-6);
    CU_ASSERT_EQUAL(crosses(&line, 150, 31), INFINITY);
    range = polyline_range(&line.demand, SECONDS(15), SECONDS(30));
    CU_ASSERT_DOUBLE_EQUAL(range.least, 150, 1e-9);
    CU_ASSERT_EQUAL(range.most, 300);
    arena_close(&line.arena);
}

/* Lines of many pieces, against all of their points one after another. */
static struct demand_range slow_range(const struct line *line, sim_time from,
                                      sim_time to)
{
    double rate = polyline_rate(&line->demand, from);
    struct demand_range range = {rate, rate};

    for (int i = 0; i <= line->polyline.count; i++) {
        bool last = i == line->polyline.count;
        sim_time at = last ? to : line->polyline.points[i].at;

        for (int before = 0; before <= 1 && at > from && at <= to; before++) {
            rate = polyline_rate(&line->demand, at - before);
            range.least = fmin(range.least, rate);
            range.most = fmax(range.most, rate);
        }
    }
    return range;
}

/* Whether it is on one side of the level from `after` until just before `at`,
 * and on the other there. */
static bool first_crossing(const struct line *line, double level,
                           sim_time after, sim_time at)
{
    sim_time end = at == NEVER ? DAYS(999) : at;
    struct demand_range range = slow_range(line, after, end - 1);
    bool above = polyline_rate(&line->demand, after) > level;
    bool stayed = above ? range.least > level : range.most <= level;

    return stayed &&
           (at == NEVER || (polyline_rate(&line->demand, at) > level) != above);
}

static void check_many(struct line *line, struct stream *stream, bool straight)
{
    int count = 1 + (int)stream_below(stream, 70);
    sim_time at = 0;

    polyline_open(&line->polyline, &line->arena, count);
    for (int i = 0; i < count; i++) {
        at += SECONDS(1 + stream_below(stream, 100));
        line->polyline.points[i].at = at;
        line->polyline.points[i].rate = stream_below(stream, 50);
    }
    polyline_connect(&line->polyline, straight);
    for (int i = 0; i < 200; i++) {
        sim_time from = (sim_time)(stream_uniform(stream) * (double)at * 1.1);
        sim_time to = from + 1 + stream_below(stream, 1000000000);
        struct demand_range fast = polyline_range(&line->demand, from, to);
        struct demand_range slow = slow_range(line, from, to);
        double level = stream_below(stream, 51) - 0.3 * (i % 2);

        CU_ASSERT_DOUBLE_EQUAL(fast.least, slow.least, 1e-3);
        CU_ASSERT_DOUBLE_EQUAL(fast.most, slow.most, 1e-3);
        CU_ASSERT(first_crossing(line, level, from,
                                 polyline_crosses(&line->demand, level, from)));
    }
}

static void many_pieces(void)
{
    const struct seed seed = {3, 0, 0};
    struct stream stream;
    struct line line;

    stream_open(&stream, &seed, identity_of("pieces"));
    open_line(&line, &of_steps, points);
    for (int i = 0; i < 100; i++)
        check_many(&line, &stream, i % 2 == 0);
    arena_close(&line.arena);
}

SUITE("models/polyline", {"steps", steps}, {"straight", straight},
      {"many pieces", many_pieces})
