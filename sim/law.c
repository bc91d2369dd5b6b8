/* Laws by name: sim/laws.def lists them, sim/laws/ has one file for each. */
#include "sim/law.h"

#include <string.h>

static const struct plugin *const laws[] = {
#define LAW(name) &law_##name.plugin,
#include "sim/laws.def"
#undef LAW
    NULL,
};

const struct plugin_list law_list = {"law", laws};

/* Exponential, of mean 1: what every law makes its draws of. */
static double exponential(struct stream *stream)
{
    return -log(stream_uniform(stream));
}

double law_draw_by_chance(const struct law *law, struct stream *stream)
{
    const struct law_kind *kind = law->kind;

    return law->offset + (kind->draw != NULL
                              ? kind->draw(law, stream)
                              : kind->at_hazard(law, exponential(stream)));
}

double law_mean(const struct law *law)
{
    return law->offset + law->kind->mean(law);
}

double law_hazard(const struct law *law, double x)
{
    return x > law->offset ? law->kind->hazard(law, x - law->offset) : 0;
}

double law_at_hazard(const struct law *law, double h)
{
    return law->offset + law->kind->at_hazard(law, h);
}

double law_quantile(const struct law *law, double p)
{
    return law_at_hazard(law, -log1p(-p));
}

double law_residual(const struct law *law, double age, struct stream *stream)
{
    double passed = law_hazard(law, age), more = exponential(stream);

    if (isinf(passed))
        return 0;
    return fmax(0, law_at_hazard(law, passed + more) - age);
}

sim_time law_delay_of(const struct law *law, const struct seed *seed,
                      uint64_t name)
{
    struct stream stream;

    if (law->kind != &law_constant)
        stream_open(&stream, seed, name);
    return law_delay(law, &stream);
}

static bool read_mapping(const struct tree *mapping, struct law *law,
                         struct errors *errors)
{
    static const char *const also[] = {"law", NULL};
    const struct tree *name = tree_get(mapping, "law");
    const struct plugin *plugin;
    struct law_words words = law_words_none(mapping->at);

    if (name == NULL || name->kind != TREE_SCALAR) {
        error_at(errors, tree_place(name == NULL ? mapping : name),
                 "a law is named by \"law\", as in {law: exponential, "
                 "mean: 2h}");
        return false;
    }
    plugin = plugin_find(&law_list, name, errors);
    if (plugin == NULL)
        return false;
    /* The plug-in is the first member of its kind. */
    law->kind = (const struct law_kind *)(const void *)plugin;
    if (!plugin_read(plugin, mapping, mapping->at, also,
                     arena_format(errors->arena, "law \"%s\"", plugin->name),
                     &words, errors) ||
        !law->kind->resolve(&words, law, errors))
        return false;
    law->offset = words.offset;
    if (law_mean(law) < INFINITY)
        return true;
    error_at(errors, mapping->at, "this law has no finite mean");
    return false;
}

bool law_read(const struct tree *value, struct law *law, struct errors *errors)
{
    *law = (struct law){.kind = &law_constant};
    if (value->kind == TREE_MAPPING)
        return read_mapping(value, law, errors);
    if (value->kind == TREE_SCALAR)
        return of_seconds.read(value, &law->a, errors);
    error_at(errors, tree_place(value),
             "a law is a duration or a mapping, not %s", tree_kind_name(value));
    return false;
}

static const char *describe_word(struct arena *arena, const struct law *law,
                                 const char *name, double value)
{
    const struct parameter *word = law->kind->plugin.parameters;

    if (name == NULL)
        return "";
    while (strcmp(word->name, name) != 0)
        word++;
    if (word->kind == &of_seconds || word->kind == &of_span)
        return arena_format(arena, ", %s %s", name,
                            duration_describe(arena, value));
    return arena_format(arena, ", %s %.4g", name, value);
}

const char *law_describe(struct arena *arena, const struct law *law)
{
    const struct law_kind *kind = law->kind;
    const char *plus = "", *mean = duration_describe(arena, law_mean(law));

    if (kind == &law_constant)
        return mean;
    if (law->offset != 0)
        plus = arena_format(arena, ", plus %s",
                            duration_describe(arena, law->offset));
    if (kind->a != NULL && strcmp(mean, duration_describe(arena, law->a)) == 0)
        mean = "";
    else
        mean = arena_format(arena, " (mean %s)", mean);
    return arena_format(
        arena, "%s%s%s%s%s%s", kind->plugin.name,
        describe_word(arena, law, kind->a, law->a),
        describe_word(arena, law, kind->b, law->b),
        kind->describe != NULL ? kind->describe(arena, law) : "", plus, mean);
}

static bool read_law(const struct tree *value, void *into,
                     struct errors *errors)
{
    return law_read(value, into, errors);
}

const struct parameter_kind of_law = {
    "law", "40s or {law: exponential, mean: 120d}", read_law};
