/* Years that meet their targets. */
#include "models/measures/promise.h"

#include "tests/models/measures/small_world.h"
#include "tests/suite.h"

extern const struct measure_kind measure_promise;

enum { YEARS_SEEN, WORST, FIRST, WITHOUT, MET };

static void down(struct small_world *world, sim_time from, sim_time to)
{
    small_world_wait(world, from);
    small_world_set(world, false);
    small_world_wait(world, to);
    small_world_set(world, true);
}

static void test_names(void)
{
    struct small_world world;
    struct number_name names[MET + PROMISE_TARGETS];

    small_world_open(&world, YEARS(1));
    CU_ASSERT_EQUAL_FATAL(measure_promise.count(&world.measured),
                          MET + PROMISE_TARGETS);
    measure_promise.name(&world.measured, &world.arena, names);
    CU_ASSERT_STRING_EQUAL(names[WORST].measure, "worst_year_downtime_seconds");
    CU_ASSERT_STRING_EQUAL(names[MET + 1].measure, "years_meeting/99.99%");
    CU_ASSERT_STRING_EQUAL(names[MET + 1].object, "service/web");
    small_world_close(&world);
}

/* Of five years, and half a one that does not count: the second has lost
 * 500 s, the third 100 s of an outage and the fourth 4000 s of the same. */
static void test_years(void)
{
    struct small_world world;
    const double *numbers;
    void *state;

    small_world_open(&world, YEARS(5) + DAYS(180));
    numbers = world.observation.outcome->numbers;
    state = measure_promise.open(&world.observation);
    down(&world, YEARS(1), YEARS(1) + SECONDS(200));
    down(&world, YEARS(1) + DAYS(9), YEARS(1) + DAYS(9) + SECONDS(300));
    down(&world, YEARS(3) - SECONDS(100), YEARS(3) + SECONDS(4000));
    down(&world, YEARS(5) + DAYS(1), YEARS(5) + DAYS(90));
    measure_promise.close(state);
    CU_ASSERT_EQUAL(numbers[YEARS_SEEN], 5);
    CU_ASSERT_EQUAL(numbers[WORST], 4000);
    CU_ASSERT_EQUAL(numbers[FIRST], 365 * 86400.0);
    CU_ASSERT_EQUAL(numbers[WITHOUT], 0);
    CU_ASSERT_EQUAL(numbers[MET], 5);
    CU_ASSERT_EQUAL(numbers[MET + 1], 4);
    CU_ASSERT_EQUAL(numbers[MET + 2], 3);
    small_world_close(&world);
}

static void test_short_horizon(void)
{
    struct small_world world;
    const double *numbers;
    void *state;

    small_world_open(&world, SECONDS(100000));
    numbers = world.observation.outcome->numbers;
    state = measure_promise.open(&world.observation);
    down(&world, SECONDS(1000), SECONDS(1050));
    measure_promise.close(state);
    CU_ASSERT_EQUAL(numbers[YEARS_SEEN], 1);
    CU_ASSERT_EQUAL(numbers[MET], 1);
    CU_ASSERT_EQUAL(numbers[MET + 1], 0);
    small_world_close(&world);
}

/* Years are counted from when the measure was opened. */
static void test_after_a_warm_up(void)
{
    struct small_world world;
    const double *numbers;
    void *state;

    small_world_open(&world, YEARS(2));
    numbers = world.observation.outcome->numbers;
    down(&world, DAYS(10), DAYS(20));
    small_world_wait(&world, DAYS(100));
    state = measure_promise.open(&world.observation);
    down(&world, DAYS(100) + YEARS(1) - SECONDS(50),
         DAYS(100) + YEARS(1) + SECONDS(4000));
    small_world_wait(&world, DAYS(100) + YEARS(2));
    measure_promise.close(state);
    CU_ASSERT_EQUAL(numbers[YEARS_SEEN], 2);
    CU_ASSERT_EQUAL(numbers[WORST], 4000);
    CU_ASSERT_EQUAL(numbers[FIRST], 365 * 86400.0 - 50);
    CU_ASSERT_EQUAL(numbers[MET], 2);
    CU_ASSERT_EQUAL(numbers[MET + 1], 1);
    small_world_close(&world);
}

static void test_without_outage(void)
{
    struct small_world world;
    const double *numbers;
    void *state;

    small_world_open(&world, YEARS(2));
    numbers = world.observation.outcome->numbers;
    state = measure_promise.open(&world.observation);
    small_world_wait(&world, YEARS(2));
    measure_promise.close(state);
    CU_ASSERT_EQUAL(numbers[WITHOUT], 1);
    CU_ASSERT_EQUAL(numbers[FIRST], 2 * 365 * 86400.0);
    CU_ASSERT_EQUAL(numbers[MET + 2], 2);
    small_world_close(&world);
}

SUITE("models/measures/promise", {"a number for each target", test_names},
      {"whole years", test_years}, {"less than a year", test_short_horizon},
      {"after a warm-up", test_after_a_warm_up},
      {"no outage", test_without_outage})
