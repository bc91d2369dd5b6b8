/*
 * Rollouts of a Deployment in a whole world without faults: what its pods are
 * at every moment, and what its controller says of it.
 */
#include "models/controllers/rollout.h"
#include "tests/suite.h"
#include "tests/web_stage.h"

static void roll(int replicas, int most, int least, int in_all)
{
    struct web_stage stage;

    web_open(&stage, 1, "5ms", replicas, "");
    CU_ASSERT_TRUE(web_settled(&stage, replicas));
    web_become(&stage, "next");
    web_wait(&stage, MINUTES(1));
    CU_ASSERT_TRUE(web_settled(&stage, replicas));
    CU_ASSERT_EQUAL(stage.seen.most, most);
    CU_ASSERT_EQUAL(stage.seen.least_available, least);
    CU_ASSERT_EQUAL(stage.seen.most_in_all, in_all);
    CU_ASSERT_EQUAL(stage.seen.completed, 1);
    CU_ASSERT_EQUAL(web_sized(&stage, "web"), 0);
    CU_ASSERT_EQUAL(web_sized(&stage, "next"), replicas);
    web_close(&stage);
}

static void rolling_update(void)
{
    roll(10, 13, 8, 18);
    roll(4, 5, 3, 7);
    roll(1, 2, 1, 2);
}

/* Its new pods are never ready: as many old ones stay as must be available, and
 * it is told once that nothing gets on. */
static void stuck_rollout(void)
{
    struct web_stage stage;

    web_open(&stage, 1, "5ms", 10, "progressDeadlineSeconds: 60");
    web_become(&stage, "stuck");
    web_wait(&stage, SECONDS(59));
    CU_ASSERT_EQUAL(stage.seen.exceeded, 0);
    web_wait(&stage, HOURS(1));
    CU_ASSERT_EQUAL(stage.seen.exceeded, 1);
    CU_ASSERT_EQUAL(stage.seen.completed, 0);
    CU_ASSERT_EQUAL(stage.seen.least_available, 8);
    CU_ASSERT_EQUAL(stage.seen.most, 13);
    CU_ASSERT_EQUAL(web_sized(&stage, "web"), 8);
    CU_ASSERT_EQUAL(web_sized(&stage, "stuck"), 5);
    web_close(&stage);
}

/* A roll back uses the ReplicaSet that there was. */
static void roll_back(void)
{
    struct web_stage stage;

    web_open(&stage, 1, "5ms", 10, "");
    web_become(&stage, "stuck");
    web_wait(&stage, SECONDS(30));
    web_become(&stage, "web");
    web_wait(&stage, MINUTES(1));
    CU_ASSERT_TRUE(web_settled(&stage, 10));
    CU_ASSERT_EQUAL(web_sets(&stage), 2);
    CU_ASSERT_EQUAL(web_sized(&stage, "web"), 10);
    CU_ASSERT_EQUAL(web_sized(&stage, "stuck"), 0);
    CU_ASSERT_EQUAL(stage.seen.least_available, 8);
    CU_ASSERT_EQUAL(stage.seen.exceeded, 0);
    CU_ASSERT_EQUAL(stage.web->children->state.spec.revision, 3);
    web_close(&stage);
}

/* What was complete is not on its way any more, whatever befalls it. */
static void complete_never_exceeds(void)
{
    struct web_stage stage;

    web_open(&stage, 1, "5ms", 3, "progressDeadlineSeconds: 60");
    for (int i = 0; i < 20; i++) {
        api_delete(stage.api, stage.web->children->first, SPEC_GRACE, "test",
                   NO_CAUSE);
        web_wait(&stage, i % 2 == 0 ? MINUTES(2) : SECONDS(1));
    }
    web_scale(&stage, 200); /* more than fit */
    web_wait(&stage, HOURS(1));
    CU_ASSERT_EQUAL(stage.web->state.status.replicas, 200);
    CU_ASSERT_EQUAL(stage.web->state.status.available, 150);
    CU_ASSERT_EQUAL(stage.seen.exceeded, 0);
    web_close(&stage);
}

static void recreate(void)
{
    struct web_stage stage;

    web_open(&stage, 1, "5ms", 4, "strategy: {type: Recreate}");
    web_become(&stage, "next");
    web_wait(&stage, MILLISECONDS(400));
    CU_ASSERT_EQUAL(web_sized(&stage, "web"), 0);
    CU_ASSERT_EQUAL(web_sized(&stage, "next"),
                    -1); /* the old ones still stop */
    CU_ASSERT_EQUAL(stage.seen.least_available, 0);
    web_wait(&stage, MINUTES(1));
    CU_ASSERT_TRUE(web_settled(&stage, 4));
    CU_ASSERT_EQUAL(stage.seen.most_running, 4);
    CU_ASSERT_EQUAL(web_sized(&stage, "next"), 4);
    web_close(&stage);
}

