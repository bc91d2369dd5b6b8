/* Which pods have a node, and why the others do not. */
#include "models/measures/placement.h"

#include "tests/models/measures/small_world.h"
#include "tests/suite.h"

extern const struct measure_kind measure_placement;

/* At time zero two of three pods that an autoscaler left of five have a node;
 * at the horizon one waits for a reason that is known, one for another. */
static void test_places(void)
{
    struct small_world world;
    const double *numbers;
    void *state;

    small_world_open(&world, SECONDS(100));
    world.measured.workloads = &world.workload;
    world.measured.workload_count = 1;
    CU_ASSERT_EQUAL(measure_placement.count(&world.measured),
                    2 + PENDING_REASONS);
    world.workload.replicas = 5;
    world.set.state.spec.replicas = 3;
    numbers = world.observation.outcome->numbers;
    world.pods[2].status.node = NULL;
    state = measure_placement.open(&world.observation);
    world.pods[1].status.node = NULL;
    world.pods[1].pending = pending_reasons[1];
    world.pods[2].pending = "the moon";
    small_world_wait(&world, SECONDS(100));
    measure_placement.close(state);
    CU_ASSERT_EQUAL(numbers[0], 3);
    CU_ASSERT_EQUAL(numbers[1], 2);
    CU_ASSERT_EQUAL(numbers[2], 0);
    CU_ASSERT_EQUAL(numbers[3], 1);
    CU_ASSERT_EQUAL(numbers[1 + PENDING_REASONS], 1);
    small_world_close(&world);
}

/* Of a Job, what runs is wanted and placed; what has ended is neither. */
static void test_ended(void)
{
    struct small_world world;
    const double *numbers;

    small_world_open(&world, SECONDS(100));
    world.measured.workloads = &world.workload;
    world.measured.workload_count = 1;
    world.set.kind = WORKLOAD_JOB;
    world.set.state.spec.replicas = 3;
    world.pods[0].status.phase = POD_SUCCEEDED;
    world.pods[1].status.phase = POD_FAILED;
    numbers = world.observation.outcome->numbers;
    measure_placement.open(&world.observation);
    CU_ASSERT_EQUAL(numbers[0], 1);
    CU_ASSERT_EQUAL(numbers[1], 1);
    small_world_close(&world);
}

SUITE("models/measures/placement", {"then and now", test_places},
      {"what has ended", test_ended})
