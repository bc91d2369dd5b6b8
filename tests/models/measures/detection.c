/* Delays whose beginnings were seen, and those whose were not. */
#include "tests/models/measures/small_world.h"
#include "tests/suite.h"

extern const struct measure_kind measure_detection;

enum { RECOVERY_SECONDS = 4, RECOVERIES, RESTARTS };

/* Pod 0 stops before anybody looks; pod 1 stops later, and is replaced. What
 * serves again first is pod 0, which must not be taken for the replacement. */
static void test_opened_amid_things(void)
{
    struct small_world world;
    const double *numbers;
    void *state;

    small_world_open(&world, SECONDS(100));
    numbers = world.observation.outcome->numbers;
    small_world_wait(&world, SECONDS(10));
    small_world_serve(&world, 0, false, 0);
    small_world_wait(&world, SECONDS(20));
    state = measure_detection.open(&world.observation);
    small_world_wait(&world, SECONDS(30));
    small_world_serve(&world, 1, false, 0);
    small_world_wait(&world, SECONDS(35));
    small_world_write(&world, 1, POD_DELETED);
    small_world_wait(&world, SECONDS(40));
    small_world_serve(&world, 0, true, 0);
    CU_ASSERT_EQUAL(numbers[RECOVERIES], 0);
    small_world_wait(&world, SECONDS(60));
    small_world_serve(&world, 1, true, 0);
    measure_detection.close(state);
    CU_ASSERT_EQUAL(numbers[RECOVERIES], 1);
    CU_ASSERT_EQUAL(numbers[RECOVERY_SECONDS], 30);
    small_world_close(&world);
}

SUITE("models/measures/detection",
      {"opened amid things", test_opened_amid_things})
