/*
 * What a kind is and takes: a page out of its table of parameters, which is
 * the one that reads it. Without a name, all kinds by family.
 */
#include "models/scenario/parts.h"
#include "models/scenario/scenario.h"

static const struct plugin *const agents[] = {
    &kubelet_plugin,       &kube_proxy_plugin,     &load_balancer_plugin,
    &ingress_nginx_plugin, &metrics_server_plugin, NULL};
static const struct plugin_list agent_list = {"agent", agents};

/* A family, how a page calls it, and where its parameters are written, if that
 * is one place. */
static const struct family {
    const struct plugin_list *list;
    const char *title;
    const char *where;
} families[] = {
    {&scenario_part_list, "Parts of a scenario", NULL},
    {&fault_list, "Faults", "in an item of spec.faults"},
    {&action_list, "Actions", "in an item of spec.actions"},
    {&demand_list, "Traffic", "in an item of spec.traffic"},
    {&controller_list, "Controllers", "under its name in spec.controllers"},
    {&agent_list, "Agents and balancers", "under its name in spec.controllers"},
    {&law_list, "Laws of durations", "in a mapping, with `law:`"},
    {&measure_list, "Measures", "nowhere: each run takes all of them"},
};

enum { FAMILIES = sizeof(families) / sizeof(*families) };

static struct tree *block(struct arena *arena, struct tree *page,
                          const char *title)
{
    struct tree *made = tree_append(page, tree_new(arena, TREE_MAPPING));

    tree_put_text(arena, made, "title", title);
    return made;
}

static void list_family(struct arena *arena, struct tree *page,
                        const struct family *family)
{
    struct tree *made = block(arena, page, family->title);
    struct tree *rows = tree_put_sequence(arena, made, "rows");

    for (const struct plugin *const *each = family->list->plugins;
         *each != NULL; each++) {
        struct tree *row = tree_append(rows, tree_new(arena, TREE_SEQUENCE));

        tree_append(row, tree_scalar(arena, (*each)->name));
        tree_append(row, tree_scalar(arena, (*each)->summary));
    }
}

static const char *standard_of(const struct parameter *parameter)
{
    if (parameter->standard == NULL)
        return "must be given";
    return *parameter->standard == '\0' ? "-" : parameter->standard;
}

static void list_parameters(struct arena *arena, struct tree *page,
                            const struct parameter *parameter)
{
    static const char *const titles[] = {"parameter", "kind", "default",
                                         "for example"};
    struct tree *made = block(arena, page, "Parameters");
    struct tree *header = tree_put_sequence(arena, made, "header");
    struct tree *rows = tree_put_sequence(arena, made, "rows");
    struct tree *meanings =
        tree_put_sequence(arena, block(arena, page, "Meaning"), "rows");

    for (size_t i = 0; i < sizeof(titles) / sizeof(*titles); i++)
        tree_append(header, tree_scalar(arena, titles[i]));
    for (; parameter->name != NULL; parameter++) {
        struct tree *row = tree_append(rows, tree_new(arena, TREE_SEQUENCE));
        struct tree *meaning =
            tree_append(meanings, tree_new(arena, TREE_SEQUENCE));

        tree_append(row, tree_scalar(arena, parameter->name));
        tree_append(row, tree_scalar(arena, parameter->kind->name));
        tree_append(row, tree_scalar(arena, standard_of(parameter)));
        tree_append(row, tree_scalar(arena, parameter->kind->example));
        tree_append(meaning, tree_scalar(arena, parameter->name));
        tree_append(meaning, tree_scalar(arena, parameter->meaning));
    }
}

static void explain(struct arena *arena, struct tree *page,
                    const struct family *family, const struct plugin *plugin)
{
    struct tree *made =
        block(arena, page,
              arena_format(arena, "%s (%s)", plugin->name, family->list->what));
    struct tree *text = tree_put_sequence(arena, made, "text");
    const struct parameter *parameters = plugin->parameters;

    tree_append(text, tree_scalar(arena, plugin->summary));
    /* All faults take the same. */
    if (family->list == &fault_list)
        parameters = fault_part.parameters;
    if (parameters == NULL || parameters->name == NULL) {
        tree_append(text, tree_scalar(arena, "It takes no parameters."));
        return;
    }
    tree_append(
        text,
        tree_scalar(arena, arena_format(arena, "Written %s.",
                                        family->where != NULL
                                            ? family->where
                                            : scenario_part_written(plugin))));
    list_parameters(arena, page, parameters);
}

static const char *const *all_names(struct arena *arena)
{
    const char **names;
    int count = 0;

    for (int i = 0; i < FAMILIES; i++)
        for (int j = 0; families[i].list->plugins[j] != NULL; j++)
            count++;
    names = ARENA_ARRAY(arena, const char *, count + 1);
    count = 0;
    for (int i = 0; i < FAMILIES; i++)
        for (int j = 0; families[i].list->plugins[j] != NULL; j++)
            names[count++] = families[i].list->plugins[j]->name;
    return names;
}

/* One name may stand in two families: a law and a demand are "constant". */
struct tree *kind_explain(const struct tree *name, struct arena *arena,
                          struct errors *errors)
{
    struct tree *page = tree_new(arena, TREE_SEQUENCE);

    for (int i = 0; i < FAMILIES; i++) {
        const struct family *family = &families[i];

        if (name == NULL)
            list_family(arena, page, family);
        for (const struct plugin *const *each = family->list->plugins;
             name != NULL && *each != NULL; each++)
            if (tree_is(name, (*each)->name))
                explain(arena, page, family, *each);
    }
    if (page->first != NULL)
        return page;
    error_at(errors, name->at, "unknown kind \"%s\"%s", tree_text(name, ""),
             did_you_mean(arena, tree_text(name, ""), all_names(arena)));
    return NULL;
}
