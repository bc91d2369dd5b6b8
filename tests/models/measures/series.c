/* Means over steps of a second: of a Service's replicas and requests. */
#include <math.h>
#include <string.h>

#include "tests/models/measures/small_world.h"
#include "tests/suite.h"

extern const struct measure_kind measure_series;

enum { HORIZON = 8760 };

/* A rate that grows by one request per second, every second. */
static double rate(const struct demand *demand, sim_time t)
{
    (void)demand;
    return time_seconds(t);
}

static double volume(const struct demand *demand, sim_time from, sim_time to)
{
    return (rate(demand, to) + rate(demand, from)) / 2 *
           time_seconds(to - from);
}

static const struct demand_kind growing = {.rate = rate, .volume = volume};

/* Of the step that began then; NaN if there is none. */
static double told(const struct small_world *world, double at,
                   const char *measure)
{
    const struct row *row = world->observation.outcome->first;

    while (row != NULL &&
           (row->table != TABLE_SERIES || row->values[0].number != at ||
            strcmp(row->values[1].text, measure) != 0))
        row = row->next;
    return row == NULL ? NAN : row->values[3].number;
}

static void *begin(struct small_world *world, const struct demand_kind *kind)
{
    small_world_open(world, SECONDS(HORIZON));
    world->set.state.spec.replicas = SMALL_PODS;
    world->set.state.spec.template = &world->workload.template;
    world->use.demand.kind = world->question.demand.kind = kind;
    world->use.served = (struct affine){0, 0.5};
    world->observation.traced = true;
    return measure_series.open(&world->observation);
}

static void end(struct small_world *world, void *state)
{
    small_world_wait(world, SECONDS(HORIZON));
    measure_series.close(state);
}

static void scale(struct small_world *world, int replicas)
{
    struct change change = {.kind = OWNER_SCALED, .object = &world->set};

    world->set.state.spec.replicas = replicas;
    hook_call(world->api.written, &change, NO_CAUSE);
}

static void test_replicas(void)
{
    struct small_world world;
    void *state = begin(&world, NULL);

    small_world_wait(&world, MILLISECONDS(1250));
    small_world_serve(&world, 1, false, NULL);
    small_world_wait(&world, MILLISECONDS(2500));
    scale(&world, 7);
    small_world_wait(&world, MILLISECONDS(3500));
    small_world_serve(&world, 1, true, NULL);
    end(&world, state);
    CU_ASSERT_EQUAL(told(&world, 0, "replicas_serving"), 3);
    CU_ASSERT_DOUBLE_EQUAL(told(&world, 1, "replicas_serving"), 2.25, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(told(&world, 2, "replicas_serving"), 2, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(told(&world, 3, "replicas_serving"), 2.5, 1e-9);
    CU_ASSERT_EQUAL(told(&world, HORIZON - 1, "replicas_serving"), 3);
    CU_ASSERT_EQUAL(told(&world, 1, "replicas_wanted"), 3);
    CU_ASSERT_DOUBLE_EQUAL(told(&world, 2, "replicas_wanted"), 5, 1e-9);
    CU_ASSERT_EQUAL(told(&world, HORIZON - 1, "replicas_wanted"), 7);
    CU_ASSERT(isnan(told(&world, 1, "requests_offered")));
    small_world_close(&world);
}

/* Half of all requests are served, from the middle of a step on all, with the
 * rest of the regime in which one step ends and the next begins. */
static void test_requests(void)
{
    struct small_world world;
    void *state = begin(&world, &growing);

    small_world_wait(&world, MILLISECONDS(2500));
    small_world_set(&world, true);
    world.use.served.slope = 1;
    end(&world, state);
    for (int t = 0; t < HORIZON; t += 365)
        CU_ASSERT_DOUBLE_EQUAL(told(&world, t, "requests_offered"), t + 0.5,
                               1e-6);
    CU_ASSERT_DOUBLE_EQUAL(told(&world, 0, "requests_served"), 0.25, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(told(&world, 1, "requests_served"), 0.75, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(told(&world, 2, "requests_served"),
                           2.25 / 2 * 0.5 + 2.75 / 2, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(told(&world, 3, "requests_served"), 3.5, 1e-9);
    small_world_close(&world);
}

/* A regime's mean is known only when it is left: then what its steps have told
 * is made good. */
static void test_made_good(void)
{
    struct small_world world;
    void *state = begin(&world, &growing);
    double sum = 0;

    small_world_wait(&world, MILLISECONDS(1500));
    world.use.served.slope = 0.25;
    small_world_set(&world, true);
    end(&world, state);
    for (int t = 0; t < 2; t++)
        sum += told(&world, t, "requests_served");
    CU_ASSERT_DOUBLE_EQUAL(sum, 0.25 * 4 / 2, 1e-9);
    small_world_close(&world);
}

SUITE("models/measures/series", {"replicas", test_replicas},
      {"requests", test_requests}, {"what is known later", test_made_good})
