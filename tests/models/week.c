/* Working days and weekends, by hand. */
#include "models/workload/week.h"

#include "tests/scenario_text.h"
#include "tests/suite.h"

enum { FRIDAY = 4, SUNDAY = 6 };

static void rests(void)
{
    CU_ASSERT_FALSE(week_rests(MONDAY, 0));
    CU_ASSERT_FALSE(week_rests(MONDAY, DAYS(5) - 1));
    CU_ASSERT_TRUE(week_rests(MONDAY, DAYS(5)));
    CU_ASSERT_TRUE(week_rests(MONDAY, DAYS(7) - 1));
    CU_ASSERT_FALSE(week_rests(MONDAY, DAYS(7)));
    CU_ASSERT_TRUE(week_rests(MONDAY, -1));
    CU_ASSERT_FALSE(week_rests(MONDAY, DAYS(-2) - 1));
    CU_ASSERT_FALSE(week_rests(FRIDAY, HOURS(23)));
    CU_ASSERT_TRUE(week_rests(FRIDAY, HOURS(24)));
    CU_ASSERT_TRUE(week_rests(SUNDAY, DAYS(700)));
    CU_ASSERT_FALSE(week_rests(SUNDAY, DAYS(701)));
}

static void turns(void)
{
    CU_ASSERT_EQUAL(week_turn(MONDAY, 0), DAYS(5));
    CU_ASSERT_EQUAL(week_turn(MONDAY, DAYS(5)), DAYS(7));
    CU_ASSERT_EQUAL(week_turn(MONDAY, DAYS(7) - 1), DAYS(7));
    CU_ASSERT_EQUAL(week_turn(MONDAY, -1), 0);
    CU_ASSERT_EQUAL(week_turn(MONDAY, DAYS(-3)), DAYS(-2));
    CU_ASSERT_EQUAL(week_turn(FRIDAY, 0), DAYS(1));
    CU_ASSERT_EQUAL(week_turn(SUNDAY, 0), DAYS(1));
    CU_ASSERT_EQUAL(week_turn(SUNDAY, DAYS(1)), DAYS(6));
}

/* A year of 365 days from a Saturday on has 53 Saturdays and 52 Sundays. */
static void means(void)
{
    struct arena arena;
    struct demand demand;

    arena_open(&arena);
    demand = demand_from_text(
        &arena, "diurnal",
        "{mean: 100/s, weekend: 40%, first-day: saturday, swing: 80%}");
    CU_ASSERT_DOUBLE_EQUAL(demand_expected(&demand, 0, DAYS(365)) / 8640000,
                           365 - 0.6 * 105, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(demand_rate(&demand, HOURS(14)), 40 * 1.8, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(demand_rate(&demand, DAYS(2) + HOURS(14)), 180,
                           1e-9);
    CU_ASSERT_DOUBLE_EQUAL(demand_rate(&demand, HOURS(14) - DAYS(1)), 180,
                           1e-9);
    arena_close(&arena);
}

SUITE("models/week", {"rests", rests}, {"turns", turns}, {"means", means})
