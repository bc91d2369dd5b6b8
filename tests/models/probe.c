/* Probes: what is computed is what a worker that makes each would find. */
#include "models/cluster/probe.h"

#include "sim/random.h"
#include "tests/suite.h"

enum { STORIES = 2000, MOST_CHANGES = 6 };

/* How a container answers, over time. */
struct story {
    sim_time at[MOST_CHANGES];
    enum health health[MOST_CHANGES];
    int count;
};

static enum health health_at(const struct story *story, sim_time t)
{
    int i = 0;

    while (i + 1 < story->count && story->at[i + 1] <= t)
        i++;
    return story->health[i];
}

/* pkg/kubelet/prober/worker.go, tick by tick, up to the first result that
 * counts; a probe that hangs is not cut short by an answer. */
static sim_time ticked(const struct story *story, const struct probe *probe,
                       enum probe_kind kind, sim_time phase, sim_time enabled,
                       bool *passes)
{
    struct probing worker = probing_begin(kind);
    sim_time tick = phase;

    while (tick < enabled)
        tick += probe->period;
    for (; tick < HOURS(2); tick += probe->period) {
        bool success = health_at(story, tick) == ANSWERING;
        int threshold =
            success ? probe->success_threshold : probe->failure_threshold;

        worker.run =
            (uint16_t)(worker.run > 0 && worker.last == success ? worker.run + 1
                                                                : 1);
        worker.last = success;
        if (worker.run < threshold)
            continue;
        if (success == worker.passes && (success || kind == READINESS_PROBE))
            continue;
        *passes = success;
        return tick + (health_at(story, tick) == HANGING ? probe->timeout : 0);
    }
    return NEVER;
}

static sim_time elided(const struct story *story, const struct probe *probe,
                       enum probe_kind kind, sim_time phase, sim_time enabled,
                       bool *passes)
{
    struct probing probing = probing_begin(kind);

    for (int i = 0; i < story->count; i++) {
        sim_time until = i + 1 < story->count ? story->at[i + 1] : HOURS(2);
        sim_time at = probing_changes(&probing, probe, kind, story->health[i],
                                      phase, enabled, story->at[i]);

        if (at < until) {
            probing_settle(&probing, probe, story->health[i]);
            *passes = probing.passes;
            return at;
        }
        probing_count(&probing, probe, story->health[i], phase, enabled,
                      story->at[i], until - 1);
    }
    return NEVER;
}

/* It changes at halves of a second, while ticks and timeouts are at whole ones;
 * and hangs only at last, as an answer cuts no probe short. */
static struct story draw_story(struct stream *stream)
{
    struct story story = {.count = 1 + (int)stream_below(stream, 5)};
    sim_time at = 0;

    for (int i = 0; i < story.count; i++) {
        bool last = i + 1 == story.count;

        story.at[i] = i == 0 ? 0 : at + MILLISECONDS(500);
        story.health[i] = (enum health)stream_below(stream, last ? 3 : 2);
        at += SECONDS(1 + stream_below(stream, 60));
    }
    return story;
}

static struct probe draw_probe(struct stream *stream, enum probe_kind kind)
{
    return (struct probe){
        .given = true,
        .period = SECONDS(2 + stream_below(stream, 9)),
        .timeout = SECONDS(1),
        .success_threshold =
            kind == READINESS_PROBE ? 1 + (int)stream_below(stream, 3) : 1,
        .failure_threshold = 1 + (int)stream_below(stream, 4)};
}

static void random_stories(void)
{
    const struct seed seed = {.seed = 7};
    struct stream stream;
    int counted = 0;

    stream_open(&stream, &seed, identity_of("stories"));
    for (int i = 0; i < STORIES; i++) {
        enum probe_kind kind = (enum probe_kind)stream_below(&stream, PROBES);
        struct probe probe = draw_probe(&stream, kind);
        struct story story = draw_story(&stream);
        sim_time phase = SECONDS(stream_below(&stream, 10));
        sim_time enabled = phase + SECONDS(stream_below(&stream, 30));
        bool a = false, b = false;
        sim_time at = ticked(&story, &probe, kind, phase, enabled, &a);

        CU_ASSERT_EQUAL(at, elided(&story, &probe, kind, phase, enabled, &b));
        CU_ASSERT_EQUAL(a, b);
        counted += at != NEVER;
    }
    CU_ASSERT(counted > STORIES / 2);
}

static const struct probe usual = {.given = true,
                                   .period = SECONDS(10),
                                   .timeout = SECONDS(1),
                                   .success_threshold = 1,
                                   .failure_threshold = 3};

/* Three failures in a row, each late by the timeout. */
static void hangs(void)
{
    struct probing alive = probing_begin(LIVENESS_PROBE);

    for (int s = 0; s < 10; s++) {
        sim_time from = SECONDS(100 + s) + 1;
        sim_time at = probing_changes(&alive, &usual, LIVENESS_PROBE, HANGING,
                                      0, 0, from);

        CU_ASSERT_EQUAL(at, SECONDS(131));
        CU_ASSERT(at - from > SECONDS(20) && at - from <= SECONDS(31));
    }
    CU_ASSERT_EQUAL(
        probing_changes(&alive, &usual, LIVENESS_PROBE, ANSWERING, 0, 0, 0),
        NEVER);
}

/* A probe that takes longer than its period is followed by another at once. */
static void slow_timeouts(void)
{
    struct probe probe = usual;
    struct probing alive = probing_begin(LIVENESS_PROBE);

    probe.period = SECONDS(5);
    probe.timeout = SECONDS(8);
    CU_ASSERT_EQUAL(
        probing_changes(&alive, &probe, LIVENESS_PROBE, HANGING, 0, 0, 0),
        SECONDS(24));
}

/* Readiness begins as a failure, and is looked at as soon as it may be. */
static void begins(void)
{
    struct probing ready = probing_begin(READINESS_PROBE);
    sim_time start = SECONDS(3);

    CU_ASSERT_EQUAL(probing_changes(&ready, &usual, READINESS_PROBE, ANSWERING,
                                    start, start, start),
                    start);
    CU_ASSERT_EQUAL(probing_changes(&ready, &usual, READINESS_PROBE, ANSWERING,
                                    start, start + SECONDS(12), start),
                    start + SECONDS(20));
    CU_ASSERT_EQUAL(probing_changes(&ready, &usual, READINESS_PROBE, HANGING,
                                    start, start, start),
                    NEVER);
}

SUITE("models/probe", {"random stories", random_stories}, {"hangs", hangs},
      {"timeouts beyond the period", slow_timeouts}, {"begins", begins})
