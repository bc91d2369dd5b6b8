/* What people do: actions, each with its verb's parameters and its target. */
#include <string.h>

#include "models/scenario/action.h"

struct place action_place(const struct reading *reading, const char *key)
{
    const struct tree *given = tree_get(reading->item, key);

    return given != NULL ? given->at : reading->item->at;
}

static void when_read(const struct reading *reading)
{
    struct draft *draft = reading->draft;
    const struct action_settings *settings = &reading->settings;
    struct action_design *design = reading->design;

    if (tree_get(reading->item, "at") == NULL &&
        tree_get(reading->item, "every") == NULL)
        error_at(draft->errors, reading->item->at,
                 "%s needs \"at\" or \"every\": when (for example at: 1h)",
                 reading->what);
    if (!reading->good)
        return;
    design->every = settings->every;
    design->at = tree_get(reading->item, "at") != NULL ? settings->at : NEVER;
    if (design->every.kind != NULL &&
        time_from_seconds(law_quantile(&design->every, 0.5)) == 0)
        error_at(draft->errors, action_place(reading, "every"),
                 "%s: the median of every rounds to 0us: it would be done "
                 "again at once",
                 reading->what);
    if (design->at != NEVER && design->at >= draft->settings.plan.horizon)
        warning_at(draft->errors, action_place(reading, "at"),
                   "%s is never done: its time is not before the horizon",
                   reading->what);
}

static void check_name(const struct reading *reading)
{
    const struct scenario *scenario = reading->draft->scenario;
    struct errors *errors = reading->draft->errors;
    const struct tree *other = reading->draft->settings.actions->first;
    const char *name = reading->settings.name;
    struct place at = action_place(reading, "name");

    if (name == NULL)
        return;
    for (int i = 0; i < UNFAULTY_CAUSES; i++)
        if (strcmp(unfaulty_causes[i], name) == 0)
            error_at(errors, at,
                     "no action can be called \"%s\": results call so what "
                     "nothing else causes",
                     name);
    for (int i = 0; i < scenario->fault_count; i++)
        if (strcmp(scenario->faults[i].name, name) == 0)
            error_at(errors, at, "a fault is called \"%s\" too", name);
    for (; other != reading->item; other = other->next)
        if (tree_is(tree_get(other, "name"), name))
            error_at(errors, at, "two actions are called \"%s\"", name);
}

/* Its verb's own parameters; what it is about may be known without them. */
static bool verb_read(const struct reading *reading)
{
    struct draft *draft = reading->draft;
    struct action_design *design = reading->design;
    const struct plugin *plugin = plugin_find(
        &action_list, tree_get(reading->item, "kind"), draft->errors);
    const char *wrong;
    void *settings;

    design->kind = (const void *)plugin;
    if (plugin == NULL)
        return false;
    settings = arena_allocate(draft->arena, design->kind->settings_size + 1);
    design->settings = settings;
    if (!plugin_read(plugin, reading->item, reading->item->at,
                     parameter_names(draft->arena, &action_part), reading->what,
                     settings, draft->errors))
        return false;
    wrong = design->kind->check == NULL ? NULL : design->kind->check(settings);
    if (wrong != NULL)
        error_at(draft->errors, reading->item->at, "%s: %s", reading->what,
                 wrong);
    return wrong == NULL;
}

/* Whether it is an action to be done. All that is wrong with it is told. */
static bool read_item(struct draft *draft, const struct tree *item,
                      struct action_design *design)
{
    const struct tree *name = tree_get(item, "name");
    int before = draft->errors->mistakes;
    struct reading reading = {
        .draft = draft,
        .item = item,
        .what = name == NULL ? "an action"
                             : arena_format(draft->arena, "action \"%s\"",
                                            tree_text(name, "")),
        .design = design};

    reading.good =
        plugin_read(&action_part, item, item->at, key_names(draft->arena, item),
                    reading.what, &reading.settings, draft->errors);
    if (item->kind != TREE_MAPPING)
        return false;
    *design = (struct action_design){.name = reading.settings.name,
                                     .place = item->at};
    check_name(&reading);
    when_read(&reading);
    reading.verb_good = reading.settings.kind != NULL && verb_read(&reading);
    action_whom(&reading);
    return draft->errors->mistakes == before;
}

/* All taints that actions may bring. */
static void list_taints(struct draft *draft, const struct action_design *all,
                        int count)
{
    for (int i = 0; i < count; i++) {
        struct taint taint;

        if (all[i].kind->taint == NULL)
            continue;
        taint = all[i].kind->taint(all[i].settings);
        manifest_taint(&draft->manifests, &taint, all[i].place);
    }
}

void draft_actions(struct draft *draft)
{
    const struct tree *list = draft->settings.actions;
    struct action_design *all =
        ARENA_ARRAY(draft->arena, struct action_design, tree_count(list));
    int count = 0;

    for (const struct tree *item = list != NULL ? list->first : NULL;
         item != NULL; item = item->next)
        count += read_item(draft, item, &all[count]);
    draft->scenario->actions = all;
    draft->scenario->action_count = count;
    if (!draft->objects_sound)
        return;
    list_taints(draft, all, count);
    draft_revisions(draft, all, count);
}
