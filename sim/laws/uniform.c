/* Any duration between two, each as likely. */
#include "sim/law.h"

static const struct parameter words[] = {
    {LAW_WORD(low, of_seconds), "", "the least; 0s if it is not given"},
    {LAW_WORD(high, of_seconds), "", "the most"},
    {LAW_PERCENTILES, "two, instead of low and high"},
    {LAW_OFFSET},
    {0},
};

static bool wrong(const struct law_words *said, struct errors *errors,
                  const char *what)
{
    error_at(errors, said->at, "%s", what);
    return false;
}

static bool resolve(const struct law_words *said, struct law *law,
                    struct errors *errors)
{
    const struct percentile *at = said->percentiles.at;
    bool ends = law_said(said->low) || law_said(said->high);
    double slope;

    if (said->percentiles.count == MOST_PERCENTILES && !ends) {
        slope = (at[1].seconds - at[0].seconds) / (at[1].share - at[0].share);
        law->a = at[0].seconds - at[0].share * slope;
        law->b = law->a + slope;
        return law->a >= 0 ||
               wrong(said, errors, "no uniform law has these percentiles");
    }
    if (!law_said(said->high) || said->percentiles.count > 0)
        return wrong(said, errors,
                     "a uniform law needs high, or two percentiles");
    law->a = law_said(said->low) ? said->low : 0;
    law->b = said->high;
    return law->a < law->b ||
           wrong(said, errors,
                 "a uniform law needs a low that is less than its high");
}

static double mean(const struct law *law)
{
    return law->a + (law->b - law->a) / 2;
}

static double hazard(const struct law *law, double x)
{
    if (x <= law->a)
        return 0;
    return x < law->b ? -log1p((law->a - x) / (law->b - law->a)) : INFINITY;
}

static double at_hazard(const struct law *law, double h)
{
    return law->a - (law->b - law->a) * expm1(-h);
}

const struct law_kind law_uniform = {
    .plugin = {"uniform", "any duration between two, each as likely", words},
    .a = "low",
    .b = "high",
    .resolve = resolve,
    .mean = mean,
    .hazard = hazard,
    .at_hazard = at_hazard,
};
