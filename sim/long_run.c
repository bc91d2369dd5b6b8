/* What one long run says of its steady state. */
#include "sim/long_run.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <math.h>

#include "sim/stats.h"

static double batch_mean(const double *values, uint64_t length)
{
    struct tally tally = {0};

    for (uint64_t i = 0; i < length; i++)
        tally_add(&tally, values[i]);
    return tally.mean;
}

/* From the last batch backwards, so that each cut costs one observation. */
struct warm_up warm_up_of(const double *values, uint64_t count)
{
    enum { LAST_CUTS = 5 };
    uint64_t n = count / MSER_BATCH, best = 0;
    struct tally rest = {0};
    double least = INFINITY;

    if (n < MSER_LEAST)
        return (struct warm_up){0, false};
    for (uint64_t d = n; d-- > 0;) {
        double kept = (double)(n - d), error;

        tally_add(&rest, batch_mean(values + d * MSER_BATCH, MSER_BATCH));
        error = rest.squares / (kept * kept);
        if (n - d <= LAST_CUTS || error > least)
            continue;
        least = error;
        best = d;
    }
    if (best > n / 2)
        return (struct warm_up){0, false};
    return (struct warm_up){best * MSER_BATCH, true};
}

/* Under independence the ratio is nearly normal, even of few batches. */
static double chance_of(double ratio, double batches)
{
    double deviation = sqrt((batches - 2) / (batches * batches - 1));

    return gsl_cdf_ugaussian_P((ratio / 2 - 1) / deviation);
}

struct batch_means batch_means_of(const double *values, uint64_t count,
                                  uint64_t batches, double level)
{
    uint64_t length = count / batches;
    double before = 0, differences = 0, products = 0;
    struct batch_means means;
    struct tally tally = {0};

    assert(batches >= 3 && length >= 1);
    values += count % batches;
    for (uint64_t i = 0; i < batches; i++)
        tally_add(&tally, batch_mean(values + i * length, length));
    for (uint64_t i = 0; i < batches; i++) {
        double mean = batch_mean(values + i * length, length) - tally.mean;

        if (i > 0) {
            differences += (mean - before) * (mean - before);
            products += mean * before;
        }
        before = mean;
    }
    means.interval = interval_of_tally(&tally, level);
    means.lag1 = products / tally.squares;
    means.chance = chance_of(differences / tally.squares, (double)batches);
    return means;
}
