/* The sum of a whole number of exponential steps: gamma, of a whole shape. */
#include "sim/laws/gamma.h"

static const struct parameter words[] = {
    {LAW_WORD(shape, of_positive), "", "how many steps: a whole number"},
    {LAW_WORD(scale, of_span), "", "the mean of one step"},
    {LAW_WORD(rate, of_rate), "", "of steps, instead of the scale"},
    {LAW_WORD(mean, of_span), "", "the mean of all, instead of the scale"},
    {LAW_WORD(median, of_span), "", "the median of all, instead of the scale"},
    {LAW_PERCENTILES, "one, instead of the scale"},
    {LAW_OFFSET},
    {0},
};

static bool resolve(const struct law_words *said, struct law *law,
                    struct errors *errors)
{
    if (!law_said(said->shape) || said->shape == floor(said->shape))
        return gamma_resolve(said, law, errors);
    error_at(errors, said->at,
             "the shape of an erlang law is a whole number: %.6g is for a "
             "gamma law",
             said->shape);
    return false;
}

const struct law_kind law_erlang = {
    .plugin = {"erlang", "the sum of a whole number of exponential steps",
               words},
    .a = "scale",
    .b = "shape",
    .resolve = resolve,
    .mean = gamma_mean,
    .hazard = gamma_hazard,
    .at_hazard = gamma_at_hazard,
};
