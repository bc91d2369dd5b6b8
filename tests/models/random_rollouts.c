/*
 * Random rollouts of random Deployments without faults: never more pods than
 * the surge allows, never fewer available than must be.
 */
#include "models/controllers/rollout.h"
#include "tests/suite.h"
#include "tests/web_stage.h"

/* A random Deployment, with what it allows. */
struct random_web {
    int replicas;
    int most;
    int least;
    int min_ready;    /* seconds */
    const char *more; /* lines of its spec */
};

static const char *random_bound(struct stream *draw, struct arena *arena,
                                int low, int most_percent)
{
    return stream_below(draw, 2) == 0
               ? arena_format(arena, "%d", low + (int)stream_below(draw, 5))
               : arena_format(
                     arena, "%d%%",
                     1 + (int)stream_below(draw, (uint32_t)most_percent));
}

static struct random_web random_web(struct stream *draw, struct arena *arena)
{
    struct random_web web = {.replicas = 1 + (int)stream_below(draw, 20),
                             .min_ready = stream_below(draw, 2) == 0
                                              ? 0
                                              : (int)stream_below(draw, 20)};

    web.more = arena_format(
        arena,
        "minReadySeconds: %d\n"
        "  strategy: {rollingUpdate: {maxSurge: %s, maxUnavailable: %s}}",
        web.min_ready, random_bound(draw, arena, 1, 150),
        random_bound(draw, arena, 0, 100));
    return web;
}

static void bounds_of(struct web_stage *stage, struct random_web *web)
{
    const struct strategy *strategy = &stage->web->workload->strategy;
    int surge, unavailable;

    strategy_bounds(strategy->max_surge, strategy->max_unavailable,
                    web->replicas, &surge, &unavailable);
    web->most = web->replicas + surge;
    web->least = unavailable < web->replicas ? web->replicas - unavailable : 0;
}

/* Its template changes, even before the last change is through; not so with
 * minReadySeconds, because a ReplicaSet that is to lose what is not available
 * yet does not know which pods these are. */
static void change(struct web_stage *stage, struct stream *draw, int min_ready)
{
    static const char *const names[] = {"next", "stuck", "web"};

    for (int i = 0; i < 6; i++) {
        web_become(stage, names[stream_below(draw, 3)]);
        web_wait(stage, SECONDS(1 + stream_below(draw, 60)) +
                            (min_ready > 0 ? MINUTES(10) : 0));
    }
    web_become(stage, "next");
    web_wait(stage, HOURS(1));
}

/* Pods are no more than allowed where no creation overtakes a deletion that was
 * asked for three calls before; what is asked for never is. */
static void never_beyond(uint64_t seed, const char *delay, bool overtakes)
{
    struct arena arena;
    struct stream draw;
    struct web_stage stage;
    struct random_web web;
    struct seed all = {seed, 0, 0};

    arena_open(&arena);
    stream_open(&draw, &all, identity_of("rollouts"));
    web = random_web(&draw, &arena);
    web_open(&stage, seed, delay, web.replicas, web.more);
    bounds_of(&stage, &web);
    change(&stage, &draw, web.min_ready);
    CU_ASSERT_TRUE(web_settled(&stage, web.replicas));
    CU_ASSERT(stage.seen.most_specified <= web.most);
    CU_ASSERT(overtakes || stage.seen.most <= web.most);
    CU_ASSERT(stage.seen.least_available >= web.least);
    CU_ASSERT(web.least == web.replicas ||
              stage.seen.least_available < web.replicas);
    web_close(&stage);
    arena_close(&arena);
}

static void random_rollouts(void)
{
    uint64_t seeds = suite_short() ? 50 : 500;

    for (uint64_t seed = 1; seed <= seeds; seed++) {
        never_beyond(seed, "{law: exponential, mean: 20ms}", true);
        never_beyond(seed, "{law: uniform, low: 5ms, high: 15ms}", false);
    }
}

SUITE("models/controllers/random rollouts",
      {"stay within their bounds", random_rollouts})
