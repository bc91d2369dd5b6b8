/* What the load does: shares of requests, saturation, CPU. */
#include "models/cluster/use.h"

#include <math.h>
#include <stdio.h>

#include "models/world.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

static const double pi = 3.14159265358979323846;

static const char scenario_text[] =
    "apiVersion: nines/v1\n"
    "kind: Scenario\n"
    "spec:\n"
    "  horizon: 10d\n"
    "  nodes:\n"
    "  - {name: worker, count: 3, zones: [a, b, c], cpu: %d, memory: 16Gi}\n"
    "  traffic: [{service: web%s}]\n";

/* A world needs an arena of its own. */
struct stage {
    struct arena scenario;
    struct arena arena;
    struct world *world;
    const struct service_use *service;
};

static void stage_open(struct stage *stage, int cores, const char *traffic)
{
    arena_open(&stage->scenario);
    arena_open(&stage->arena);
    stage->world =
        world_open(scenario_from_text(
                       &stage->scenario,
                       arena_format(&stage->scenario, "%s%s",
                                    arena_format(&stage->scenario,
                                                 scenario_text, cores, traffic),
                                    web_manifests)),
                   &stage->arena, (struct seed){4, 0, 0});
    stage->service = &stage->world->cluster.use.services[0];
}

static void stage_close(struct stage *stage)
{
    arena_close(&stage->arena);
    arena_close(&stage->scenario);
}

static double success(const struct stage *stage)
{
    return use_success(stage->service, stage->world->sim->now);
}

static struct machine *machine_of(const struct stage *stage)
{
    const struct owner *set = stage->world->cluster.api->last_owner;

    return &stage->world->cluster.infrastructure
                ->machines[set->first->status.node->ordinal];
}

static int listed(const struct stage *stage)
{
    return stage->service->balancer->newest->regions[0]
        .backends[READY_ENDPOINT]
        .listed;
}

/* A dead endpoint loses its share until it is no longer listed. */
static void shares(const char *traffic)
{
    struct stage stage;
    struct infrastructure *infrastructure;

    stage_open(&stage, 4, traffic);
    infrastructure = stage.world->cluster.infrastructure;
    CU_ASSERT_EQUAL(listed(&stage), 3);
    CU_ASSERT_DOUBLE_EQUAL(success(&stage), 1, 1e-12);
    CU_ASSERT_TRUE(stage.service->available);
    CU_ASSERT_EQUAL(stage.world->cluster.use.running_pods, 3);
    machine_break(infrastructure, machine_of(&stage), NO_CAUSE);
    CU_ASSERT_DOUBLE_EQUAL(success(&stage), 2. / 3, 1e-12);
    CU_ASSERT_FALSE(stage.service->available);
    CU_ASSERT_EQUAL(stage.world->cluster.use.running_pods, 2);
    sim_run(stage.world->sim, stage.world->sim->now + SECONDS(60));
    CU_ASSERT_EQUAL(listed(&stage), 2);
    CU_ASSERT_DOUBLE_EQUAL(success(&stage), 1, 1e-12);
    CU_ASSERT_TRUE(stage.service->available);
    for (int i = 0; i < 3; i++)
        if (machine_up(&infrastructure->machines[i]))
            machine_break(infrastructure, &infrastructure->machines[i],
                          NO_CAUSE);
    CU_ASSERT_EQUAL(success(&stage), 0);
    CU_ASSERT_FALSE(stage.service->available);
    stage_close(&stage);
}

static void with_traffic(void)
{
    shares(", kind: constant, mean: 200/s");
}

static void without_traffic(void)
{
    shares("");
}

