/* Downtime is shared among the roots of what is missing, and written down. */
#include "tests/models/measures/small_world.h"
#include "tests/suite.h"

extern const struct measure_kind measure_availability;

enum {
    DOWNTIME,
    SQUARES,
    OUTAGES,
    LONGEST,
    DETECT,
    REACT,
    RECOVER,
    CRASHES,
    UNFAULTY
};

/* From 10 s to 30 s: one pod away for a crash; from 20 s on another one that
 * nobody is to blame for; the crashed one is known to be from 15 s on. */
static void *fail(struct small_world *world)
{
    void *state;
    struct incident *incident;

    small_world_open(world, SECONDS(100));
    state = measure_availability.open(&world->observation);
    small_world_wait(world, SECONDS(10));
    incident = incident_begin(&world->infrastructure.ledger, 0,
                              (struct victim){.object = "node/a"});
    small_world_serve(world, 0, false, incident);
    small_world_set(world, false);
    small_world_wait(world, SECONDS(15));
    small_world_write(world, 0, POD_NOT_READY);
    small_world_wait(world, SECONDS(20));
    small_world_serve(world, 1, false, NULL);
    small_world_wait(world, SECONDS(30));
    small_world_serve(world, 0, true, incident);
    small_world_set(world, true);
    small_world_wait(world, SECONDS(100));
    measure_availability.close(state);
    return state;
}

static void test_shares(void)
{
    struct small_world world;
    const double *numbers;

    fail(&world);
    numbers = world.observation.outcome->numbers;
    CU_ASSERT_EQUAL(numbers[DOWNTIME], 20);
    CU_ASSERT_EQUAL(numbers[OUTAGES], 1);
    CU_ASSERT_EQUAL(numbers[SQUARES], 400);
    CU_ASSERT_EQUAL(numbers[LONGEST], 20);
    CU_ASSERT_EQUAL(numbers[DETECT], 5);
    CU_ASSERT_EQUAL(numbers[REACT], 15);
    CU_ASSERT_EQUAL(numbers[RECOVER], 0);
    CU_ASSERT_DOUBLE_EQUAL(numbers[CRASHES], 15, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(numbers[UNFAULTY + NO_CAPACITY], 5, 1e-9);
    CU_ASSERT_EQUAL(numbers[UNFAULTY + OVERLOAD], 0);
    CU_ASSERT_EQUAL(numbers[UNFAULTY + OTHER], 0);
    small_world_close(&world);
}

static void test_rows(void)
{
    struct small_world world;
    const struct row *row;
    double shares = 0;

    fail(&world);
    row = world.observation.outcome->first;
    CU_ASSERT_PTR_NOT_NULL_FATAL(row);
    CU_ASSERT_EQUAL(row->table, TABLE_FAULT);
    CU_ASSERT_STRING_EQUAL(row->values[1].text, "crashes");
    CU_ASSERT_STRING_EQUAL(row->values[3].text, "node/a");
    CU_ASSERT_EQUAL(row->values[5].kind, VALUE_NONE);
    row = row->next;
    CU_ASSERT_PTR_NOT_NULL_FATAL(row);
    CU_ASSERT_EQUAL(row->table, TABLE_OUTAGE);
    CU_ASSERT_STRING_EQUAL(row->values[1].text, "service/web");
    CU_ASSERT_EQUAL(row->values[2].number, 10);
    CU_ASSERT_EQUAL(row->values[3].number, 30);
    for (row = row->next; row != NULL; row = row->next) {
        CU_ASSERT_EQUAL(row->table, TABLE_CAUSE);
        CU_ASSERT_EQUAL(row->values[0].kind, VALUE_REFERENCE);
        shares += row->values[4].number;
    }
    CU_ASSERT_DOUBLE_EQUAL(shares, 1, 1e-12);
    small_world_close(&world);
}

static void test_overload(void)
{
    struct small_world world;
    const double *numbers;
    void *state;

    small_world_open(&world, SECONDS(100));
    numbers = world.observation.outcome->numbers;
    state = measure_availability.open(&world.observation);
    small_world_set(&world, false);
    world.use.overloaded = true;
    small_world_wait(&world, SECONDS(100));
    measure_availability.close(state);
    CU_ASSERT_EQUAL(numbers[DETECT], 100);
    CU_ASSERT_EQUAL(numbers[UNFAULTY + OVERLOAD], 100);
    CU_ASSERT_EQUAL(numbers[UNFAULTY + OTHER], 0);
    small_world_close(&world);
}

static void test_unlisted(void)
{
    struct small_world world;
    struct incident *incident;
    const double *numbers;
    void *state;

    small_world_open(&world, SECONDS(100));
    numbers = world.observation.outcome->numbers;
    state = measure_availability.open(&world.observation);
    incident = incident_begin(&world.infrastructure.ledger, 0,
                              (struct victim){.object = "node/a"});
    small_world_set(&world, false);
    cause_keep(&world.sandboxes[2]->cause, incident_cause(incident));
    world.pods[2].listings = NULL;
    world.listings[2].listed = false;
    hook_call(&world.cluster.balancers.listed_changed, &world.listings[2],
              NO_CAUSE);
    small_world_wait(&world, SECONDS(3));
    small_world_set(&world, true);
    measure_availability.close(state);
    CU_ASSERT_EQUAL(numbers[CRASHES], 3);
    CU_ASSERT_EQUAL(numbers[DETECT], 3);
    small_world_close(&world);
}

/* It ends because its kubelet has found its sandbox gone: what is left of the
 * outage is recovery. Until that is found, it is not. */
static void test_made_anew(void)
{
    for (int found = 0; found < 2; found++) {
        struct small_world world;
        const double *numbers;
        void *state;

        small_world_open(&world, SECONDS(100));
        state = measure_availability.open(&world.observation);
        small_world_wait(&world, SECONDS(10));
        world.sandboxes[0]->gone = true;
        world.sandboxes[0]->stopping = found;
        small_world_set(&world, false);
        small_world_serve(&world, 0, false, NULL);
        small_world_wait(&world, SECONDS(30));
        small_world_serve(&world, 0, true, NULL);
        small_world_set(&world, true);
        measure_availability.close(state);
        numbers = world.observation.outcome->numbers;
        CU_ASSERT_EQUAL(numbers[DETECT], found ? 0 : 20);
        CU_ASSERT_EQUAL(numbers[REACT], 0);
        CU_ASSERT_EQUAL(numbers[RECOVER], found ? 20 : 0);
        small_world_close(&world);
    }
}

SUITE("models/measures/availability", {"roots share the downtime", test_shares},
      {"rows of faults, outages and causes", test_rows},
      {"found gone, and made anew", test_made_anew},
      {"nothing is missing: overload", test_overload},
      {"a pod that serves unlisted is missing", test_unlisted})
