/* Simulations against closed forms. */
#include "tests/oracles/oracle.h"

#include <math.h>
#include <stdio.h>

#include "sim/stats.h"
#include "tests/suite.h"

enum { PILOT = 40, SHORT_PILOT = 15, PILOT_SEED = 1, SEED = 2 };

static const double wanted_error = 0.0025;
static const double short_error = 0.01;
const double oracle_wrong_rate = 1.02;

static double standard_error(const struct tally *tally)
{
    return sqrt(tally_variance(tally) / (double)tally->count);
}

/* Adds the replications from tally->count on, up to `count`. */
static void run(const struct experiment *experiment, struct tally *tally,
                uint64_t seed, uint64_t count, double rate)
{
    struct arena arena;

    arena_open(&arena);
    for (uint64_t i = tally->count; i < count; i++) {
        tally_add(tally, experiment->estimate(
                             experiment->context, &arena,
                             (struct seed){seed, (uint32_t)i, 0}, rate));
        arena_reset(&arena);
    }
    arena_close(&arena);
}

/* How many replications such a sample says are needed, and a tenth more: its
 * variance is uncertain too. */
static uint64_t needed(const struct tally *tally, double wanted)
{
    double ratio = standard_error(tally) / tally->mean / wanted;

    return (uint64_t)((double)tally->count * fmax(1, 1.1 * ratio * ratio));
}

static double distance(const struct experiment *experiment,
                       const struct tally *tally)
{
    return (tally->mean - experiment->expected) / standard_error(tally);
}

void oracle_check(const struct experiment *experiment)
{
    double wanted = suite_short() ? short_error : wanted_error;
    struct tally pilot = {0}, tally = {0}, wrong = {0};

    run(experiment, &pilot, PILOT_SEED, suite_short() ? SHORT_PILOT : PILOT, 1);
    run(experiment, &tally, SEED, needed(&pilot, wanted), 1);
    while (needed(&tally, wanted) > tally.count)
        run(experiment, &tally, SEED, needed(&tally, wanted), 1);
    printf("\n      %s: %llu replications, rse %.3f %%, z %.2f ",
           experiment->name, (unsigned long long)tally.count,
           100 * standard_error(&tally) / experiment->expected,
           distance(experiment, &tally));
    CU_ASSERT(standard_error(&tally) <= wanted * experiment->expected);
    CU_ASSERT(fabs(distance(experiment, &tally)) < 4);
    if (suite_short())
        return;
    run(experiment, &wrong, SEED, tally.count / 2, oracle_wrong_rate);
    printf("(2 %% wrong: %.1f) ", distance(experiment, &wrong));
    CU_ASSERT(fabs(distance(experiment, &wrong)) > 4);
}
