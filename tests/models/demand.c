/* Demands: each plug-in's rate, volume, range and crossings agree. */
#include "models/cluster/demand.h"

#include <math.h>
#include <stdio.h>

#include "models/registry.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

enum { WINDOWS = 200, STEPS = 2000, DEPTH = 4 };

static const struct seed chance = {11, 0, 0};

/* Kinds once more, with what a default leaves out. */
static const struct written {
    const char *kind;
    const char *text;
} more[] = {{"flash-crowd", "base: 100/s\nsurge: 900/s\nat: 9d\nrise: 12h\n"
                            "hold: 1d\nhalf-life: 2d\n"},
            {"flash-crowd", "base: 500/s\nsurge: 70/s\nat: 2d\nrise: 0s\n"
                            "hold: 0s\nhalf-life: 9d\n"},
            {"diurnal", "mean: 100/s\nweekend: 40%\nfirst-day: thursday\n"},
            {"diurnal", "mean: 100/s\nweekend: 0%\nfirst-day: sunday\n"},
            {"diurnal", "mean: 100/s\nweekend: 210%\nfirst-day: friday\n"
                        "period: 8h\npeak: 3h\nswing: 20%\n"},
            {"trace", "file: a.csv\nrepeat: false\n"}};

/* With defaults; what has none takes the example of its kind. Where chance has
 * a part, it is what the first draw says for ever. */
static struct demand by_default(struct arena *arena,
                                const struct demand_kind *kind)
{
    struct demand demand;
    const char *text = "";

    for (const struct parameter *each = kind->plugin.parameters;
         each->name != NULL; each++)
        if (each->standard == NULL)
            text = arena_format(arena, "%s%s: %s\n", text, each->name,
                                each->kind->example);
    demand =
        demand_from_text(arena, kind->plugin.name, *text == '\0' ? "{}" : text);
    demand_open(&demand, sim_open(arena, chance, 0), "service/web", 0);
    return demand;
}

static double rate(const struct demand *demand, sim_time t)
{
    return demand_rate(demand, t);
}

static double volume(const struct demand *demand, sim_time from, sim_time to)
{
    return demand_volume(demand, from, to);
}

/* Gauss' rule of two points, which are within each step: so it does not matter
 * what a rate is at the moment of a jump. */
static double smooth_integral(const struct demand *demand, sim_time from,
                              sim_time to)
{
    int steps = (int)((to - from) / SECONDS(20)) + 1;
    double step = (double)(to - from) / steps, sum = 0;

    for (int i = 0; i < steps; i++)
        for (int side = -1; side <= 1; side += 2)
            sum += rate(demand,
                        from + (sim_time)(step * (i + 0.5 + side / sqrt(12))));
    return sum * step / 2e6;
}

/* Rates may jump there. */
static sim_time next_midnight(sim_time t)
{
    return t + DAYS(1) - ((t % DAYS(1)) + DAYS(1)) % DAYS(1);
}

/* Piece by piece, on one side of the middle of the range, and again in those
 * pieces: as the rate may jump from anywhere to anywhere. */
static double integral(const struct demand *demand, sim_time from, sim_time to,
                       int depth)
{
    struct demand_range range = demand_range(demand, from, to - 1);
    double sum = 0;

    if (depth == 0 || range.most - range.least <= 0)
        return smooth_integral(demand, from, to);
    while (from < to) {
        sim_time end =
            demand_crosses(demand, (range.least + range.most) / 2, from);

        if (end > next_midnight(from))
            end = next_midnight(from);
        if (end > to)
            end = to;
        sum += integral(demand, from, end, depth - 1);
        from = end;
    }
    return sum;
}

static sim_time somewhen(struct stream *stream, sim_time width)
{
    return (sim_time)(stream_uniform(stream) * (double)width);
}

static bool near(double a, double b)
{
    return fabs(a - b) <= 1e-6 * (fabs(a) + fabs(b)) + 1e-9;
}

static void check_volume(const struct demand *demand, struct stream *stream)
{
    for (int i = 0; i < WINDOWS; i++) {
        sim_time from = somewhen(stream, DAYS(30)) - DAYS(3);
        sim_time to = from + somewhen(stream, DAYS(2));
        sim_time middle = from + (to - from) / 3;

        CU_ASSERT(rate(demand, from) >= 0);
        CU_ASSERT(
            near(volume(demand, from, to), integral(demand, from, to, DEPTH)));
        CU_ASSERT(
            near(volume(demand, from, to),
                 volume(demand, from, middle) + volume(demand, middle, to)));
        CU_ASSERT_EQUAL(volume(demand, from, from), 0);
    }
}

