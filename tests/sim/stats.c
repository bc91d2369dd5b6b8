/* Tallies and levels. */
#include "sim/stats.h"

#include "tests/suite.h"

static void test_tally(void)
{
    static const double values[] = {4, -1, 10, 3};
    struct tally tally = {0};

    for (int i = 0; i < 4; i++)
        tally_add(&tally, values[i]);
    CU_ASSERT_EQUAL(tally.count, 4);
    CU_ASSERT_DOUBLE_EQUAL(tally.mean, 4, 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(tally_variance(&tally), 62. / 3, 1e-13);
    CU_ASSERT_EQUAL(tally.least, -1);
    CU_ASSERT_EQUAL(tally.most, 10);
}

static void test_one_value(void)
{
    struct tally tally = {0};

    CU_ASSERT(isnan(tally_variance(&tally)));
    tally_add(&tally, 5);
    CU_ASSERT(isnan(tally_variance(&tally)));
    CU_ASSERT_EQUAL(tally.least, 5);
    CU_ASSERT_EQUAL(tally.most, 5);
    tally_add(&tally, 5);
    CU_ASSERT_EQUAL(tally_variance(&tally), 0);
}

/* The textbook formula of squares would cancel all digits here. */
static void test_small_deviations(void)
{
    struct tally tally = {0};

    for (int i = 0; i < 1000; i++)
        tally_add(&tally, 1e9 + i % 2);
    CU_ASSERT_DOUBLE_EQUAL(tally.mean, 1e9 + 0.5, 1e-6);
    CU_ASSERT_DOUBLE_EQUAL(tally_variance(&tally), 0.25 * 1000 / 999, 1e-9);
}

static void test_level(void)
{
    struct level level;

    level_open(&level, SECONDS(-10), 2);
    CU_ASSERT_EQUAL(level_integral(&level, SECONDS(-10)), 0);
    level_set(&level, SECONDS(0), 5);
    level_set(&level, SECONDS(0), 3);
    level_set(&level, MILLISECONDS(500), 0);
    CU_ASSERT_DOUBLE_EQUAL(level_integral(&level, SECONDS(7)), 21.5, 1e-12);
    level_set(&level, SECONDS(8), -1);
    CU_ASSERT_DOUBLE_EQUAL(level_integral(&level, SECONDS(9)), 20.5, 1e-12);
    CU_ASSERT_EQUAL(level.value, -1);
    level_open(&level, SECONDS(9), 1);
    CU_ASSERT_EQUAL(level_integral(&level, SECONDS(10)), 1);
}

SUITE("sim/stats", {"a tally", test_tally}, {"one value", test_one_value},
      {"small deviations", test_small_deviations}, {"a level", test_level})
