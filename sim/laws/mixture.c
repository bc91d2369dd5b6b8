/*
 * Each draw comes from one of several laws: the number that chooses which says
 * by what is left of it how long, so that a draw takes one number.
 */
#include "sim/laws/mixture.h"

#include <float.h>

#include "sim/zero.h"

#define PART(name) offsetof(struct mixture_part, name)

static const struct parameter part_words[] = {
    {"weight", &of_positive, PART(weight), NULL,
     "its share, among the sum of all weights"},
    {"law", &of_law, PART(law), NULL, "any law"},
    {0},
};

static const struct plugin part = {"part", "a part of a mixture", part_words};

static bool read_laws(const struct tree *value, void *into,
                      struct errors *errors)
{
    return (*(const void **)into = mixture_read(value, &part, errors)) != NULL;
}

static const struct parameter_kind of_laws = {
    "list of laws", "[{weight: 9, law: 5m}, {weight: 1, law: 2h}]", read_laws};

static const struct parameter words[] = {
    {LAW_WORD(laws, of_laws), NULL, "laws, of any kind, and their weights"},
    {LAW_OFFSET},
    {0},
};

static bool resolve(const struct law_words *said, struct law *law,
                    struct errors *errors)
{
    (void)errors;
    law->data = said->laws;
    return true;
}

void mixture_share(struct mixture *mixture)
{
    double sum = 0, before = 0;

    for (int i = 0; i < mixture->count; i++)
        sum += mixture->parts[i].weight;
    for (int i = 0; i < mixture->count; i++) {
        struct mixture_part *each = &mixture->parts[i];

        each->from = before / sum;
        before += each->weight;
        each->until = before / sum;
    }
}

struct mixture *mixture_read(const struct tree *list,
                             const struct plugin *plugin, struct errors *errors)
{
    struct mixture *mixture = ARENA_NEW(errors->arena, struct mixture);
    bool good = true;

    if (list->kind != TREE_SEQUENCE || list->first == NULL) {
        error_at(errors, list->at, "a list expected, not %s",
                 list->kind == TREE_SEQUENCE ? "an empty one"
                                             : tree_kind_name(list));
        return NULL;
    }
    mixture->parts =
        ARENA_ARRAY(errors->arena, struct mixture_part, tree_count(list));
    for (const struct tree *each = list->first; each; each = each->next)
        good &= plugin_read(plugin, each, each->at, NULL, plugin->summary,
                            &mixture->parts[mixture->count++], errors);
    mixture_share(mixture);
    return good ? mixture : NULL;
}

static double share(const struct mixture_part *of)
{
    return of->until - of->from;
}

double mixture_mean(const struct law *law)
{
    const struct mixture *mixture = law->data;
    double mean = 0;

    for (int i = 0; i < mixture->count; i++)
        mean += share(&mixture->parts[i]) * law_mean(&mixture->parts[i].law);
    return mean;
}

/* P(T > x) is the sum of share * exp(-H(x)) over the parts; taken relative to
 * the part that lasts longest, which alone counts in the tail. */
double mixture_hazard(const struct law *law, double x)
{
    const struct mixture *mixture = law->data;
    double least = INFINITY, lost = 0;

    for (int i = 0; i < mixture->count; i++)
        least = fmin(least, law_hazard(&mixture->parts[i].law, x));
    if (isinf(least))
        return least;
    for (int i = 0; i < mixture->count; i++)
        lost += share(&mixture->parts[i]) *
                expm1(least - law_hazard(&mixture->parts[i].law, x));
    return least - log1p(lost);
}

struct aim {
    const struct law *law;
    double h;
};

static double missed_by(double x, void *context)
{
    const struct aim *aim = context;

    return mixture_hazard(aim->law, x) - aim->h;
}

/* Between the part that is soonest there and the one that is last. */
double mixture_at_hazard(const struct law *law, double h)
{
    const struct mixture *mixture = law->data;
    struct aim aim = {law, h};
    double low = INFINITY, high = 0;

    for (int i = 0; i < mixture->count; i++) {
        double x = law_at_hazard(&mixture->parts[i].law, h);

        low = fmin(low, x);
        high = fmax(high, x);
    }
    if (isinf(high) || missed_by(low, &aim) >= 0)
        return low;
    if (missed_by(high, &aim) <= 0)
        return high;
    return zero_between(missed_by, &aim, low, high);
}

double mixture_draw(const struct law *law, struct stream *stream)
{
    const struct mixture *mixture = law->data;
    const struct mixture_part *chosen = mixture->parts;
    double u = stream_uniform(stream), left;

    while (u >= chosen->until)
        chosen++;
    left = fmin((u - chosen->from) / share(chosen), 1 - DBL_EPSILON / 2);
    return law_at_hazard(&chosen->law, -log1p(-left));
}

const char *mixture_describe(struct arena *arena, const struct law *law)
{
    const struct mixture *mixture = law->data;
    const char *text = "";

    for (int i = 0; i < mixture->count; i++)
        text = arena_format(arena, "%s%s %.4g%% %s", text, i == 0 ? ":" : ";",
                            100 * share(&mixture->parts[i]),
                            law_describe(arena, &mixture->parts[i].law));
    return text;
}

const struct law_kind law_mixture = {
    .plugin = {"mixture", "each draw comes from one of several laws", words},
    .resolve = resolve,
    .mean = mixture_mean,
    .hazard = mixture_hazard,
    .at_hazard = mixture_at_hazard,
    .draw = mixture_draw,
    .describe = mixture_describe,
};