static void check_range(const struct demand *demand, struct stream *stream)
{
    for (int i = 0; i < WINDOWS; i++) {
        sim_time from = somewhen(stream, DAYS(30)), width = DAYS(2);
        sim_time to = from + somewhen(stream, width);
        struct demand_range range = demand_range(demand, from, to);
        double least = INFINITY, most = 0;

        for (int k = 0; k <= STEPS; k++) {
            double r = rate(demand, from + (to - from) / STEPS * k);

            least = fmin(least, r);
            most = fmax(most, r);
        }
        for (sim_time t = next_midnight(from); t <= to; t = next_midnight(t)) {
            least = fmin(least, fmin(rate(demand, t - 1), rate(demand, t)));
            most = fmax(most, fmax(rate(demand, t - 1), rate(demand, t)));
        }
        CU_ASSERT(least >= range.least * (1 - 1e-12));
        CU_ASSERT(most <= range.most * (1 + 1e-12));
        /* And the bounds are met, as nearly as the steps show it. */
        CU_ASSERT(least - range.least <= 1e-3 * range.most);
        CU_ASSERT(range.most - most <= 1e-3 * range.most);
    }
}

/* Looks for a change of side in small steps; NEVER within three days. */
static sim_time search(const struct demand *demand, double level,
                       sim_time after)
{
    bool above = rate(demand, after + 1) > level;

    for (sim_time t = after + 1; t < after + DAYS(3); t += SECONDS(20))
        if ((rate(demand, t) > level) != above)
            return t;
    return NEVER;
}

static void check_crossings(const struct demand *demand, struct stream *stream)
{
    for (int i = 0; i < WINDOWS; i++) {
        sim_time after = somewhen(stream, DAYS(30));
        struct demand_range range =
            demand_range(demand, after, after + DAYS(3));
        double level =
            range.least * 0.9 +
            (range.most * 1.1 - range.least * 0.9) * stream_uniform(stream);
        sim_time at = demand_crosses(demand, level, after);
        sim_time seen = search(demand, level, after);

        if (seen == NEVER) {
            CU_ASSERT(at == NEVER || at > after + DAYS(3) - SECONDS(20));
            continue;
        }
        CU_ASSERT(at > after);
        CU_ASSERT(at <= seen && at > seen - SECONDS(20) - 2);
        CU_ASSERT((rate(demand, at - SECONDS(1)) > level) !=
                      (rate(demand, at + SECONDS(1)) > level) ||
                  at < after + SECONDS(2));
    }
}

static void each_kind(void (*check)(const struct demand *demand,
                                    struct stream *stream))
{
    struct arena arena;
    struct stream stream;

    arena_open(&arena);
    stream_open(&stream, &chance, identity_of("demand"));
    for (int i = 0; demand_list.plugins[i] != NULL; i++) {
        struct demand demand =
            by_default(&arena, (const void *)demand_list.plugins[i]);

        check(&demand, &stream);
    }
    for (size_t i = 0; i < sizeof(more) / sizeof(*more); i++) {
        struct demand demand =
            demand_from_text(&arena, more[i].kind, more[i].text);

        check(&demand, &stream);
    }
    arena_close(&arena);
}

static void volumes(void)
{
    each_kind(check_volume);
}

static void ranges(void)
{
    each_kind(check_range);
}

static void crossings(void)
{
    each_kind(check_crossings);
}

/* Crossings, one after another, never come twice at the same place. */
static void no_crossing_twice(void)
{
    struct arena arena;

    arena_open(&arena);
    for (int i = 0; demand_list.plugins[i] != NULL; i++) {
        struct demand demand =
            by_default(&arena, (const void *)demand_list.plugins[i]);
        double level = rate(&demand, DAYS(1) / 3);
        sim_time t = 0;
        int count = 0;

        while (count < 60 && t < DAYS(20)) {
            t = demand_crosses(&demand, level, t);
            count++;
        }
        CU_ASSERT(count <= 41); /* twice a day at most */
    }
    arena_close(&arena);
}

SUITE("models/demand", {"volume is the integral", volumes}, {"ranges", ranges},
      {"crossings", crossings}, {"no crossing twice", no_crossing_twice})