/* While it is paused it is resized, and nothing else. */
static void paused(void)
{
    struct web_stage stage;

    web_open(&stage, 1, "5ms", 4, "progressDeadlineSeconds: 60");
    web_pause(&stage, true);
    web_become(&stage, "next");
    web_wait(&stage, HOURS(1));
    CU_ASSERT_EQUAL(web_sized(&stage, "next"), -1);
    web_scale(&stage, 6);
    web_wait(&stage, HOURS(1));
    CU_ASSERT_EQUAL(web_sized(&stage, "web"), 6);
    CU_ASSERT_EQUAL(stage.seen.exceeded, 0);
    web_pause(&stage, false);
    web_wait(&stage, MINUTES(1));
    CU_ASSERT_EQUAL(web_sized(&stage, "next"), 6);
    CU_ASSERT_TRUE(web_settled(&stage, 6));
    web_close(&stage);
}

/* Resized on its way, all its ReplicaSets share the change. */
static void proportional_scaling(void)
{
    struct web_stage stage;

    web_open(&stage, 1, "5ms", 10, "");
    web_become(&stage, "stuck");
    web_wait(&stage, MINUTES(1));
    web_scale(&stage, 20);
    web_wait(&stage, MINUTES(1));
    /* 25 in all: 8 and 5 of 13 before, each times 25/13, rounded. */
    CU_ASSERT_EQUAL(web_sized(&stage, "web"), 15);
    CU_ASSERT_EQUAL(web_sized(&stage, "stuck"), 10);
    web_close(&stage);
}

static void revision_history(void)
{
    struct web_stage stage;
    static const char *const names[] = {"next", "stuck", "web"};

    web_open(&stage, 1, "5ms", 2, "revisionHistoryLimit: 1");
    for (int i = 0; i < 9; i++) {
        web_become(&stage, names[i % 3]);
        web_wait(&stage, MINUTES(1));
    }
    CU_ASSERT_TRUE(web_settled(&stage, 2));
    CU_ASSERT_EQUAL(web_sets(&stage), 2);
    CU_ASSERT_EQUAL(web_sized(&stage, "next"), -1);
    web_close(&stage);
}

/* A pod is available when it has been ready for so long, to the second in which
 * it became ready. */
static void min_ready(void)
{
    struct web_stage stage;

    web_open(&stage, 1, "5ms", 2, "minReadySeconds: 30");
    web_become(&stage, "next");
    web_wait(&stage, SECONDS(31));
    CU_ASSERT_EQUAL(web_sized(&stage, "web"), 2);
    web_wait(&stage, SECONDS(2));
    CU_ASSERT_EQUAL(web_sized(&stage, "web"), 1);
    CU_ASSERT_EQUAL(stage.web->state.status.ready, 2);
    web_wait(&stage, MINUTES(1));
    CU_ASSERT_TRUE(web_settled(&stage, 2));
    CU_ASSERT_EQUAL(stage.seen.most, 3);
    web_close(&stage);
}

/* Ten old pods are to be eight, and their status does not say so yet: they are
 * not taken for ten that are available. */
static void late_status(void)
{
    struct rollout_set now = {.replicas = 5, .available = 1};
    struct rollout_set old = {.replicas = 8, .available = 10, .next = &now};
    struct rollout rollout = {.replicas = 10,
                              .surge = 3,
                              .unavailable = 2,
                              .first = &old,
                              .current = &now};

    CU_ASSERT_FALSE(rollout_scale_old(&rollout));
    CU_ASSERT_EQUAL(old.replicas, 8);
    old.available = 8;
    CU_ASSERT_TRUE(rollout_scale_old(&rollout));
    CU_ASSERT_EQUAL(old.replicas, 7);
}

SUITE("models/controllers/deployment",
      {"rolls within its bounds", rolling_update},
      {"a stuck rollout keeps old pods, and says so", stuck_rollout},
      {"rolls back", roll_back},
      {"what was complete never exceeds its deadline", complete_never_exceeds},
      {"recreates", recreate}, {"does not roll while it is paused", paused},
      {"is resized on its way", proportional_scaling},
      {"keeps as many old ReplicaSets as told", revision_history},
      {"waits for minReadySeconds", min_ready},
      {"does not trust a status of before", late_status})
