/* A flash crowd, by hand. */
#include <math.h>

#include "tests/scenario_text.h"
#include "tests/suite.h"

struct crowd {
    struct arena arena;
    struct demand demand;
};

/* Measuring begins at 1000 s. */
static void open_crowd(struct crowd *crowd, const char *text)
{
    arena_open(&crowd->arena);
    crowd->demand = demand_from_text(&crowd->arena, "flash-crowd", text);
    crowd->demand.zero = SECONDS(1000);
}

static double rate(const struct crowd *crowd, double t)
{
    return demand_rate(&crowd->demand, time_from_seconds(t));
}

static double volume(const struct crowd *crowd, double from, double to)
{
    return demand_volume(&crowd->demand, time_from_seconds(from),
                         time_from_seconds(to));
}

static double crosses(const struct crowd *crowd, double level, double after)
{
    sim_time at =
        demand_crosses(&crowd->demand, level, time_from_seconds(after));

    return at == NEVER ? INFINITY : time_seconds(at);
}

static void by_hand(void)
{
    struct crowd crowd;

    open_crowd(&crowd, "{base: 100/s, surge: 800/s, at: 200s, rise: 100s, "
                       "hold: 300s, half-life: 50s}");
    CU_ASSERT_EQUAL(rate(&crowd, 0), 100);
    CU_ASSERT_EQUAL(rate(&crowd, 1200), 100);
    CU_ASSERT_DOUBLE_EQUAL(rate(&crowd, 1225), 300, 1e-9);
    CU_ASSERT_EQUAL(rate(&crowd, 1300), 900);
    CU_ASSERT_EQUAL(rate(&crowd, 1600), 900);
    CU_ASSERT_DOUBLE_EQUAL(rate(&crowd, 1650), 500, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(rate(&crowd, 1700), 300, 1e-9);
    CU_ASSERT_EQUAL(rate(&crowd, 1e6), 100);
    CU_ASSERT_DOUBLE_EQUAL(volume(&crowd, 1100, 1300), 20000 + 40000, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(volume(&crowd, 1300, 1600), 270000, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(volume(&crowd, 1600, 1650), 5000 + 400 * 50 / log(2),
                           1e-6);
    CU_ASSERT_DOUBLE_EQUAL(volume(&crowd, 0, 1e6),
                           1e8 + 40000 + 240000 + 800 * 50 / log(2), 1e-6);
    CU_ASSERT_DOUBLE_EQUAL(crosses(&crowd, 300, 0), 1225, 2e-6);
    CU_ASSERT_DOUBLE_EQUAL(crosses(&crowd, 300, 1225.00001), 1700, 2e-6);
    CU_ASSERT_EQUAL(crosses(&crowd, 300, 1700.00001), INFINITY);
    CU_ASSERT_DOUBLE_EQUAL(crosses(&crowd, 100, 0), 1200, 2e-6);
    CU_ASSERT_EQUAL(crosses(&crowd, 100, 1250), INFINITY);
    CU_ASSERT_EQUAL(crosses(&crowd, 99, 0), INFINITY);
    CU_ASSERT_EQUAL(crosses(&crowd, 900, 0), INFINITY);
    arena_close(&crowd.arena);
}

/* So near the base that the formula cannot tell when: it is on the other side
 * when it is said to be. */
static void rounding(void)
{
    struct crowd crowd;
    double level = 1e6 * (1 + 4e-16), at;

    open_crowd(&crowd, "{base: 1000000/s, surge: 1/s, at: 0s, rise: 0s, "
                       "hold: 0s, half-life: 1h}");
    at = crosses(&crowd, level, 1000);
    CU_ASSERT(rate(&crowd, 1000) > level);
    CU_ASSERT(at > 1000 && at < 1000 + 3600 * 60);
    CU_ASSERT(rate(&crowd, at) <= level);
    CU_ASSERT_EQUAL(crosses(&crowd, level, at), INFINITY);
    arena_close(&crowd.arena);
}

SUITE("models/flash_crowd", {"by hand", by_hand}, {"rounding", rounding})
