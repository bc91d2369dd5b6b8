/*
 * A mixture of exponential laws: more spread out than any one of them. From a
 * mean and a coefficient of variation it has two phases that contribute alike
 * to the mean (balanced means: Whitt, Approximating a Point Process by a
 * Renewal Process, Operations Research 30, 1982, sec. 3.1).
 */
#include "sim/laws/mixture.h"

static const struct parameter phase_words[] = {
    {"weight", &of_positive, offsetof(struct mixture_part, weight), NULL,
     "its share, among the sum of all weights"},
    {"mean", &of_span,
     offsetof(struct mixture_part, law) + offsetof(struct law, a), NULL,
     "of an exponential law"},
    {0},
};

static const struct plugin phase = {"phase", "a phase", phase_words};

static bool read_phases(const struct tree *value, void *into,
                        struct errors *errors)
{
    struct mixture *mixture = mixture_read(value, &phase, errors);

    *(const void **)into = mixture;
    for (int i = 0; mixture != NULL && i < mixture->count; i++)
        mixture->parts[i].law.kind = &law_exponential;
    return mixture != NULL;
}

static const struct parameter_kind of_phases = {
    "list of phases", "[{weight: 9, mean: 5m}, {weight: 1, mean: 2h}]",
    read_phases};

static const struct parameter words[] = {
    {LAW_WORD(mean, of_span), "", "the mean, of two phases that balance"},
    {LAW_WORD(cv, of_positive), "", "standard deviation / mean, above 1"},
    {LAW_WORD(phases, of_phases), "", "instead of mean and cv"},
    {LAW_OFFSET},
    {0},
};

static const struct mixture *balanced(double mean, double cv,
                                      struct arena *arena)
{
    struct mixture *mixture = ARENA_NEW(arena, struct mixture);
    double tilt = sqrt((cv * cv - 1) / (cv * cv + 1));

    mixture->count = 2;
    mixture->parts = ARENA_ARRAY(arena, struct mixture_part, 2);
    for (int i = 0; i < 2; i++) {
        struct mixture_part *each = &mixture->parts[i];

        each->weight = (i == 0 ? 1 + tilt : 1 - tilt) / 2;
        each->law = (struct law){.kind = &law_exponential,
                                 .a = mean / (2 * each->weight)};
    }
    mixture_share(mixture);
    return mixture;
}

static bool resolve(const struct law_words *said, struct law *law,
                    struct errors *errors)
{
    bool mean = law_said(said->mean), cv = law_said(said->cv);

    if (said->phases != NULL && !mean && !cv) {
        law->data = said->phases;
        return true;
    }
    if (said->phases != NULL || !mean || !cv) {
        error_at(errors, said->at,
                 "a hyperexponential law needs mean and cv, or phases");
        return false;
    }
    if (said->cv <= 1 || said->cv > 1e6) {
        error_at(errors, said->at,
                 "a hyperexponential law has a cv above 1 (and up to 1e6)");
        return false;
    }
    law->data = balanced(said->mean, said->cv, errors->arena);
    return true;
}

const struct law_kind law_hyperexponential = {
    .plugin = {"hyperexponential", "one of several exponential laws", words},
    .resolve = resolve,
    .mean = mixture_mean,
    .hazard = mixture_hazard,
    .at_hazard = mixture_at_hazard,
    .draw = mixture_draw,
    .describe = mixture_describe,
};
