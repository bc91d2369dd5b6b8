/* Plug-ins: look-up, and settings from a tree. */
#include "sim/plugin.h"

#include <string.h>

const struct parameter no_parameters[1] = {{NULL, NULL, 0, NULL, NULL}};

/* Names to choose from: the nearest, or all of them. */
static const char *choices(const struct plugin_list *list, const char *name,
                           struct errors *errors)
{
    const struct plugin *const *plugin = list->plugins;
    const char *all = "", **names;
    size_t count = 0;

    while (plugin[count] != NULL)
        count++;
    names = ARENA_ARRAY(errors->arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++) {
        names[i] = plugin[i]->name;
        all = arena_format(errors->arena, "%s%s%s", all, i == 0 ? "" : ", ",
                           names[i]);
    }
    name = did_you_mean(errors->arena, name, names);
    return *name != '\0' ? name
                         : arena_format(errors->arena, " (known: %s)", all);
}

const struct plugin *plugin_find(const struct plugin_list *list,
                                 const struct tree *name, struct errors *errors)
{
    const char *text = tree_text(name, NULL);

    if (text == NULL) {
        error_at(errors, tree_place(name), "expected the name of a %s, not %s",
                 list->what, tree_kind_name(name));
        return NULL;
    }
    for (size_t i = 0; list->plugins[i] != NULL; i++)
        if (strcmp(list->plugins[i]->name, text) == 0)
            return list->plugins[i];
    error_at(errors, name->at, "unknown %s \"%s\"%s", list->what, text,
             choices(list, text, errors));
    return NULL;
}

static void report_unknown(const struct plugin *plugin,
                           const struct tree *value, const char *const *also,
                           const char *what, struct errors *errors)
{
    const char **names;
    size_t count = 0, more = 0;

    while (plugin->parameters[count].name != NULL)
        count++;
    while (also != NULL && also[more] != NULL)
        more++;
    names = ARENA_ARRAY(errors->arena, const char *, count + more + 1);
    for (size_t i = 0; i < count; i++)
        names[i] = plugin->parameters[i].name;
    for (size_t i = 0; i < more; i++)
        names[count + i] = also[i];
    error_at(errors, value->key_at, "unknown parameter \"%s\" of %s%s",
             value->key, what, did_you_mean(errors->arena, value->key, names));
}

static bool is_known(const struct plugin *plugin, const char *name,
                     const char *const *also)
{
    for (const struct parameter *p = plugin->parameters; p->name != NULL; p++)
        if (strcmp(p->name, name) == 0)
            return true;
    for (; also != NULL && *also != NULL; also++)
        if (strcmp(*also, name) == 0)
            return true;
    return false;
}

/* What is written as nothing, is not given. */
static bool read_parameter(const struct parameter *parameter,
                           const struct tree *value, struct place at,
                           const char *what, void *settings,
                           struct errors *errors)
{
    struct tree standard = {.kind = TREE_SCALAR, .at = at};
    void *into = (char *)settings + parameter->offset;

    if (value != NULL && value->kind != TREE_NULL)
        return parameter->kind->read(value, into, errors);
    if (parameter->standard == NULL) {
        error_at(errors, at, "%s needs \"%s\": %s (for example %s)", what,
                 parameter->name, parameter->meaning, parameter->kind->example);
        return false;
    }
    standard.text = parameter->standard;
    return *standard.text == '\0' ||
           parameter->kind->read(&standard, into, errors);
}

bool plugin_read(const struct plugin *plugin, const struct tree *mapping,
                 struct place at, const char *const *also, const char *what,
                 void *settings, struct errors *errors)
{
    bool good = true;

    if (mapping != NULL && mapping->kind == TREE_NULL)
        mapping = NULL;
    if (mapping != NULL && mapping->kind != TREE_MAPPING) {
        error_at(errors, mapping->at, "%s must be a mapping, not %s", what,
                 tree_kind_name(mapping));
        return false;
    }
    for (const struct tree *value = mapping == NULL ? NULL : mapping->first;
         value != NULL; value = value->next)
        if (!is_known(plugin, value->key, also)) {
            report_unknown(plugin, value, also, what, errors);
            good = false;
        }
    for (const struct parameter *p = plugin->parameters; p->name != NULL; p++)
        good &= read_parameter(p, tree_get(mapping, p->name), at, what,
                               settings, errors);
    return good;
}

void **plugin_read_items(const struct plugin *item, size_t size,
                         const struct tree *value, const char *example,
                         struct errors *errors)
{
    void **items = ARENA_ARRAY(errors->arena, void *, tree_count(value));
    int count = 0;

    if (value->kind != TREE_SEQUENCE || value->first == NULL) {
        error_at(errors, value->at, "%ss are a list (for example %s)",
                 item->name, example);
        return NULL;
    }
    for (const struct tree *each = value->first; each != NULL;
         each = each->next, count++) {
        void *settings = arena_allocate(errors->arena, size);

        if (plugin_read(item, each, each->at, NULL,
                        arena_format(errors->arena, "%s %d of %s", item->name,
                                     count + 1, value->key),
                        settings, errors))
            items[count] = settings;
    }
    return items;
}
