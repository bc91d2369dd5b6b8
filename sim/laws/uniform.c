/* Any duration between two, each as likely. */
#include "sim/law.h"

static const struct parameter words[] = {
    {LAW_WORD(low, of_seconds), "0s", "the least"},
    {LAW_WORD(high, of_seconds), NULL, "the most"},
    {LAW_OFFSET},
    {0},
};

static const char *resolve(const struct law_words *said, struct law *law)
{
    if (said->low >= said->high)
        return "a uniform law needs a low that is less than its high";
    law->a = said->low;
    law->b = said->high;
    return NULL;
}

static double quantile(const struct law *law, double p)
{
    return law->a + p * (law->b - law->a);
}

static double draw(const struct law *law, struct stream *stream)
{
    return quantile(law, stream_uniform(stream));
}

static double mean(const struct law *law)
{
    return law->a + (law->b - law->a) / 2;
}

const struct law_kind law_uniform = {
    .plugin = {"uniform", "any duration between two, each as likely", words},
    .a = "low",
    .b = "high",
    .resolve = resolve,
    .draw = draw,
    .mean = mean,
    .quantile = quantile,
};
