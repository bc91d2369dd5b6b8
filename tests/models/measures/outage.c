/* Outages are maximal, and have phases. */
#include "models/measures/outage.h"

#include "tests/models/measures/small_world.h"
#include "tests/suite.h"

enum { MOST = 4 };

struct heard {
    struct outage all[MOST];
    int count;
};

static void over(void *context, const struct outage *outage)
{
    struct heard *heard = context;

    if (heard->count < MOST)
        heard->all[heard->count++] = *outage;
}

static void test_maximal(void)
{
    struct small_world world;
    struct heard heard = {0};
    struct outages outages;

    small_world_open(&world, SECONDS(100));
    outages_open(&outages, &world.observation, over, &heard);
    small_world_wait(&world, SECONDS(10));
    small_world_set(&world, false);
    small_world_wait(&world, SECONDS(20));
    small_world_set(&world, true);
    small_world_set(&world, false);
    small_world_wait(&world, SECONDS(30));
    small_world_set(&world, true);
    small_world_wait(&world, SECONDS(40));
    small_world_set(&world, false);
    small_world_set(&world, true);
    small_world_wait(&world, SECONDS(90));
    small_world_set(&world, false);
    small_world_wait(&world, SECONDS(100));
    outages_close(&outages);
    CU_ASSERT_EQUAL_FATAL(heard.count, 2);
    CU_ASSERT_EQUAL(heard.all[0].start, SECONDS(10));
    CU_ASSERT_EQUAL(heard.all[0].end, SECONDS(30));
    CU_ASSERT_EQUAL(heard.all[1].start, SECONDS(90));
    CU_ASSERT_EQUAL(heard.all[1].end, SECONDS(100));
    small_world_close(&world);
}

static void test_phases(void)
{
    struct small_world world;
    struct heard heard = {0};
    struct outages outages;

    small_world_open(&world, SECONDS(100));
    outages_open(&outages, &world.observation, over, &heard);
    outage_noticed(&outages, 0);
    small_world_set(&world, false);
    small_world_wait(&world, SECONDS(40));
    outage_noticed(&outages, 0);
    small_world_wait(&world, SECONDS(41));
    outage_answered(&outages, 0);
    outage_noticed(&outages, 0);
    small_world_wait(&world, SECONDS(44));
    small_world_set(&world, true);
    small_world_wait(&world, SECONDS(50));
    small_world_set(&world, false);
    small_world_wait(&world, SECONDS(57));
    outages_close(&outages);
    CU_ASSERT_EQUAL_FATAL(heard.count, 2);
    CU_ASSERT_EQUAL(outage_seconds(&heard.all[0]), 44);
    CU_ASSERT_EQUAL(outage_detect(&heard.all[0]), 40);
    CU_ASSERT_EQUAL(outage_react(&heard.all[0]), 1);
    CU_ASSERT_EQUAL(outage_recover(&heard.all[0]), 3);
    CU_ASSERT_EQUAL(outage_detect(&heard.all[1]), 7);
    CU_ASSERT_EQUAL(outage_react(&heard.all[1]), 0);
    CU_ASSERT_EQUAL(outage_recover(&heard.all[1]), 0);
    small_world_close(&world);
}

SUITE("models/measures/outage",
      {"an outage is a maximal interval", test_maximal},
      {"its phases", test_phases})
