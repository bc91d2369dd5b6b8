/* The integrals of delta_cpu, where it changes its sign and where it does not,
 * with one Service and with two. */
#include "models/measures/utilisation.h"

#include "tests/models/measures/small_world.h"
#include "tests/suite.h"

/* A rate that grows by one request per second, every second. */
static double rate(const struct demand *demand, sim_time t)
{
    (void)demand;
    return time_seconds(t);
}

static double volume(const struct demand *demand, sim_time from, sim_time to)
{
    (void)demand;
    return (rate(NULL, to) * rate(NULL, to) -
            rate(NULL, from) * rate(NULL, from)) /
           2;
}

static struct demand_range range(const struct demand *demand, sim_time from,
                                 sim_time to)
{
    (void)demand;
    return (struct demand_range){rate(NULL, from), rate(NULL, to)};
}

static sim_time crosses(const struct demand *demand, double level,
                        sim_time after)
{
    sim_time at = time_from_seconds(level);

    (void)demand;
    return at > after ? at : NEVER;
}

static const struct demand_kind ramp = {
    .rate = rate, .volume = volume, .range = range, .crosses = crosses};

/* P_avg = t/3000, theta_bar = 1/3: delta_cpu is 0 at 1000 s. */
static void set_shares(struct service_use *service)
{
    service->node_share = (struct affine){0, 1e-3};
    service->pod_share = (struct affine){1, 0};
}

static void test_one(void)
{
    struct small_world world;
    struct utilisation utilisation;

    small_world_open(&world, SECONDS(3000));
    world.use.demand.kind = &ramp;
    set_shares(&world.use);
    utilisation_open(&utilisation, &world.observation, true);
    small_world_wait(&world, SECONDS(3000));
    utilisation_advance(&utilisation);
    CU_ASSERT_DOUBLE_EQUAL(utilisation.p_avg, 1500, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(utilisation.theta_bar, 1000, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(utilisation.delta_abs, (500 + 2000) / 3.0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(utilisation.delta_most, 2 / 3.0, 1e-12);
    small_world_close(&world);
}

static void test_two(void)
{
    struct small_world world;
    struct utilisation utilisation;
    struct service_use both[2];

    small_world_open(&world, SECONDS(3600));
    world.use.demand.kind = &ramp;
    set_shares(&world.use);
    both[0] = both[1] = world.use;
    both[0].node_share.slope = both[1].node_share.slope = 5e-4;
    both[0].pod_share.constant = both[1].pod_share.constant = 0.45;
    world.cluster.use.services = both;
    world.cluster.use.count = 2;
    utilisation_open(&utilisation, &world.observation, true);
    small_world_wait(&world, SECONDS(3600));
    utilisation_advance(&utilisation);
    CU_ASSERT_DOUBLE_EQUAL(utilisation.p_avg, 2160, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(utilisation.theta_bar, 1080, 1e-9);
    /* It is 0 at 900 s, one of the points that are looked at. */
    CU_ASSERT_DOUBLE_EQUAL(utilisation.delta_abs, (405 + 3645) / 3.0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(utilisation.delta_most, 0.9, 1e-12);
    small_world_close(&world);
}

static void test_counts(void)
{
    struct small_world world;
    struct utilisation utilisation;

    small_world_open(&world, SECONDS(20));
    world.use.demand.kind = &ramp;
    world.use.node_share.constant = world.use.pod_share.constant = 1;
    utilisation_open(&utilisation, &world.observation, false);
    small_world_wait(&world, SECONDS(10));
    hook_call(&world.cluster.use.counting, NULL, NO_CAUSE);
    world.cluster.use.running_pods = 0;
    world.infrastructure.machines_up = 1;
    small_world_wait(&world, SECONDS(20));
    utilisation_advance(&utilisation);
    CU_ASSERT_DOUBLE_EQUAL(utilisation.theta_bar, 10 / 3.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(utilisation.p_avg, 20 / 3.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(utilisation.p_avg_up, 10 / 3.0 + 10, 1e-12);
    small_world_close(&world);
}

SUITE("models/measures/utilisation", {"one Service", test_one},
      {"two Services", test_two},
      {"pods and machines come and go", test_counts})
