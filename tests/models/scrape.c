/*
 * What metrics-server tells: means over the window before its last scrape, of
 * pods that have run long enough; and how long it surely stays so.
 */
#include "models/monitoring/scrape.h"

#include <math.h>

#include "models/world.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

/* 90 requests a second of 10 ms: three pods use 300 milli-cores each, without
 * delays of the network or the proxies. */
#define SCENARIO(demand, more)                                                 \
    "apiVersion: nines/v1\nkind: Scenario\nmetadata: {name: t}\n"              \
    "spec:\n  horizon: 1d\n"                                                   \
    "  nodes: [{name: n, count: 4, cpu: 4, memory: 8Gi}]\n"                    \
    "  traffic: [{service: web, cpuPerRequest: 10ms, " demand "}]\n"           \
    "  controllers: {metrics-server: {resolution: 15s, fresh: 10s}}\n" more    \
    "---\n"

struct stage {
    struct arena texts;
    struct arena arena;
    struct world *world;
    int disturbed;
    struct scrape_reader reader;
};

static void disturbed(void *context)
{
    ++*(int *)context;
}

static void open_stage(struct stage *stage, const char *text)
{
    struct scenario *scenario;

    arena_open(&stage->texts);
    arena_open(&stage->arena);
    scenario = ARENA_NEW(&stage->texts, struct scenario);
    *scenario =
        *scenario_from_text(&stage->texts, arena_format(&stage->texts, "%s%s",
                                                        text, web_manifests));
    scenario->scraped = true;
    stage->world =
        world_open(scenario, &stage->arena, (struct seed){.seed = 3});
    stage->disturbed = 0;
    stage->reader = (struct scrape_reader){disturbed, &stage->disturbed, NULL};
    scrape_listen(stage->world->scrape, &scenario->services[0], &stage->reader);
    world_break(stage->world);
}

static void close_stage(struct stage *stage)
{
    arena_close(&stage->arena);
    arena_close(&stage->texts);
}

/* Of three pods together. */
static sim_time stays(const struct stage *stage, struct pod *const pods[3],
                      double low, double high)
{
    const struct scrape *scrape = stage->world->scrape;
    struct scrape_share sum = {NULL, 0}, share;
    struct pod_metrics metrics, shared;

    for (int i = 0; i < 3; i++) {
        CU_ASSERT_FATAL(scrape_share(scrape, pods[i], &share));
        CU_ASSERT_FATAL(scrape_pod(scrape, pods[i], &metrics));
        shared = scrape_of_share(scrape, &share);
        CU_ASSERT_EQUAL(shared.at, metrics.at);
        CU_ASSERT_EQUAL(shared.window, metrics.window);
        CU_ASSERT_DOUBLE_EQUAL(shared.cpu_milli, metrics.cpu_milli, 1e-6);
        sum.service = share.service;
        sum.cores += share.cores;
    }
    return scrape_stays(scrape, &sum, low, high);
}

/* The pods of the only ReplicaSet, by age. */
static int find_pods(const struct stage *stage, struct pod *pods[8])
{
    const struct api *api = stage->world->cluster.api;
    int count = 0;

    for (struct owner *owner = api->owners; owner != NULL; owner = owner->next)
        for (struct pod *each = owner->first; each != NULL && count < 8;
             each = each->next)
            pods[count++] = each;
    return count;
}

static void steady(void)
{
    struct stage stage;
    struct pod *pods[8];
    struct pod_metrics metrics;

    open_stage(&stage, SCENARIO("kind: constant, mean: 90/s", ""));
    sim_run(stage.world->sim, MINUTES(10));
    CU_ASSERT_EQUAL_FATAL(find_pods(&stage, pods), 3);
    for (int i = 0; i < 3; i++) {
        CU_ASSERT_FATAL(scrape_pod(stage.world->scrape, pods[i], &metrics));
        CU_ASSERT_DOUBLE_EQUAL(metrics.cpu_milli, 300, 1e-6);
        CU_ASSERT_EQUAL(metrics.window, SECONDS(15));
        CU_ASSERT(metrics.at <= MINUTES(10));
        CU_ASSERT(metrics.at > MINUTES(10) - SECONDS(15));
    }
    CU_ASSERT_EQUAL(stays(&stage, pods, 890, 910), NEVER);
    CU_ASSERT_EQUAL(stays(&stage, pods, 901, 910), MINUTES(10));
    CU_ASSERT_EQUAL(stage.disturbed, 0);
    close_stage(&stage);
}

