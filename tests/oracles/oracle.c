/* Simulations against closed forms. */
#include "tests/oracles/oracle.h"

#include <math.h>
#include <stdio.h>

#include "sim/stats.h"
#include "tests/suite.h"

enum { PILOT = 40, PILOT_SEED = 1, SEED = 2 };

static const double wanted_error = 0.0025;
static const double short_error = 0.01;
const double oracle_wrong_rate = 1.02;

static double standard_error(const struct tally *tally)
{
    return sqrt(tally_variance(tally) / (double)tally->count);
}

static struct tally run(const struct experiment *experiment, uint64_t seed,
                        uint32_t replications, double rate)
{
    struct tally tally = {0};
    struct arena arena;

    arena_open(&arena);
    for (uint32_t i = 0; i < replications; i++) {
        tally_add(&tally,
                  experiment->estimate(experiment->context, &arena,
                                       (struct seed){seed, i, 0}, rate));
        arena_reset(&arena);
    }
    arena_close(&arena);
    return tally;
}

static double distance(const struct experiment *experiment,
                       const struct tally *tally)
{
    return (tally->mean - experiment->expected) / standard_error(tally);
}

void oracle_check(const struct experiment *experiment)
{
    double wanted = suite_short() ? short_error : wanted_error;
    struct tally pilot = run(experiment, PILOT_SEED, PILOT, 1);
    double ratio = standard_error(&pilot) / pilot.mean / wanted;
    /* A pilot's variance is itself uncertain: a fifth more. */
    uint32_t count = (uint32_t)(PILOT * fmax(1, 1.2 * ratio * ratio));
    struct tally tally = run(experiment, SEED, count, 1);
    double error = standard_error(&tally) / experiment->expected;

    printf("\n      %s: %u replications, rse %.3f %%, z %.2f ",
           experiment->name, (unsigned)count, 100 * error,
           distance(experiment, &tally));
    CU_ASSERT(error <= wanted);
    CU_ASSERT(fabs(distance(experiment, &tally)) < 4);
    if (suite_short())
        return;
    tally = run(experiment, SEED, 1 + count / 3, oracle_wrong_rate);
    printf("(2 %% wrong: %.1f) ", distance(experiment, &tally));
    CU_ASSERT(fabs(distance(experiment, &tally)) > 4);
}
