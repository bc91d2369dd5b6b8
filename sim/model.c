/*
 * A question that is one table of parameters, read: its document is a mapping
 * of them, and settings are put into it at their addresses.
 */
#include "sim/model.h"

#include "sim/address.h"

bool model_assume_ceiling(struct arena *arena, struct tree *mapping)
{
    const struct tree *precision = tree_get(mapping, "precision");

    if (precision == NULL || precision->kind == TREE_NULL ||
        tree_get(mapping, "replications") != NULL)
        return false;
    tree_put_text(arena, mapping, "replications", REPLICATION_CEILING);
    return true;
}

/* The question's one document, as it can be changed; an empty one is a mapping
 * without anything in it. */
static struct tree *document_of(const struct question *question,
                                struct errors *errors)
{
    const struct tree *first = question->documents->first;
    struct tree *document;

    if (first != NULL && first->next != NULL)
        error_at(errors, first->next->at,
                 "a second document; %s is asked in one", question->name);
    if (first != NULL && first->kind != TREE_NULL)
        return tree_copy(question->arena, first);
    document = tree_new(question->arena, TREE_MAPPING);
    document->at =
        first != NULL ? first->at : (struct place){question->name, 0, 0};
    return document;
}

static const struct scenario *read_plain(const struct question *question,
                                         struct errors *errors)
{
    const struct plain_question *plain = &model.plain;
    const struct plugin plugin = {plain->name, "", plain->parameters};
    struct tree *document = document_of(question, errors);
    struct run_plan *plan = arena_allocate(question->arena, plain->size);

    for (const struct setting *each = question->settings; each != NULL;
         each = each->next)
        address_set(question->arena, document, each->address, each, errors);
    if (document->kind == TREE_MAPPING)
        model_assume_ceiling(question->arena, document);
    plugin_read(&plugin, document, document->at, NULL,
                arena_format(question->arena, "the %s", plain->name), plan,
                errors);
    plan->name = question->name;
    plan->layout = &plain->layout;
    return errors->mistakes == 0 ? (const void *)plan : NULL;
}

const struct scenario *model_prepare(const struct question *question,
                                     struct errors *errors)
{
    return model.prepare != NULL ? model.prepare(question, errors)
                                 : read_plain(question, errors);
}

struct run_plan model_plan(const struct scenario *scenario)
{
    return model.plan != NULL
               ? model.plan(scenario)
               : *(const struct run_plan *)(const void *)scenario;
}
