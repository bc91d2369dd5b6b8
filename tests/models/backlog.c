/* The scheduler's queues: which pod comes first; how long each of those that
 * found no node waits, what brings it back, and in which order. */
#include "models/controllers/backlog.h"

#include "tests/suite.h"

enum { PODS = 6 };

struct stage {
    struct arena arena;
    struct queue queue;
    struct backlog backlog;
    struct pod_template templates[PODS]; /* each pod's own */
    struct pod pods[PODS];
};

static void open(struct stage *stage, int minor, sim_time first, sim_time most)
{
    *stage = (struct stage){.queue = {NULL, 0}};
    for (int i = 0; i < PODS; i++)
        stage->pods[i].template = &stage->templates[i];
    arena_open(&stage->arena);
    backlog_open(&stage->backlog, &stage->arena, first, most, minor, 0);
}

/* The pod's attempt of that number fails. */
static void fail(struct stage *stage, int pod, uint32_t attempt, sim_time now)
{
    stage->pods[pod].scheduling.attempts = attempt;
    backlog_add(&stage->backlog, &stage->pods[pod], POD_LEFT, now);
}

static int number(const struct stage *stage, const struct pod *pod)
{
    return pod == NULL ? -1 : (int)(pod - stage->pods);
}

/* The number of the pod that comes back; -1: none. */
static int taken(struct stage *stage, sim_time now)
{
    return number(stage, backlog_take(&stage->backlog, now, false));
}

/* By priority, then by age, then as they came. */
static void priorities(void)
{
    static const int priority[PODS] = {0, 5, 0, -1, 5, 0};
    static const int since[PODS] = {2, 9, 1, 0, 3, 2};
    static const int wanted[PODS] = {4, 1, 2, 0, 5, 3};
    struct stage stage;

    open(&stage, 36, SECONDS(1), SECONDS(10));
    for (int i = 0; i < PODS; i++) {
        stage.templates[i].priority = priority[i];
        stage.pods[i].scheduling.since = SECONDS(since[i]);
        queue_push(&stage.queue, &stage.pods[i]);
    }
    for (int i = 0; i < PODS; i++)
        CU_ASSERT_EQUAL(number(&stage, queue_pop(&stage.queue)), wanted[i]);
    CU_ASSERT_PTR_NULL(queue_pop(&stage.queue));
    arena_close(&stage.arena);
}

/* Many pods, pushed and popped at random, against a search of them all. */
static void heap(void)
{
    enum { MANY = 200 };
    static struct pod pods[MANY];
    static struct pod_template templates[MANY];
    struct queue queue = {NULL, 0};
    struct stream chance;
    bool queued[MANY] = {false};

    stream_open(&chance, &(struct seed){7, 0, 0}, 1);
    for (int i = 0; i < 20000; i++) {
        int each = (int)stream_below(&chance, MANY), first = -1;

        if (!queued[each]) {
            templates[each].priority = (int)stream_below(&chance, 3);
            pods[each].template = &templates[each];
            pods[each].scheduling.since = (sim_time)stream_below(&chance, 50);
            queue_push(&queue, &pods[each]);
            queued[each] = true;
            continue;
        }
        for (int j = 0; j < MANY; j++)
            if (queued[j] &&
                (first < 0 ||
                 templates[j].priority > templates[first].priority ||
                 (templates[j].priority == templates[first].priority &&
                  (pods[j].scheduling.since < pods[first].scheduling.since ||
                   (pods[j].scheduling.since == pods[first].scheduling.since &&
                    pods[j].scheduling.turn < pods[first].scheduling.turn)))))
                first = j;
        CU_ASSERT_PTR_EQUAL_FATAL(queue_pop(&queue), &pods[first]);
        queued[first] = false;
    }
}

/* podInitialBackoffSeconds 1, podMaxBackoffSeconds 10: they end at whole
 * seconds since 1.33, and one after a second that is not over; before that, at
 * looks a second apart. */
static void back_offs(int minor, sim_time failed, sim_time late)
{
    static const int seconds[PODS] = {1, 2, 4, 8, 10, 10};
    struct stage stage;

    open(&stage, minor, SECONDS(1), SECONDS(10));
    for (int i = 0; i < PODS; i++)
        fail(&stage, i, (uint32_t)i + 1, failed);
    CU_ASSERT_EQUAL(backlog_next(&stage.backlog), NEVER);
    CU_ASSERT_EQUAL(taken(&stage, SECONDS(1000)), -1);
    backlog_help(&stage.backlog, POD_LEFT, SECONDS(50));
    for (int i = 0; i < PODS; i++) {
        sim_time over = failed + SECONDS(seconds[i]) + late;

        CU_ASSERT_EQUAL(backlog_next(&stage.backlog), over);
        CU_ASSERT_EQUAL(taken(&stage, over - 1), -1);
        CU_ASSERT_EQUAL(taken(&stage, over), i);
    }
    CU_ASSERT_EQUAL(taken(&stage, SECONDS(1000)), -1);
    arena_close(&stage.arena);
}

