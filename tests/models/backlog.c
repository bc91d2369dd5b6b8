/* The scheduler's pods that found no node: how long each waits, and in which
 * order they come back. */
#include "models/controllers/backlog.h"

#include "tests/suite.h"

enum { PODS = 6 };

struct stage {
    struct arena arena;
    struct backlog backlog;
    struct pod pods[PODS];
};

static void open(struct stage *stage, sim_time first, sim_time most)
{
    *stage = (struct stage){.pods = {{.workload = NULL}}};
    arena_open(&stage->arena);
    backlog_open(&stage->backlog, &stage->arena, first, most);
}

/* The pod's attempt of that number fails. */
static void fail(struct stage *stage, int pod, uint32_t attempt, sim_time now)
{
    stage->pods[pod].scheduling.attempts = attempt;
    backlog_add(&stage->backlog, &stage->pods[pod], now);
}

/* The number of the pod that comes back; -1: none. */
static int taken(struct stage *stage, sim_time now)
{
    struct pod *pod = backlog_take(&stage->backlog, now);

    return pod == NULL ? -1 : (int)(pod - stage->pods);
}

/* podInitialBackoffSeconds 1, podMaxBackoffSeconds 10. */
static void back_offs(void)
{
    static const int seconds[PODS] = {1, 2, 4, 8, 10, 10};
    struct stage stage;

    open(&stage, SECONDS(1), SECONDS(10));
    for (int i = 0; i < PODS; i++)
        fail(&stage, i, (uint32_t)i + 1, SECONDS(100));
    CU_ASSERT_EQUAL(backlog_next(&stage.backlog), NEVER);
    CU_ASSERT_EQUAL(taken(&stage, SECONDS(1000)), -1);
    backlog_help(&stage.backlog);
    for (int i = 0; i < PODS; i++) {
        sim_time over = SECONDS(100 + seconds[i]);

        CU_ASSERT_EQUAL(backlog_next(&stage.backlog), over);
        CU_ASSERT_EQUAL(taken(&stage, over - 1), -1);
        CU_ASSERT_EQUAL(taken(&stage, over), i);
    }
    CU_ASSERT_EQUAL(taken(&stage, SECONDS(1000)), -1);
    arena_close(&stage.arena);
}

/* Whoever failed first comes first, however long its back-off. */
static void order(void)
{
    struct stage stage;

    open(&stage, SECONDS(1), SECONDS(10));
    fail(&stage, 0, 4, SECONDS(1));
    fail(&stage, 1, 1, SECONDS(2));
    fail(&stage, 2, 4, SECONDS(3));
    backlog_help(&stage.backlog);
    fail(&stage, 3, 1, SECONDS(4)); /* after what may help the others */
    CU_ASSERT_EQUAL(taken(&stage, SECONDS(60)), 0);
    CU_ASSERT_EQUAL(taken(&stage, SECONDS(60)), 1);
    CU_ASSERT_EQUAL(taken(&stage, SECONDS(60)), 2);
    CU_ASSERT_EQUAL(taken(&stage, SECONDS(60)), -1);
    backlog_help(&stage.backlog);
    fail(&stage, 4, 1, SECONDS(61));
    CU_ASSERT_EQUAL(taken(&stage, SECONDS(70)), 3);
    backlog_help(&stage.backlog);
    CU_ASSERT_EQUAL(taken(&stage, SECONDS(70)), 4);
    arena_close(&stage.arena);
}

static void odd_settings(void)
{
    struct stage stage;

    open(&stage, 0, SECONDS(10));
    fail(&stage, 0, 9, SECONDS(5));
    backlog_help(&stage.backlog);
    CU_ASSERT_EQUAL(taken(&stage, SECONDS(5)), 0);
    arena_close(&stage.arena);
    open(&stage, SECONDS(20), SECONDS(10));
    fail(&stage, 0, 1, SECONDS(5));
    backlog_help(&stage.backlog);
    CU_ASSERT_EQUAL(backlog_next(&stage.backlog), SECONDS(15));
    arena_close(&stage.arena);
}

SUITE("models/backlog", {"back-offs", back_offs}, {"order", order},
      {"odd settings", odd_settings})
