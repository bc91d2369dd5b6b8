/* Statistics of one replication. */
#include "sim/stats.h"

/* Welford, Technometrics 4 (1962). */
void tally_add(struct tally *tally, double value)
{
    double deviation = value - tally->mean;

    if (tally->count == 0 || value < tally->least)
        tally->least = value;
    if (tally->count == 0 || value > tally->most)
        tally->most = value;
    tally->count++;
    tally->mean += deviation / (double)tally->count;
    tally->squares += deviation * (value - tally->mean);
}

double tally_variance(const struct tally *tally)
{
    if (tally->count < 2)
        return NAN;
    return tally->squares / (double)(tally->count - 1);
}

/* As gsl_rstat_quantile_alloc() does, in memory of our own. */
void quantile_open(struct quantile *quantile, double p)
{
    quantile->markers.p = p;
    gsl_rstat_quantile_reset(&quantile->markers);
}

void quantile_add(struct quantile *quantile, double value)
{
    gsl_rstat_quantile_add(value, &quantile->markers);
}

/* GSL sorts the first observations where they stand. */
double quantile_value(const struct quantile *quantile)
{
    gsl_rstat_quantile_workspace markers = quantile->markers;

    return markers.n == 0 ? NAN : gsl_rstat_quantile_get(&markers);
}

void histogram_open(struct histogram *histogram, struct arena *arena,
                    size_t bins, double low, double high)
{
    *histogram = (struct histogram){
        .bins = {.n = bins,
                 .range = ARENA_ARRAY(arena, double, bins + 1),
                 .bin = ARENA_ARRAY(arena, double, bins)}};
    gsl_histogram_set_ranges_uniform(&histogram->bins, low, high);
}

void histogram_add(struct histogram *histogram, double value, double weight)
{
    if (value < gsl_histogram_min(&histogram->bins))
        histogram->below += weight;
    else if (value >= gsl_histogram_max(&histogram->bins))
        histogram->above += weight;
    else
        gsl_histogram_accumulate(&histogram->bins, value, weight);
}

double histogram_weight(const struct histogram *histogram, size_t bin)
{
    return gsl_histogram_get(&histogram->bins, bin);
}

double histogram_total(const struct histogram *histogram)
{
    return histogram->below + gsl_histogram_sum(&histogram->bins) +
           histogram->above;
}
