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
    line->polyline = (struct polyline){0, NULL};
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

SUITE("models/polyline", {"steps", steps}, {"straight", straight})
