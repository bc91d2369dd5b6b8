/* Labels and the selectors that match them. */
#include "models/api/selector.h"

#include <stdlib.h>
#include <string.h>

const char *label_value(const struct labels *labels, const char *key)
{
    for (int i = 0; i < labels->count; i++)
        if (strcmp(labels->all[i].key, key) == 0)
            return labels->all[i].value;
    return NULL;
}

/* Whether a value is a whole number beyond the one that is required. */
static bool beyond(const struct requirement *requirement, const char *value)
{
    char *ends[2];
    long long limit, number;

    if (value == NULL || requirement->count != 1)
        return false;
    limit = strtoll(requirement->values[0], &ends[0], 10);
    number = strtoll(value, &ends[1], 10);
    if (*value == '\0' || *ends[0] != '\0' || *ends[1] != '\0')
        return false;
    return requirement->operator== SELECTOR_GREATER ? number > limit
                                                    : number<limit;
}

static bool holds(const struct requirement *requirement, const char *value)
{
    bool among = false;

    for (int i = 0; value != NULL && i < requirement->count; i++)
        among = among || strcmp(value, requirement->values[i]) == 0;
    switch (requirement->operator) {
    case SELECTOR_IN:
        return among;
    case SELECTOR_NOT_IN:
        return !among;
    case SELECTOR_EXISTS:
        return value != NULL;
    case SELECTOR_GREATER:
    case SELECTOR_LESS:
        return beyond(requirement, value);
    case SELECTOR_DOES_NOT_EXIST:
        break;
    }
    return value == NULL;
}

bool selector_matches(const struct selector *selector,
                      const struct labels *labels)
{
    if (!selector->given)
        return false;
    for (int i = 0; i < selector->count; i++)
        if (!holds(&selector->all[i],
                   label_value(labels, selector->all[i].key)))
            return false;
    return true;
}

struct labels labels_read(struct arena *arena, const struct tree *mapping,
                          struct errors *errors)
{
    struct label *all = ARENA_ARRAY(arena, struct label, tree_count(mapping));
    int count = 0;

    if (mapping == NULL || mapping->kind == TREE_NULL)
        return (struct labels){0, NULL};
    if (mapping->kind != TREE_MAPPING) {
        error_at(errors, mapping->at, "labels are a mapping, not %s",
                 tree_kind_name(mapping));
        return (struct labels){0, NULL};
    }
    for (const struct tree *each = mapping->first; each != NULL;
         each = each->next) {
        if (each->bare)
            error_at(errors, each->at,
                     "label \"%s\" needs a text; did you mean \"%s\"?",
                     each->key, each->text);
        else if (each->kind == TREE_SCALAR || each->kind == TREE_NULL)
            all[count++] = (struct label){each->key, tree_text(each, "")};
        else
            error_at(errors, each->at, "label \"%s\" needs a text, not %s",
                     each->key, tree_kind_name(each));
    }
    return (struct labels){count, all};
}

static int require_labels(struct arena *arena, const struct labels *labels,
                          struct requirement *into)
{
    for (int i = 0; i < labels->count; i++) {
        const char **value = ARENA_NEW(arena, const char *);

        *value = labels->all[i].value;
        into[i] =
            (struct requirement){labels->all[i].key, SELECTOR_IN, 1, value};
    }
    return labels->count;
}

struct selector selector_of_labels(struct arena *arena,
                                   const struct tree *mapping,
                                   struct errors *errors)
{
    struct labels labels = labels_read(arena, mapping, errors);
    struct requirement *all =
        ARENA_ARRAY(arena, struct requirement, labels.count);

    return (struct selector){labels.count > 0,
                             require_labels(arena, &labels, all), all};
}

static const char *const operators[] = {"In", "NotIn", "Exists", "DoesNotExist",
                                        NULL};
static const char *const node_operators[] = {
    "In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt", NULL};

static bool read_expression(struct arena *arena, const struct tree *expression,
                            const char *const *names, struct requirement *into,
                            struct errors *errors)
{
    const struct tree *operator= tree_get(expression, "operator");
    const struct tree *values = tree_get(expression, "values");
    const char **texts = ARENA_ARRAY(arena, const char *, tree_count(values));
    int found = 0;

    while (names[found] != NULL && !tree_is(operator, names[found]))
        found++;
    if (names[found] == NULL || tree_get(expression, "key") == NULL) {
        error_at(errors, tree_place(operator != NULL ? operator : expression),
                 "a label expression needs a key and an operator: In, NotIn, "
                 "Exists%s%s",
                 names == operators ? " or DoesNotExist"
                                    : ", DoesNotExist, Gt or Lt",
                 did_you_mean(arena, tree_text(operator, ""), names));
        return false;
    }
    *into = (struct requirement){tree_text(tree_get(expression, "key"), ""),
                                 (enum selector_operator)found, 0, texts};
    for (const struct tree *each = values != NULL ? values->first : NULL;
         each != NULL; each = each->next)
        texts[into->count++] = tree_text(each, "");
    return true;
}

struct selector selector_read(struct arena *arena, const struct tree *selector,
                              struct errors *errors)
{
    const struct tree *expressions = tree_get(selector, "matchExpressions");
    struct labels labels =
        labels_read(arena, tree_get(selector, "matchLabels"), errors);
    struct requirement *all = ARENA_ARRAY(
        arena, struct requirement, labels.count + tree_count(expressions));
    int count = require_labels(arena, &labels, all);

    for (const struct tree *each = expressions != NULL ? expressions->first
                                                       : NULL;
         each != NULL; each = each->next)
        if (read_expression(arena, each, operators, &all[count], errors))
            count++;
    return (struct selector){selector != NULL, count, all};
}

struct selector node_expressions_read(struct arena *arena,
                                      const struct tree *expressions,
                                      struct errors *errors)
{
    struct requirement *all =
        ARENA_ARRAY(arena, struct requirement, tree_count(expressions));
    int count = 0;

    for (const struct tree *each = expressions != NULL ? expressions->first
                                                       : NULL;
         each != NULL; each = each->next)
        if (read_expression(arena, each, node_operators, &all[count], errors))
            count++;
    return (struct selector){count > 0, count, all};
}

struct selector selector_and(struct arena *arena,
                             const struct selector *selector,
                             const struct requirement *requirement)
{
    struct requirement *all =
        ARENA_ARRAY(arena, struct requirement, selector->count + 1);

    for (int i = 0; i < selector->count; i++)
        all[i] = selector->all[i];
    all[selector->count] = *requirement;
    return (struct selector){selector->given, selector->count + 1, all};
}

const char *selector_describe(struct arena *arena,
                              const struct selector *selector)
{
    const char *text = "";

    for (int i = 0; i < selector->count; i++) {
        const struct requirement *each = &selector->all[i];
        const char *values = "";

        for (int j = 0; j < each->count; j++)
            values = arena_format(arena, "%s%s%s", values, j > 0 ? "," : "",
                                  each->values[j]);
        if (each->operator== SELECTOR_IN && each->count == 1)
            values = arena_format(arena, "%s=%s", each->key, values);
        else if (each->operator== SELECTOR_IN)
            values = arena_format(arena, "%s in (%s)", each->key, values);
        else if (each->operator== SELECTOR_NOT_IN)
            values = arena_format(arena, "%s notin (%s)", each->key, values);
        else
            values = arena_format(
                arena, "%s%s",
                each->operator== SELECTOR_DOES_NOT_EXIST ? "!" : "", each->key);
        text = arena_format(arena, "%s%s%s", text, i > 0 ? "," : "", values);
    }
    return text;
}