/* The rate swings about 90/s by half, with its peak at six hours: 10 % above
 * the mean it crosses asin(0.2) / 2 pi days after the rise through the mean. */
static void swings(void)
{
    struct stage stage;
    struct pod *pods[8];
    struct pod_metrics metrics;
    double turn = 2 * acos(-1), sum = 0;
    sim_time until;

    open_stage(&stage, SCENARIO("kind: diurnal, mean: 90/s, swing: 50%, "
                                "peak: 6h",
                                ""));
    sim_run(stage.world->sim, MINUTES(10));
    CU_ASSERT_EQUAL_FATAL(find_pods(&stage, pods), 3);
    until = stays(&stage, pods, 450, 990);
    CU_ASSERT_DOUBLE_EQUAL(time_seconds(until), asin(0.2) / turn * 86400, 1);
    sim_run(stage.world->sim, until);
    for (int i = 0; i < 3; i++) {
        CU_ASSERT_FATAL(scrape_pod(stage.world->scrape, pods[i], &metrics));
        sum += metrics.cpu_milli;
    }
    CU_ASSERT(sum < 990);
    CU_ASSERT_DOUBLE_EQUAL(
        sum,
        900 * (1 + 0.5 * sin(turn * time_seconds(metrics.at - SECONDS(15) / 2) /
                             86400)),
        0.01);
    CU_ASSERT_EQUAL(stage.disturbed, 0);
    close_stage(&stage);
}

/* When the third pod is deleted, the others take over what it did; a scrape
 * sees the mean of before and after. */
static void disturbance(void)
{
    struct stage stage;
    struct pod *pods[8], *fourth;
    struct pod_metrics metrics;
    sim_time at, known = NEVER;

    open_stage(&stage, SCENARIO("kind: constant, mean: 90/s", ""));
    sim_run(stage.world->sim, MINUTES(10));
    CU_ASSERT_EQUAL_FATAL(find_pods(&stage, pods), 3);
    api_delete(stage.world->cluster.api, pods[2], SPEC_GRACE, "test", NO_CAUSE);
    sim_run(stage.world->sim, MINUTES(10) + SECONDS(14));
    CU_ASSERT(stage.disturbed > 0);
    CU_ASSERT_EQUAL(find_pods(&stage, pods) >= 3, true);
    fourth = pods[find_pods(&stage, pods) - 1];
    for (at = MINUTES(10) + SECONDS(15); at < MINUTES(11); at += SECONDS(1)) {
        sim_run(stage.world->sim, at);
        if (scrape_pod(stage.world->scrape, fourth, &metrics) && known == NEVER)
            known = metrics.at;
    }
    CU_ASSERT(known - fourth->sandbox->containers[0].since >= SECONDS(10));
    CU_ASSERT(known - fourth->sandbox->containers[0].since < SECONDS(25));
    CU_ASSERT_DOUBLE_EQUAL(metrics.cpu_milli, 300, 1e-6);
    close_stage(&stage);
}

/* Whenever containers start again, what they used before is not told as if it
 * had been used since. */
static void started_again(void)
{
    struct stage stage;
    struct pod *pods[8];
    struct pod_metrics metrics;
    int fresh = 0;

    open_stage(&stage,
               SCENARIO("kind: constant, mean: 90/s",
                        "  faults: [{name: c, kind: container-crash, every: "
                        "607s, target: {containers: each}}]\n"));
    for (sim_time at = 0; at < HOURS(3); at += SECONDS(1)) {
        sim_run(stage.world->sim, at);
        for (int i = find_pods(&stage, pods) - 1; i >= 0; i--) {
            if (!scrape_pod(stage.world->scrape, pods[i], &metrics))
                continue;
            fresh += at > MINUTES(10) && metrics.window < SECONDS(15);
            CU_ASSERT(metrics.cpu_milli >= -1e-6);
            CU_ASSERT(metrics.cpu_milli <= 300 * 1.5);
        }
    }
    CU_ASSERT(fresh > 0);
    close_stage(&stage);
}

SUITE("models/scrape", {"a constant load", steady},
      {"a load that swings", swings},
      {"a pod goes and another comes", disturbance},
      {"containers start again", started_again})
