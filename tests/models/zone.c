/* A zone's queue of nodes that wait to be tainted. */
#include "models/controllers/zone.h"

#include "tests/fleet.h"
#include "tests/suite.h"

enum { MACHINES = 5 };

struct stage {
    struct arena arena;
    struct api *api;
    struct zone zone;
    struct suspect suspects[MACHINES];
};

/* A node a second, from the first second on. */
static void open(struct stage *stage)
{
    *stage = (struct stage){.suspects = {{.node = NULL}}};
    arena_open(&stage->arena);
    stage->api = fleet_open(sim_open(&stage->arena, (struct seed){1, 0, 0}, 0),
                            MACHINES, 1, 0)
                     ->api;
    zone_open(&stage->zone, stage->api, "a", 1, 0, SECONDS(1));
    for (int i = 0; i < MACHINES; i++) {
        stage->suspects[i].node = &stage->api->nodes[i];
        stage->suspects[i].taint = TAINT_UNREACHABLE_NO_EXECUTE;
        zone_enqueue(&stage->zone, &stage->suspects[i]);
    }
}

static bool tainted(const struct stage *stage, int node)
{
    return (stage->api->nodes[node].status.taints & TAINTS_NO_EXECUTE) != 0;
}

/* Whoever leaves the queue, from wherever, leaves the others their order. */
static void queue(void)
{
    static const int order[] = {1, 3, 0};
    struct stage stage;

    open(&stage);
    zone_dequeue(&stage.zone, &stage.suspects[0]); /* the first */
    zone_dequeue(&stage.zone, &stage.suspects[2]);
    zone_dequeue(&stage.zone, &stage.suspects[2]); /* not in it any more */
    zone_dequeue(&stage.zone, &stage.suspects[4]); /* the last */
    zone_enqueue(&stage.zone, &stage.suspects[0]);
    zone_enqueue(&stage.zone, &stage.suspects[3]); /* is in it already */
    for (int i = 0; i < 3; i++) {
        sim_run(stage.api->sim, SECONDS(1 + 2 * i));
        for (int j = 0; j < 3; j++)
            CU_ASSERT_EQUAL(tainted(&stage, order[j]), j <= i);
    }
    sim_run(stage.api->sim, SECONDS(60));
    CU_ASSERT_FALSE(tainted(&stage, 2));
    CU_ASSERT_FALSE(tainted(&stage, 4));
    arena_close(&stage.arena);
}

/* More than two not ready, and at least the share. */
static void states(void)
{
    CU_ASSERT_EQUAL(zone_state(0, 0, 0.55), ZONE_NORMAL);
    CU_ASSERT_EQUAL(zone_state(3, 2, 0.55), ZONE_NORMAL);
    CU_ASSERT_EQUAL(zone_state(20, 10, 0.55), ZONE_NORMAL);
    CU_ASSERT_EQUAL(zone_state(20, 11, 0.55), ZONE_PARTIAL);
    CU_ASSERT_EQUAL(zone_state(4, 3, 0.55), ZONE_PARTIAL);
    CU_ASSERT_EQUAL(zone_state(4, 4, 0.55), ZONE_FULL);
}

SUITE("models/zone", {"queue", queue}, {"states", states})
