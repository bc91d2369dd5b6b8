/*
 * How fast a ReplicaSet gets its pods, and which it gives up: 1 to 50 to 1, as
 * was measured on 1.36 (the burst of 30 calls, then 20 a second).
 */
#include "tests/suite.h"
#include "tests/web_stage.h"

enum { MOST = 64 };

/* When pods were created, or their deletion was asked for. */
struct times {
    struct listener written;
    struct sim *sim;
    sim_time begun;
    sim_time created[MOST];
    sim_time deleted[MOST];
    int creations;
    int deletions;
};

static void written(void *context, void *subject, struct cause cause)
{
    struct times *times = context;
    const struct change *change = subject;
    sim_time t = times->sim->now - times->begun;

    (void)cause;
    if (change->kind == POD_CREATED && times->creations < MOST)
        times->created[times->creations++] = t;
    if (change->kind == POD_DELETED && times->deletions < MOST)
        times->deleted[times->deletions++] = t;
}

static void open(struct web_stage *stage, struct times *times, int replicas)
{
    web_open(stage, 1, "5ms", replicas, "");
    *times = (struct times){.written = {written, times, NULL},
                            .sim = stage->api->sim,
                            .begun = stage->api->sim->now};
    hook_listen(stage->api->written, &times->written);
}

/* A call of the Deployment's controller, news of it, then batches of 1, 2, 4, 8
 * and 16 calls, 5 ms each; of the 31st on there is one each 50 ms. */
static void one_to_fifty(void)
{
    struct web_stage stage;
    struct times times;

    open(&stage, &times, 1);
    web_scale(&stage, 50);
    web_wait(&stage, SECONDS(10));
    CU_ASSERT_EQUAL_FATAL(times.creations, 49);
    CU_ASSERT_EQUAL(times.created[0], MILLISECONDS(20));
    CU_ASSERT_EQUAL(times.created[1], MILLISECONDS(25));
    CU_ASSERT_EQUAL(times.created[2], MILLISECONDS(25));
    CU_ASSERT_EQUAL(times.created[3], MILLISECONDS(30));
    CU_ASSERT_EQUAL(times.created[7], MILLISECONDS(35));
    CU_ASSERT_EQUAL(times.created[15], MILLISECONDS(40));
    CU_ASSERT_EQUAL(times.created[29], MILLISECONDS(40));
    CU_ASSERT_EQUAL(times.created[31] / MILLISECONDS(1), 20 + 100);
    CU_ASSERT_EQUAL(times.created[48] / MILLISECONDS(1), 20 + 19 * 50);
    CU_ASSERT_TRUE(web_settled(&stage, 50));
    web_close(&stage);
}

/* Deletions are all asked for at once, and come no faster than the client may.
 */
static void fifty_to_one(void)
{
    struct web_stage stage;
    struct times times;

    open(&stage, &times, 50);
    web_scale(&stage, 1);
    web_wait(&stage, SECONDS(10));
    CU_ASSERT_EQUAL_FATAL(times.deletions, 49);
    CU_ASSERT_EQUAL(times.deleted[0], MILLISECONDS(20));
    CU_ASSERT_EQUAL(times.deleted[29], MILLISECONDS(20));
    CU_ASSERT_EQUAL(times.deleted[30] / MILLISECONDS(1), 20 + 50);
    CU_ASSERT_EQUAL(times.deleted[48] / MILLISECONDS(1), 20 + 19 * 50);
    CU_ASSERT_EQUAL(times.creations, 0);
    CU_ASSERT_TRUE(web_settled(&stage, 1));
    web_close(&stage);
}

/* The number of its pods on that node. */
static int on_node(const struct web_stage *stage, const struct node *node)
{
    int number = 0;

    for (const struct pod *pod = node->pods; pod != NULL;
         pod = pod->next_on_node)
        number += pod->owner->parent == stage->web && pod_active(&pod->status);
    return number;
}

/* Of 20 pods on 15 nodes, those on five nodes are two each: these go first, all
 * of them. */
static void shared_nodes_first(void)
{
    struct web_stage stage;

    web_open(&stage, 1, "5ms", 20, "");
    web_scale(&stage, 10);
    web_wait(&stage, SECONDS(30));
    CU_ASSERT_TRUE(web_settled(&stage, 10));
    for (int i = 0; i < stage.api->node_count; i++)
        CU_ASSERT(on_node(&stage, &stage.api->nodes[i]) <= 1);
    web_close(&stage);
}

/* What has ended is not counted, and not deleted either. */
static void failed_pods_stay(void)
{
    struct web_stage stage;
    struct times times;
    struct owner *set;

    open(&stage, &times, 3);
    set = stage.web->children;
    api_end(stage.api, set->first, POD_FAILED, "test", NO_CAUSE);
    web_wait(&stage, SECONDS(30));
    CU_ASSERT_EQUAL(times.creations, 1);
    CU_ASSERT_EQUAL(times.deletions, 0);
    CU_ASSERT_EQUAL(set->first->status.phase, POD_FAILED);
    CU_ASSERT_TRUE(web_settled(&stage, 3));
    web_scale(&stage, 0);
    web_wait(&stage, SECONDS(30));
    CU_ASSERT_EQUAL(times.deletions, 3);
    CU_ASSERT_EQUAL(set->first->status.phase, POD_FAILED);
    web_close(&stage);
}

SUITE("models/controllers/replication",
      {"1 to 50: batches, a burst of 30, then 20 a second", one_to_fifty},
      {"50 to 1: a burst of 30, then 20 a second", fifty_to_one},
      {"gives up those that share a node first", shared_nodes_first},
      {"neither counts nor deletes what has failed", failed_pods_stay})
