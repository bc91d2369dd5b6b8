/* Always the same duration; what a bare "40s" means. */
#include "sim/law.h"

static const struct parameter words[] = {
    {LAW_WORD(value, of_seconds), NULL, "every draw"},
    {LAW_OFFSET},
    {0},
};

static const char *resolve(const struct law_words *said, struct law *law)
{
    law->a = said->value;
    return NULL;
}

static double draw(const struct law *law, struct stream *stream)
{
    (void)stream;
    return law->a;
}

static double mean(const struct law *law)
{
    return law->a;
}

static double quantile(const struct law *law, double p)
{
    (void)p;
    return law->a;
}

const struct law_kind law_constant = {
    .plugin = {"constant", "always the same duration", words},
    .a = "value",
    .resolve = resolve,
    .draw = draw,
    .mean = mean,
    .quantile = quantile,
};
