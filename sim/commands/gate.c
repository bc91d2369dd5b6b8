/* A gate for a pipeline. */
#include "sim/commands/gate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const measures[] = {"availability", "request_success",
                                       "nines", NULL};
static const struct place option = {"--require", 0, 0};

/* How a bound was written. */
struct bound {
    double number;
    bool percent;
};

static bool is_among(const char *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

static bool is_nines(const struct gate *gate)
{
    return strcmp(gate->measure, "nines") == 0;
}

static const char *skip(const char *text)
{
    return text + strspn(text, " \t");
}

/* Moves on behind the word, which ends before one of `until`. */
static const char *take_word(struct arena *arena, const char **text,
                             const char *until)
{
    const char *start = skip(*text);
    size_t length = strcspn(start, until);

    *text = start + length;
    while (length > 0 && strchr(" \t", start[length - 1]) != NULL)
        length--;
    return arena_format(arena, "%.*s", (int)length, start);
}

/* Fills all but the bound, and object as written; false if the text is no
 * condition. */
static bool parse(struct arena *arena, const char *text, struct gate *gate,
                  struct bound *bound)
{
    char *end;

    gate->measure = take_word(arena, &text, "()<>");
    if (*gate->measure == '\0' || *text++ != '(')
        return false;
    gate->object = take_word(arena, &text, ")");
    if (*gate->object == '\0' || *text++ != ')')
        return false;
    text = skip(text);
    gate->at_least = *text == '>';
    if (*text != '>' && *text != '<')
        return false;
    gate->or_equal = *++text == '=';
    text = skip(text + gate->or_equal);
    bound->number = strtod(text, &end);
    if (end == text || !isfinite(bound->number))
        return false;
    text = skip(end);
    bound->percent = *text == '%';
    return *skip(text + bound->percent) == '\0';
}

/* Nines are a number; the others are shares, as 99.9% or 0.999. */
static bool take_bound(struct gate *gate, const struct bound *bound,
                       struct errors *errors)
{
    double number = bound->number;
    const char *text = gate->text;

    gate->bound = bound->percent ? number / 100 : number;
    if (number < 0)
        error_at(errors, option, "\"%s\": %.15g is negative", text, number);
    else if (is_nines(gate) && bound->percent)
        error_at(errors, option,
                 "\"%s\": nines are a number; did you mean "
                 "availability, or %.15g without \"%%\"?",
                 text, number);
    else if (is_nines(gate) || gate->bound <= 1)
        return true;
    else if (bound->percent || number > 100)
        error_at(errors, option, "\"%s\": %.15g%s is more than 100%%", text,
                 number, bound->percent ? "%" : "");
    else
        error_at(errors, option,
                 "\"%s\": a share is at most 1; did you mean %.15g%%?", text,
                 number);
    return false;
}

struct gate *gate_read(struct arena *arena, const char *text,
                       const struct scenario *scenario, struct errors *errors)
{
    struct gate *gate = ARENA_NEW(arena, struct gate);
    struct bound bound;
    bool good;

    if (model.object == NULL) {
        error_at(errors, option, "nothing can be required of this model");
        return NULL;
    }
    gate->text = text;
    if (!parse(arena, text, gate, &bound)) {
        error_at(errors, option,
                 "\"%s\" is not like 'availability(SERVICE) >= 99.9%%'", text);
        return NULL;
    }
    if (!is_among(gate->measure, measures)) {
        error_at(errors, option,
                 "unknown measure \"%s\" (availability, request_success and "
                 "nines can be required)%s",
                 gate->measure, did_you_mean(arena, gate->measure, measures));
        return NULL;
    }
    good = take_bound(gate, &bound, errors);
    gate->object =
        model.object(scenario, gate->measure, gate->object, option, errors);
    return good && gate->object != NULL ? gate : NULL;
}

/* The object's mapping in one of the results' sequences. */
static const struct tree *find(const struct tree *results, const char *object)
{
    for (const struct tree *list = results->first; list; list = list->next)
        for (const struct tree *each = list->first;
             list->kind == TREE_SEQUENCE && each != NULL; each = each->next)
            if (tree_is(tree_get(each, "object"), object))
                return each;
    return NULL;
}

static double number_of(const struct tree *scalar)
{
    const char *text = tree_text(scalar, NULL);

    return text == NULL ? (double)NAN : strtod(text, NULL);
}

/* Nines are null where nothing failed. */
static bool is_bound(const struct tree *service, const struct gate *gate)
{
    const struct tree *nines = tree_get(service, "nines");

    return strcmp(gate->measure, "request_success") != 0 && nines != NULL &&
           nines->kind == TREE_NULL;
}

/* The figure: the mean of an estimate; where nothing failed, that end of the
 * interval which is the harder to meet. NaN if there is none. */
static double figure(const struct tree *service, const struct gate *gate)
{
    const struct tree *found = tree_get(service, gate->measure);
    const char *end = gate->at_least ? "low" : "high";

    if (is_bound(service, gate)) {
        double share =
            number_of(tree_get(tree_get(service, "availability"), end));

        return is_nines(gate) ? -log10(1 - share) : share;
    }
    return number_of(found != NULL && found->kind == TREE_MAPPING
                         ? tree_get(found, "mean")
                         : found);
}

static bool met(const struct gate *gate, double value)
{
    if (gate->or_equal && value == gate->bound)
        return true;
    return gate->at_least ? value > gate->bound : value < gate->bound;
}

static void say_missed(const struct gate *gate, double value, bool bound,
                       FILE *to)
{
    fprintf(to, "nines: missed: %s: ", gate->text);
    if (isnan(value)) {
        fputs("it cannot be told\n", to);
        return;
    }
    if (bound && !gate->at_least) {
        fputs("no outage was seen\n", to);
        return;
    }
    fputs(bound ? "no outage was seen, which shows no more than " : "it is ",
          to);
    if (is_nines(gate))
        fprintf(to, "%.4g\n", value);
    else
        fprintf(to, "%.9g%%\n", 100 * value);
}

bool gates_met(const struct gate *first, const struct tree *results, FILE *to)
{
    bool all = true;

    for (const struct gate *each = first; each; each = each->next) {
        const struct tree *service = find(results, each->object);
        double value = figure(service, each);

        if (met(each, value))
            continue;
        all = false;
        say_missed(each, value, is_bound(service, each), to);
    }
    return all;
}
