/* Checks of objects against tables of fields; the reading of single fields. */
#include "models/api/schema.h"

#include <string.h>

static bool is_known(const struct schema *schema, const char *name)
{
    for (const char *const *each = schema->names; *each != NULL; each++)
        if (strcmp(*each, name) == 0)
            return true;
    return schema->open && strpbrk(name, "/-") != NULL;
}

static void check_names(const struct schema *schema, const struct tree *object,
                        struct errors *errors)
{
    for (const struct tree *each = object->first; each != NULL;
         each = each->next) {
        struct place place = tree_place(each);

        if (!is_known(schema, each->key))
            (place.line == 0 ? error_at : warning_at)(
                errors, place, "unknown field \"%.60s\" in %s%s", each->key,
                schema->what,
                did_you_mean(errors->arena, each->key, schema->names));
    }
}

/* As deep as the schema, which is finite. */
void schema_check(const struct schema *schema, const struct tree *object,
                  struct errors *errors)
{
    if (object == NULL)
        return;
    if (object->kind == TREE_SEQUENCE) {
        for (const struct tree *each = object->first; each != NULL;
             each = each->next)
            if (each->kind == TREE_MAPPING)
                schema_check(schema, each, errors);
        return;
    }
    if (object->kind != TREE_MAPPING)
        return;
    check_names(schema, object, errors);
    for (const struct schema_field *field = schema->fields;
         field != NULL && field->name != NULL; field++)
        schema_check(field->schema, tree_get(object, field->name), errors);
}

bool field_read(const struct tree *mapping, const char *name,
                const struct parameter_kind *kind, void *into,
                struct errors *errors)
{
    const struct tree *value = tree_get(mapping, name);

    return value != NULL && value->kind != TREE_NULL &&
           kind->read(value, into, errors);
}

bool field_is_text(const struct tree *value, struct errors *errors)
{
    if (!value->bare)
        return true;
    error_at(errors, value->at, "%s needs a text; did you mean \"%s\"?",
             value->key, value->text);
    return false;
}

sim_time field_seconds(const struct tree *mapping, const char *name,
                       int otherwise, struct errors *errors)
{
    int seconds = otherwise;

    field_read(mapping, name, &of_count, &seconds, errors);
    return SECONDS(seconds);
}

static struct tree *field_of(const struct tree *mapping, const char *name,
                             enum tree_kind kind, const char *kind_name,
                             struct errors *errors)
{
    struct tree *value = tree_get(mapping, name);

    if (value == NULL || value->kind == TREE_NULL)
        return NULL;
    if (value->kind == kind)
        return value;
    error_at(errors, tree_place(value), "%s must be a %s, not %s", name,
             kind_name, tree_kind_name(value));
    return NULL;
}

struct tree *field_mapping(const struct tree *mapping, const char *name,
                           struct errors *errors)
{
    return field_of(mapping, name, TREE_MAPPING, "mapping", errors);
}

struct tree *field_sequence(const struct tree *mapping, const char *name,
                            struct errors *errors)
{
    return field_of(mapping, name, TREE_SEQUENCE, "sequence", errors);
}

int field_choice(const struct tree *mapping, const char *name,
                 const char *const *names, int otherwise, struct errors *errors)
{
    const struct tree *value = tree_get(mapping, name);
    const char *all = "";
    int i = 0;

    if (value == NULL || value->kind == TREE_NULL)
        return otherwise;
    for (; names[i] != NULL; i++) {
        if (tree_is(value, names[i]))
            return i;
        all = arena_format(errors->arena, "%s%s%s", all,
                           i == 0                 ? ""
                           : names[i + 1] == NULL ? " or "
                                                  : ", ",
                           names[i]);
    }
    error_at(errors, value->at, "%s must be %s, not %s%s", name, all,
             value->kind == TREE_SCALAR
                 ? arena_format(errors->arena, "\"%s\"", value->text)
                 : tree_kind_name(value),
             did_you_mean(errors->arena, tree_text(value, ""), names));
    return -1;
}
