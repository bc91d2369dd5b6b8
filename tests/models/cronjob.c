/* CronJobs: a Job whenever it is due. */
#include "sim/hook.h"
#include "tests/models/workload_stage.h"
#include "tests/suite.h"

static struct workload_stage stage;

#define RUNS(text)                                                             \
    "  nodes: [{name: n, count: 6, zones: [a, b, c]}]\n"                       \
    "  programs: [{name: p, workload: cronjob/x, runTime: " text "}]\n"
#define CRON_JOB(schedule, more)                                               \
    "---\n"                                                                    \
    "apiVersion: batch/v1\n"                                                   \
    "kind: CronJob\n"                                                          \
    "metadata: {name: x}\n"                                                    \
    "spec:\n"                                                                  \
    "  schedule: \"" schedule "\"\n" more "  jobTemplate:\n"                   \
    "    spec:\n"                                                              \
    "      template:\n"                                                        \
    "        spec: {containers: [{name: c}], restartPolicy: Never}\n"

static int jobs(enum job_result result)
{
    int count = 0;

    for (const struct owner *each = stage_owner(&stage)->children; each != NULL;
         each = each->next_sibling)
        count += each->state.status.result == result;
    return count;
}

/* At the full hour, 100 ms late; the last three that completed are kept. */
static void hourly(void)
{
    sim_time begun;

    stage_open(&stage, RUNS("10m"), CRON_JOB("0 * * * *", ""));
    stage_run(&stage, HOURS(5) - MINUTES(1));
    for (int hour = 1; hour < 5; hour++) {
        begun = stage_when(&stage, POD_CREATED, -1, HOURS(hour) - SECONDS(1));
        CU_ASSERT(begun > HOURS(hour) &&
                  begun < HOURS(hour) + MILLISECONDS(250));
    }
    CU_ASSERT_EQUAL(stage_count(&stage, POD_CREATED), 5); /* and at 0 h */
    CU_ASSERT_EQUAL(jobs(JOB_COMPLETE), 3);
    CU_ASSERT_EQUAL(stage.api->pods, 3);
    CU_ASSERT_EQUAL(stage_owner(&stage)->children->state.spec.scheduled_minute,
                    cron_minutes(HOURS(2)));
    stage_close(&stage);
}

/* What is still running when the next one is due goes on beside it, keeps it
 * away, or makes place for it. */
static void concurrency(void)
{
    static const struct {
        const char *manifests;
        int active;
        int created;
    } cases[] = {
        {CRON_JOB("*/10 * * * *", ""), 2, 6},
        {CRON_JOB("*/10 * * * *", "  concurrencyPolicy: Forbid\n"), 1, 2},
        {CRON_JOB("*/10 * * * *", "  concurrencyPolicy: Replace\n"), 1, 6}};

    for (int i = 0; i < 3; i++) {
        stage_open(&stage, RUNS("25m"), cases[i].manifests);
        stage_run(&stage, MINUTES(9));
        stage_listen(&stage);
        stage_run(&stage, HOURS(1));
        CU_ASSERT_EQUAL(jobs(JOB_UNFINISHED), cases[i].active);
        CU_ASSERT(stage_count(&stage, POD_CREATED) >= cases[i].created);
        CU_ASSERT(stage_count(&stage, POD_CREATED) <= cases[i].created + 1);
        if (i == 2)
            CU_ASSERT_EQUAL(stage_count(&stage, POD_DELETED), 6);
        stage_close(&stage);
    }
}

static void suspended(void)
{
    stage_open(&stage, RUNS("1m"),
               CRON_JOB("*/10 * * * *", "  suspend: true\n"));
    stage_run(&stage, HOURS(2));
    CU_ASSERT_EQUAL(stage_count(&stage, POD_CREATED), 0);
    stage_close(&stage);
}

/* Those that failed: one is kept. */
static void failed(void)
{
    stage_open(&stage, RUNS("1m, failures: 100%"),
               CRON_JOB("0 * * * *", "  failedJobsHistoryLimit: 2\n"));
    stage_run(&stage, HOURS(20));
    CU_ASSERT_EQUAL(jobs(JOB_COMPLETE), 0);
    CU_ASSERT_EQUAL(jobs(JOB_FAILED), 2);
    stage_close(&stage);
}

/* 10,000 Jobs need no more memory than 100. */
static void bounded(void)
{
    size_t used;
    int days = suite_short() ? 1 : 10;

    stage_open(&stage, RUNS("20s"), CRON_JOB("* * * * *", ""));
    stage_run(&stage, HOURS(12));
    used = stage.arena.used;
    stage_run(&stage, DAYS(days));
    CU_ASSERT_EQUAL(stage.arena.used, used);
    CU_ASSERT_EQUAL(jobs(JOB_COMPLETE), 3);
    stage_close(&stage);
}

SUITE("models/cronjob", {"every hour", hourly}, {"concurrency", concurrency},
      {"suspended", suspended}, {"failed ones", failed},
      {"memory is bounded", bounded})
