/* Always the same duration; what a bare "40s" means. */
#include "sim/law.h"

static const struct parameter words[] = {
    {LAW_WORD(value, of_seconds), NULL, "every draw"},
    {LAW_OFFSET},
    {0},
};

static bool resolve(const struct law_words *said, struct law *law,
                    struct errors *errors)
{
    (void)errors;
    law->a = said->value;
    return true;
}

static double mean(const struct law *law)
{
    return law->a;
}

static double hazard(const struct law *law, double x)
{
    return x < law->a ? 0 : INFINITY;
}

static double at_hazard(const struct law *law, double h)
{
    (void)h;
    return law->a;
}

static double draw(const struct law *law, struct stream *stream)
{
    (void)stream;
    return law->a;
}

const struct law_kind law_constant = {
    .plugin = {"constant", "always the same duration", words},
    .a = "value",
    .resolve = resolve,
    .mean = mean,
    .hazard = hazard,
    .at_hazard = at_hazard,
    .draw = draw,
};
