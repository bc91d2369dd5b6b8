/* From words to a law's size and shape; see law_words.h. */
#include "sim/law_words.h"

#include <stdlib.h>
#include <string.h>

#include "sim/law.h"
#include "sim/zero.h"

struct law_words law_words_none(struct place at)
{
    return (struct law_words){.at = at,
                              .offset = NAN,
                              .mean = NAN,
                              .median = NAN,
                              .value = NAN,
                              .low = NAN,
                              .high = NAN,
                              .scale = NAN,
                              .rate = NAN,
                              .shape = NAN,
                              .sigma = NAN,
                              .cv = NAN,
                              .unit = NAN};
}

/* "95%" or "99.9%": a share of which there is less and more. */
static bool read_share(const struct tree *entry, double *share,
                       struct errors *errors)
{
    const char *text = entry->key;
    size_t digits = strspn(text, "0123456789.");

    *share = strtod(text, NULL) / 100;
    if (digits > 0 && strcmp(text + digits, "%") == 0 && *share > 0 &&
        *share < 1)
        return true;
    error_at(errors, entry->key_at,
             "\"%s\" is not a percentage between 0%% and 100%% (for example "
             "95%%)",
             text);
    return false;
}

static bool both_rise(const struct percentiles *percentiles, struct place at,
                      struct errors *errors)
{
    const struct percentile *low = &percentiles->at[0],
                            *high = &percentiles->at[1];

    if (percentiles->count < MOST_PERCENTILES || low->seconds < high->seconds)
        return true;
    error_at(errors, at,
             "percentiles must rise: %.6g%% of the draws are shorter than %s, "
             "but %.6g%% than %s",
             low->share * 100, duration_describe(errors->arena, low->seconds),
             high->share * 100,
             duration_describe(errors->arena, high->seconds));
    return false;
}

/* Keeps the order by share. */
static bool add(struct percentiles *percentiles, struct percentile each,
                struct place at, struct errors *errors)
{
    struct percentile *to = &percentiles->at[percentiles->count];

    if (percentiles->count == MOST_PERCENTILES) {
        error_at(errors, at, "two percentiles determine a law: one too many");
        return false;
    }
    if (percentiles->count > 0 && to[-1].share == each.share) {
        error_at(errors, at, "%.6g%% is given twice", each.share * 100);
        return false;
    }
    if (percentiles->count++ > 0 && to[-1].share > each.share) {
        *to = to[-1];
        to--;
    }
    *to = each;
    return true;
}

static bool read_percentiles(const struct tree *value, void *into,
                             struct errors *errors)
{
    struct percentiles *percentiles = into;

    if (value->kind != TREE_MAPPING) {
        error_at(errors, value->at, "%s expected (for example %s), not %s",
                 of_percentiles.name, of_percentiles.example,
                 tree_kind_name(value));
        return false;
    }
    for (const struct tree *each = value->first; each; each = each->next) {
        struct percentile one;

        if (!read_share(each, &one.share, errors) ||
            !of_span.read(each, &one.seconds, errors) ||
            !add(percentiles, one, each->key_at, errors))
            return false;
    }
    return both_rise(percentiles, value->at, errors);
}

const struct parameter_kind of_percentiles = {
    "percentiles", "{50%: 2h, 95%: 9h}", read_percentiles};

/* The percentiles, with the median as the one of 50%; false after a mistake. */
static bool with_median(const struct law_words *said, struct percentiles *all,
                        struct errors *errors)
{
    *all = said->percentiles;
    return !law_said(said->median) ||
           (add(all, (struct percentile){0.5, said->median}, said->at,
                errors) &&
            both_rise(all, said->at, errors));
}

