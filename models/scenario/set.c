/* The question's settings (--set), put where their addresses say. */
#include <string.h>

#include "models/scenario/draft.h"
#include "sim/address.h"

static const char *const object_keys[] = {"apiVersion", "kind",   "metadata",
                                          "spec",       "status", NULL};

static void set_in_scenario(struct draft *draft, const struct setting *setting)
{
    const char *path = setting->address;
    const char *key;

    if (strncmp(path, "spec.", 5) == 0)
        path += 5;
    key = arena_format(draft->arena, "%.*s", (int)strcspn(path, "."), path);
    if (scenario_key_is_list(key) && tree_get(draft->spec, key) == NULL)
        error_at(draft->errors, setting_place(draft->arena, setting),
                 "the scenario has no \"%s\"", key);
    else
        address_set(draft->arena, draft->spec, path, setting, draft->errors);
}

static struct manifest *find_object(const struct draft *draft, const char *path,
                                    size_t *length)
{
    struct manifest *found = NULL;

    *length = 0;
    for (int i = 0; i < draft->manifests.count; i++) {
        struct manifest *each = &draft->manifests.sorted[i];
        size_t matched = address_matches(path, each->object);

        if (matched > *length) {
            *length = matched;
            found = each;
        }
    }
    return found;
}

static void object_missing(struct draft *draft, const char *path,
                           const struct setting *setting)
{
    int count = draft->manifests.count;
    const char **names = ARENA_ARRAY(draft->arena, const char *, count + 1);
    const char *name =
        arena_format(draft->arena, "%.*s", (int)strcspn(path, "."), path);

    for (int i = 0; i < count; i++)
        names[i] = draft->manifests.sorted[i].object;
    error_at(draft->errors, setting_place(draft->arena, setting),
             "there is no %s%s", name, did_you_mean(draft->arena, name, names));
}

static bool begins_with_key(const char *path)
{
    for (const char *const *key = object_keys; *key != NULL; key++)
        if (address_matches(path, *key) > 0)
            return true;
    return false;
}

static void set_in_object(struct draft *draft, const struct setting *setting)
{
    size_t kind = strcspn(setting->address, "/"), length;
    const char *path = arena_format(
        draft->arena, "%s%s",
        manifest_kind_word(
            draft->arena,
            arena_format(draft->arena, "%.*s", (int)kind, setting->address)),
        setting->address + kind);
    struct manifest *object = find_object(draft, path, &length);

    if (object == NULL) {
        object_missing(draft, path, setting);
        return;
    }
    if (!manifest_modelled(object->kind))
        warning_at(draft->errors, setting_place(draft->arena, setting),
                   "%s is not modelled yet; this changes nothing",
                   object->object);
    path += length + (path[length] == '.');
    if (*path != '\0' && !begins_with_key(path))
        path = arena_format(draft->arena, "spec.%s", path);
    object->tree = tree_copy(draft->arena, object->tree);
    address_set(draft->arena, object->tree, path, setting, draft->errors);
}

void draft_set(struct draft *draft, bool objects)
{
    for (const struct setting *setting = draft->question->settings;
         setting != NULL; setting = setting->next) {
        if (address_of_object(setting->address) != objects)
            continue;
        if (objects)
            set_in_object(draft, setting);
        else
            set_in_scenario(draft, setting);
    }
}
