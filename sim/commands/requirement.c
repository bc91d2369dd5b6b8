/* A gate for a pipeline. */
#include "sim/commands/requirement.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const measures[] = {"availability", "request_success",
                                       "nines", NULL};
static const struct place option = {"--require", 0, 0};

static bool is_among(const char *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

static const char *skip(const char *text)
{
    return text + strspn(text, " \t");
}

/* Fills all but the object's check; false if the text is no condition. */
static bool parse(struct arena *arena, const char *text,
                  struct requirement *requirement)
{
    size_t measure = strcspn(text = skip(text), "( "), object;
    const char *rest = skip(text + measure);
    char *end;

    if (measure == 0 || *rest++ != '(')
        return false;
    object = strcspn(rest, ")");
    requirement->measure = arena_format(arena, "%.*s", (int)measure, text);
    requirement->object = arena_format(arena, "%.*s", (int)object, rest);
    rest += object;
    if (*rest++ != ')' || object == 0)
        return false;
    rest = skip(rest);
    requirement->at_least = *rest == '>';
    if (*rest != '>' && *rest != '<')
        return false;
    requirement->or_equal = *++rest == '=';
    rest = skip(rest + requirement->or_equal);
    requirement->bound = strtod(rest, &end);
    if (end == rest || !isfinite(requirement->bound))
        return false;
    rest = skip(end);
    if (*rest == '%') {
        requirement->bound /= 100;
        rest = skip(rest + 1);
    }
    return *rest == '\0';
}

/* The names of what is measured, without their kinds; ends with NULL. */
static const char **objects(struct arena *arena, const struct layout *layout)
{
    const char **names = ARENA_ARRAY(arena, const char *, layout->count + 1);
    int n = 0;

    for (int i = 0; i < layout->count; i++) {
        const char *slash = strrchr(layout->names[i].object, '/');

        if (slash != NULL && !is_among(slash + 1, names))
            names[n++] = slash + 1;
    }
    return names;
}

struct requirement *requirement_read(struct arena *arena, const char *text,
                                     const struct layout *layout,
                                     struct errors *errors)
{
    struct requirement *requirement = ARENA_NEW(arena, struct requirement);
    const char **known = objects(arena, layout);

    requirement->text = text;
    if (!parse(arena, text, requirement)) {
        error_at(errors, option,
                 "\"%s\" is not like 'availability(SERVICE) >= 99.9%%'", text);
        return NULL;
    }
    if (!is_among(requirement->measure, measures)) {
        error_at(errors, option,
                 "unknown measure \"%s\" (availability, request_success and "
                 "nines can be required)%s",
                 requirement->measure,
                 did_you_mean(arena, requirement->measure, measures));
        return NULL;
    }
    if (!is_among(requirement->object, known)) {
        error_at(errors, option, "nothing named \"%s\" is measured%s",
                 requirement->object,
                 did_you_mean(arena, requirement->object, known));
        return NULL;
    }
    return requirement;
}

/* The mapping named `name` in one of the results' sequences. */
static const struct tree *find(const struct tree *results, const char *name)
{
    for (const struct tree *list = results->first; list; list = list->next)
        for (const struct tree *each = list->first;
             list->kind == TREE_SEQUENCE && each != NULL; each = each->next)
            if (tree_is(tree_get(each, "name"), name))
                return each;
    return NULL;
}

/* The figure, its mean if it is an estimate; NaN if there is none. */
static double figure(const struct tree *results,
                     const struct requirement *requirement)
{
    const struct tree *found =
        tree_get(find(results, requirement->object), requirement->measure);
    const char *text;

    if (found == NULL)
        return (double)NAN;
    /* Null stands for more nines than can be told: nothing failed. */
    if (found->kind == TREE_NULL)
        return strcmp(requirement->measure, "nines") == 0 ? (double)INFINITY
                                                          : (double)NAN;
    if (found->kind == TREE_MAPPING)
        found = tree_get(found, "mean");
    text = tree_text(found, NULL);
    return text == NULL ? (double)NAN : strtod(text, NULL);
}

static bool met(const struct requirement *requirement, double value)
{
    if (requirement->or_equal && value == requirement->bound)
        return true;
    return requirement->at_least ? value > requirement->bound
                                 : value < requirement->bound;
}

bool requirements_met(const struct requirement *first,
                      const struct tree *results, FILE *to)
{
    bool all = true;

    for (const struct requirement *each = first; each; each = each->next) {
        double value = figure(results, each);

        if (met(each, value))
            continue;
        all = false;
        if (isnan(value))
            fprintf(to, "nines: missed: %s: it cannot be told\n", each->text);
        else if (strcmp(each->measure, "nines") == 0)
            fprintf(to, "nines: missed: %s: it is %.4g\n", each->text, value);
        else
            fprintf(to, "nines: missed: %s: it is %.6g%%\n", each->text,
                    100 * value);
    }
    return all;
}
