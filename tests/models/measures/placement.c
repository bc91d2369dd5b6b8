/* Which pods have a node, and why the others do not. */
#include "models/measures/placement.h"

#include "tests/models/measures/small_world.h"
#include "tests/suite.h"

extern const struct measure_kind measure_placement;

/* At time zero two of three pods have a node; at the horizon one waits for a
 * reason that is known, one for another. */
static void test_places(void)
{
    struct small_world world;
    const double *numbers;
    void *state;

    small_world_open(&world, SECONDS(100));
    world.measured.workloads = &world.workload;
    world.measured.workload_count = 1;
    CU_ASSERT_EQUAL(measure_placement.count(&world.measured),
                    1 + PENDING_REASONS);
    numbers = world.observation.outcome->numbers;
    world.pods[2].status.node = NULL;
    state = measure_placement.open(&world.observation);
    world.pods[1].status.node = NULL;
    world.pods[1].pending = pending_reasons[1];
    world.pods[2].pending = "the moon";
    small_world_wait(&world, SECONDS(100));
    measure_placement.close(state);
    CU_ASSERT_EQUAL(numbers[0], 2);
    CU_ASSERT_EQUAL(numbers[1], 0);
    CU_ASSERT_EQUAL(numbers[2], 1);
    CU_ASSERT_EQUAL(numbers[PENDING_REASONS], 1);
    small_world_close(&world);
}

SUITE("models/measures/placement", {"then and now", test_places})