/* 3 pods of 2 cores at 10 ms a request: 600/s, of 1000/s. */
static void saturated(void)
{
    struct stage stage;
    sim_time from;

    stage_open(&stage, 2,
               ", kind: constant, mean: 1000/s, cpuPerRequest: 10ms");
    from = stage.world->sim->now;
    CU_ASSERT_TRUE(stage.service->overloaded);
    CU_ASSERT_FALSE(stage.service->available);
    CU_ASSERT_DOUBLE_EQUAL(success(&stage), 0.6, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(use_at(stage.service, stage.service->served, from),
                           600, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(
        use_volume(stage.service, stage.service->served, from, from + HOURS(1)),
        600 * 3600, 1e-6);
    CU_ASSERT_DOUBLE_EQUAL(use_offered(stage.service, from, from + HOURS(1)),
                           1000 * 3600, 1e-6);
    /* Each node is full; each pod asked for 100 m and uses 2 cores. */
    CU_ASSERT_DOUBLE_EQUAL(
        use_at(stage.service, stage.service->node_share, from), 3, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(
        use_at(stage.service, stage.service->pod_share, from), 60, 1e-9);
    stage_close(&stage);
}

/* The same at a tenth of the traffic. */
static void idle(void)
{
    struct stage stage;

    stage_open(&stage, 2, ", kind: constant, mean: 100/s, cpuPerRequest: 10ms");
    CU_ASSERT_FALSE(stage.service->overloaded);
    CU_ASSERT_TRUE(stage.service->available);
    CU_ASSERT_DOUBLE_EQUAL(use_at(stage.service, stage.service->node_share, 0),
                           0.5, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(use_at(stage.service, stage.service->pod_share, 0),
                           10, 1e-12);
    stage_close(&stage);
}

/* Sums up, over days, when the Service was overloaded and unavailable, and
 * what it served. */
struct book {
    const struct stage *stage;
    struct listener leaving;
    double overloaded, unavailable, served;
};

static void leaving(void *context, void *subject, struct cause cause)
{
    struct book *book = context;
    const struct service_use *service = subject;
    sim_time now = book->stage->world->sim->now;
    sim_time since = service->since > 0 ? service->since : 0;
    double seconds = time_seconds(now - since);

    (void)cause;
    book->overloaded += service->overloaded ? seconds : 0;
    book->unavailable += service->available ? 0 : seconds;
    book->served += use_volume(service, service->served, since, now);
}

/* How long a day a cosine of this mean and swing is above a level. */
static double above(double mean, double swing, double level)
{
    return acos((level / mean - 1) / swing) / pi * 86400;
}

static double rate(double t)
{
    return 500 * (1 + 0.6 * cos(2 * pi * (t - 14 * 3600) / 86400));
}

static double served_in_a_day(void)
{
    double sum = 0;

    for (int second = 0; second < 86400; second++)
        sum += fmin(rate(second + 0.5), 600);
    return sum;
}

/* Mean 500/s, peak 800/s, capacity 600/s; unavailable above 600/0.99. */
static void overload_crossing(void)
{
    enum { PERIODS = 5 };
    struct stage stage;
    struct book book = {.stage = &stage, .leaving = {leaving, &book, NULL}};
    uint64_t events;

    stage_open(&stage, 2,
               ", kind: diurnal, mean: 500/s, swing: 60%, "
               "cpuPerRequest: 10ms");
    hook_listen(&stage.world->cluster.use.leaving, &book.leaving);
    events = stage.world->sim->events;
    sim_run(stage.world->sim, DAYS(PERIODS));
    leaving(&book, &stage.world->cluster.use.services[0], NO_CAUSE);
    CU_ASSERT_DOUBLE_EQUAL(book.overloaded / PERIODS, above(500, 0.6, 600),
                           0.01);
    CU_ASSERT_DOUBLE_EQUAL(book.unavailable / PERIODS,
                           above(500, 0.6, 600 / 0.99), 0.01);
    CU_ASSERT_DOUBLE_EQUAL(book.served / PERIODS / served_in_a_day(), 1, 1e-7);
    /* Four crossings a day, and nothing else. */
    CU_ASSERT_EQUAL(stage.world->sim->events - events, 4 * PERIODS);
    stage_close(&stage);
}

SUITE("models/use", {"shares", with_traffic},
      {"shares without traffic", without_traffic}, {"saturated", saturated},
      {"idle", idle}, {"overload crossing", overload_crossing})