static bool is_among(const char *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

/* "one of median, mean", in the order of the law's own table. */
static const char *one_of(const struct law *law, const char *const *names,
                          struct arena *arena)
{
    const char *list = "";
    int count = 0;

    for (const struct parameter *each = law->kind->plugin.parameters;
         each->name != NULL; each++)
        if (is_among(each->name, names))
            list = arena_format(arena, "%s%s%s", list, count++ > 0 ? ", " : "",
                                each->name);
    return arena_format(arena, "%s%s", count > 1 ? "one of " : "", list);
}

static bool shape_is_known(const struct law *law)
{
    return law->kind->most_shape == 0;
}

static bool needs(const struct law_words *said, const struct law *law,
                  struct errors *errors)
{
    static const char *const sizes[] = {"mean", "median",      "scale",
                                        "rate", "percentiles", NULL};
    static const char *const shapes[] = {"shape", "sigma", "cv", NULL};
    const char *name = law->kind->plugin.name;
    const char *shape = one_of(law, shapes, errors->arena);

    error_at(errors, said->at, "%s %s law needs %s%s%s%s",
             strchr("aeiou", *name) != NULL ? "an" : "a", name,
             one_of(law, sizes, errors->arena), *shape != '\0' ? " and " : "",
             shape, shape_is_known(law) ? "" : ", or two percentiles");
    return false;
}

/* What a shape must come to: a ratio of two percentiles, or a coefficient of
 * variation; as logarithms. */
struct aim {
    struct law law; /* of size 1 */
    double h[2];    /* where the two percentiles lie */
    double wanted;
};

static double at_share(const struct law *law, double share)
{
    return law->kind->at_hazard(law, -log1p(-share));
}

static double ratio_missed_by(double log_shape, void *context)
{
    struct aim *aim = context;
    double low, high;

    aim->law.b = exp(log_shape);
    low = aim->law.kind->at_hazard(&aim->law, aim->h[0]);
    high = aim->law.kind->at_hazard(&aim->law, aim->h[1]);
    return low > 0 ? log(high) - log(low) - aim->wanted : INFINITY;
}

static double variation_missed_by(double log_shape, void *context)
{
    const struct aim *aim = context;

    return log(aim->law.kind->variation(exp(log_shape))) - aim->wanted;
}

/* The shape in the law's range at which nothing is missed, or NaN. */
static double shape_where(double (*missed_by)(double log_shape, void *context),
                          struct aim *aim)
{
    double low = log(aim->law.kind->least_shape);
    double high = log(aim->law.kind->most_shape);

    if ((missed_by(low, aim) < 0) == (missed_by(high, aim) < 0))
        return NAN;
    return exp(zero_between(missed_by, aim, low, high));
}

static double shape_of(const struct law_words *said,
                       const struct percentiles *percentiles,
                       const struct law *law)
{
    struct aim aim = {.law = {.kind = law->kind, .a = 1}};
    const struct percentile *at = percentiles->at;

    if (law_said(said->shape))
        return said->shape;
    if (law_said(said->sigma))
        return said->sigma;
    if (law_said(said->cv)) {
        aim.wanted = log(said->cv);
        return shape_where(variation_missed_by, &aim);
    }
    if (percentiles->count < MOST_PERCENTILES)
        return 0; /* a law without a shape */
    for (int i = 0; i < MOST_PERCENTILES; i++)
        aim.h[i] = -log1p(-at[i].share);
    aim.wanted = log(at[1].seconds) - log(at[0].seconds);
    return shape_where(ratio_missed_by, &aim);
}

static double size_of(const struct law_words *said,
                      const struct percentiles *percentiles,
                      const struct law *law)
{
    struct law unit = *law;

    unit.a = 1;
    if (law_said(said->scale))
        return said->scale;
    if (law_said(said->rate))
        return 1 / said->rate;
    if (law_said(said->mean))
        return said->mean / law->kind->mean(&unit);
    return percentiles->at[0].seconds /
           at_share(&unit, percentiles->at[0].share);
}

/* Whether as much was said as determines the law. */
static bool determines(const struct law_words *said,
                       const struct percentiles *percentiles,
                       const struct law *law)
{
    int sizes =
        law_said(said->scale) + law_said(said->rate) + law_said(said->mean);
    int shapes =
        law_said(said->shape) + law_said(said->sigma) + law_said(said->cv);

    if (percentiles->count == MOST_PERCENTILES)
        return sizes + shapes == 0 && !shape_is_known(law);
    return sizes + percentiles->count == 1 && shapes == (law->kind->b != NULL);
}

bool law_fit(const struct law_words *said, struct law *law,
             struct errors *errors)
{
    struct percentiles percentiles;

    if (!with_median(said, &percentiles, errors))
        return false;
    if (!determines(said, &percentiles, law))
        return needs(said, law, errors);
    law->b = shape_of(said, &percentiles, law);
    if (isnan(law->b)) {
        error_at(errors, said->at, "no %s law has %s", law->kind->plugin.name,
                 law_said(said->cv) ? "this cv" : "these percentiles");
        return false;
    }
    law->a = size_of(said, &percentiles, law);
    return true;
}
