/* Without memory: however long it has lasted, the rest is as it was at first.
 */
#include "sim/law.h"

static const struct parameter words[] = {
    {LAW_WORD(mean, of_span), "", "the mean; this or the median"},
    {LAW_WORD(median, of_span), "", "half of the draws are shorter"},
    {LAW_OFFSET},
    {0},
};

static const char *resolve(const struct law_words *said, struct law *law)
{
    if (law_said(said->mean) == law_said(said->median))
        return "an exponential law needs one of mean, median";
    law->a = law_said(said->mean) ? said->mean : said->median / log(2);
    return NULL;
}

static double draw(const struct law *law, struct stream *stream)
{
    return law->a * stream_exponential(stream);
}

static double mean(const struct law *law)
{
    return law->a;
}

static double quantile(const struct law *law, double p)
{
    return -law->a * log1p(-p);
}

const struct law_kind law_exponential = {
    .plugin = {"exponential", "without memory: a constant rate", words},
    .a = "mean",
    .resolve = resolve,
    .draw = draw,
    .mean = mean,
    .quantile = quantile,
};