static void versions(void)
{
    back_offs(36, SECONDS(100), SECONDS(1));
    back_offs(36, SECONDS(100) + 1, SECONDS(1) - 1);
    back_offs(32, SECONDS(100), 0);
    back_offs(32, SECONDS(100) + 1, SECONDS(1) - 1);
}

/* Whoever failed first comes first, however long its back-off. */
static void order(void)
{
    struct stage stage;

    open(&stage, 36, SECONDS(1), SECONDS(10));
    fail(&stage, 0, 4, SECONDS(1));
    fail(&stage, 1, 1, SECONDS(2));
    fail(&stage, 2, 4, SECONDS(3));
    backlog_help(&stage.backlog, POD_LEFT, SECONDS(50));
    fail(&stage, 3, 1, SECONDS(4)); /* after what may help the others */
    CU_ASSERT_EQUAL(taken(&stage, SECONDS(60)), 0);
    CU_ASSERT_EQUAL(taken(&stage, SECONDS(60)), 1);
    CU_ASSERT_EQUAL(taken(&stage, SECONDS(60)), 2);
    CU_ASSERT_EQUAL(taken(&stage, SECONDS(60)), -1);
    backlog_help(&stage.backlog, POD_LEFT, SECONDS(50));
    fail(&stage, 4, 1, SECONDS(61));
    CU_ASSERT_EQUAL(taken(&stage, SECONDS(70)), 3);
    backlog_help(&stage.backlog, POD_LEFT, SECONDS(50));
    CU_ASSERT_EQUAL(taken(&stage, SECONDS(70)), 4);
    arena_close(&stage.arena);
}

/* Only what may help brings a pod back; and an idle scheduler, early. */
static void hints(void)
{
    struct stage stage;

    open(&stage, 36, SECONDS(1), SECONDS(10));
    for (int i = 0; i < 3; i++) {
        stage.pods[i].scheduling.attempts = 1;
        backlog_add(&stage.backlog, &stage.pods[i], 1u << i, SECONDS(1));
    }
    backlog_help(&stage.backlog, POD_CAME, SECONDS(50));
    CU_ASSERT_EQUAL(taken(&stage, SECONDS(60)), 1);
    CU_ASSERT_EQUAL(taken(&stage, SECONDS(60)), -1);
    backlog_help(&stage.backlog, POD_LEFT | TAINT_LEFT, SECONDS(50));
    CU_ASSERT_EQUAL(taken(&stage, SECONDS(1)), -1);
    CU_ASSERT_PTR_NOT_NULL(backlog_take(&stage.backlog, SECONDS(1), true));
    CU_ASSERT_PTR_NOT_NULL(backlog_take(&stage.backlog, SECONDS(1), true));
    CU_ASSERT_PTR_NULL(backlog_take(&stage.backlog, SECONDS(1), true));
    arena_close(&stage.arena);
}

/* After more than five minutes, at a look every 30 s; not at all where nothing
 * has happened since. */
static void flushes(void)
{
    struct stage stage;

    open(&stage, 36, SECONDS(1), SECONDS(10));
    fail(&stage, 0, 1, SECONDS(30));
    fail(&stage, 1, 1, SECONDS(31));
    CU_ASSERT_EQUAL(backlog_next_flush(&stage.backlog), NEVER);
    backlog_help(&stage.backlog, POD_CAME, SECONDS(50));
    CU_ASSERT_EQUAL(backlog_next_flush(&stage.backlog), SECONDS(360));
    fail(&stage, 2, 1, SECONDS(51));
    backlog_flush(&stage.backlog, SECONDS(330));
    CU_ASSERT_EQUAL(taken(&stage, SECONDS(330)), -1);
    backlog_flush(&stage.backlog, SECONDS(360));
    CU_ASSERT_EQUAL(taken(&stage, SECONDS(360)), 0);
    CU_ASSERT_EQUAL(taken(&stage, SECONDS(360)), 1);
    CU_ASSERT_EQUAL(taken(&stage, SECONDS(360)), -1);
    fail(&stage, 0, 2, SECONDS(360));
    CU_ASSERT_EQUAL(backlog_next_flush(&stage.backlog), NEVER);
    arena_close(&stage.arena);
}

static void odd_settings(void)
{
    struct stage stage;

    open(&stage, 36, 0, SECONDS(10));
    fail(&stage, 0, 9, SECONDS(5));
    backlog_help(&stage.backlog, POD_LEFT, SECONDS(50));
    CU_ASSERT_EQUAL(taken(&stage, SECONDS(5)), 0);
    arena_close(&stage.arena);
    open(&stage, 32, SECONDS(20), SECONDS(10));
    fail(&stage, 0, 1, SECONDS(5));
    backlog_help(&stage.backlog, POD_LEFT, SECONDS(50));
    CU_ASSERT_EQUAL(backlog_next(&stage.backlog), SECONDS(15));
    arena_close(&stage.arena);
}

SUITE("models/backlog", {"priorities", priorities}, {"a heap", heap},
      {"back-offs", versions}, {"order", order}, {"hints", hints},
      {"flushes", flushes}, {"odd settings", odd_settings})
