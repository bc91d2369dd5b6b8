/* Bursts: what comes of many of them, against the stationary law. */
#include <math.h>

#include "tests/scenario_text.h"
#include "tests/suite.h"

static const char two[] =
    "states: [{rate: 100/s, mean: 10m}, {rate: 900/s, mean: 2m}]";
static const char three[] =
    "states: [{rate: 100/s, mean: 10m}, {rate: 900/s, mean: 1m}, "
    "{rate: 0/s, mean: 4m}]";

enum { REPLICATIONS = 4000, HORIZON = 6 * 3600 };

/* A replication that measures from `zero` on. */
static struct demand begin(struct arena *arena, const char *text,
                           uint32_t replication, double zero)
{
    const struct seed seed = {5, replication, 0};
    struct demand demand = demand_from_text(arena, "bursts", text);

    demand_open(&demand, sim_open(arena, seed, DAYS(-2)), "service/web",
                time_from_seconds(zero));
    return demand;
}

/* Turn after turn, up to t. */
static double volume_until(struct demand *demand, double t)
{
    sim_time from = 0, end = time_from_seconds(t);
    double sum = 0;

    while (demand_until(demand) < end) {
        sim_time to = demand_until(demand);

        sum += demand_volume(demand, from, to);
        from = to;
        demand_turn(demand);
    }
    return sum + demand_volume(demand, from, end);
}

/* Volumes of replications, and how they scatter; with the next one, too. */
struct sample {
    double mean;
    double variance;
    double correlation;
};

static struct sample sample(const char *text)
{
    struct sample sample = {0, 0, 0};
    static double volumes[REPLICATIONS];
    double together = 0;
    struct arena arena;

    arena_open(&arena);
    for (uint32_t r = 0; r < REPLICATIONS; r++) {
        struct demand demand = begin(&arena, text, r, 0);

        volumes[r] = volume_until(&demand, HORIZON);
        sample.mean += volumes[r] / REPLICATIONS;
        arena_reset(&arena);
    }
    arena_close(&arena);
    for (int r = 0; r < REPLICATIONS; r++) {
        double off = volumes[r] - sample.mean;

        sample.variance += off * off / (REPLICATIONS - 1);
        if (r > 0)
            together += off * (volumes[r - 1] - sample.mean) / REPLICATIONS;
    }
    sample.correlation = together / sample.variance;
    return sample;
}

static void check_mean(const char *text, double rate)
{
    struct sample of = sample(text);
    double z = (of.mean - rate * HORIZON) / sqrt(of.variance / REPLICATIONS);

    CU_ASSERT(fabs(z) < 4);
    CU_ASSERT(fabs(of.correlation) * sqrt(REPLICATIONS) < 4);
}

static void stationary_mean(void)
{
    check_mean(two, (100 * 10 + 900 * 2) / 12.0);
    check_mean(three, (100 * 10 + 900 * 1 + 0 * 4) / 15.0);
}

/* Of two states, whose rates differ by d and that are left at the rates a and
 * b, the volume over T has the variance 2 p (1 - p) d^2 k (T - k (1 - exp(-T /
 * k))), with k = 1 / (a + b) and p = b k. */
static void stationary_variance(void)
{
    double a = 1 / 600.0, b = 1 / 120.0, k = 1 / (a + b), p = b * k;
    double variance = 2 * p * (1 - p) * 800 * 800 * k *
                      (HORIZON - k * (1 - exp(-HORIZON / k)));
    double z =
        (sample(two).variance / variance - 1) / sqrt(2.0 / (REPLICATIONS - 1));

    CU_ASSERT(fabs(z) < 4);
}

/* At the beginning of the warm-up, within it, and later alike. */
static void stationary_at_any_time(void)
{
    static const double times[] = {-3600, 0, 300, 7200};
    struct arena arena;

    arena_open(&arena);
    for (int i = 0; i < 4; i++) {
        int counts[3] = {0, 0, 0};
        static const double shares[3] = {10 / 15.0, 1 / 15.0, 4 / 15.0};

        for (uint32_t r = 0; r < REPLICATIONS; r++) {
            struct demand demand = begin(&arena, three, r, 3600);
            double rate;

            volume_until(&demand, 3600 + times[i]);
            rate = demand_rate(&demand, time_from_seconds(3600 + times[i]));
            counts[rate == 900 ? 1 : rate == 0 ? 2 : 0]++;
            arena_reset(&arena);
        }
        for (int k = 0; k < 3; k++) {
            double p = shares[k];

            CU_ASSERT(fabs(counts[k] - REPLICATIONS * p) <
                      4 * sqrt(REPLICATIONS * p * (1 - p)));
        }
    }
    arena_close(&arena);
}

/* One replication's path is its seed's alone, and no other's; a warm-up moves
 * what is measured of it, not the path. */
static void paths(void)
{
    struct arena arena;
    struct demand again, other, warm, first;

    arena_open(&arena);
    first = begin(&arena, two, 7, 0);
    again = begin(&arena, two, 7, 0);
    other = begin(&arena, two, 8, 0);
    warm = begin(&arena, two, 7, 5000);
    CU_ASSERT_NOT_EQUAL(demand_until(&other), demand_until(&first));
    for (int i = 0; i < 50; i++) {
        CU_ASSERT_EQUAL(demand_until(&again), demand_until(&first));
        CU_ASSERT_EQUAL(demand_until(&warm), demand_until(&first));
        CU_ASSERT_EQUAL(demand_rate(&warm, 0), demand_rate(&first, 0));
        CU_ASSERT_NOT_EQUAL(demand_rate(&first, 0),
                            (demand_turn(&again), demand_rate(&again, 0)));
        demand_turn(&first);
        demand_turn(&warm);
    }
    arena_close(&arena);
}

static void expected(void)
{
    struct arena arena;
    struct demand demand;

    arena_open(&arena);
    demand = demand_from_text(&arena, "bursts", two);
    CU_ASSERT_DOUBLE_EQUAL(demand_expected(&demand, 0, HOURS(1)),
                           3600 * 2800 / 12.0, 1e-6);
    arena_close(&arena);
}

SUITE("models/bursts", {"stationary mean", stationary_mean},
      {"stationary variance", stationary_variance},
      {"stationary at any time", stationary_at_any_time}, {"paths", paths},
      {"expected", expected})
