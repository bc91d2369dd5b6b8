/* Without memory: however long it has lasted, the rest is as it was at first.
 */
#include "sim/law.h"

static const struct parameter words[] = {
    {LAW_WORD(mean, of_span), "", "the mean"},
    {LAW_WORD(median, of_span), "", "half of the draws are shorter"},
    {LAW_WORD(rate, of_rate), "", "how often, 1 / mean"},
    {LAW_PERCENTILES, "one, instead of the mean"},
    {LAW_OFFSET},
    {0},
};

static double mean(const struct law *law)
{
    return law->a;
}

static double hazard(const struct law *law, double x)
{
    return x / law->a;
}

static double at_hazard(const struct law *law, double h)
{
    return law->a * h;
}

static double draw(const struct law *law, struct stream *stream)
{
    return law->a * stream_exponential(stream);
}

const struct law_kind law_exponential = {
    .plugin = {"exponential", "without memory: a constant rate", words},
    .a = "mean",
    .resolve = law_fit,
    .mean = mean,
    .hazard = hazard,
    .at_hazard = at_hazard,
    .draw = draw,
};
