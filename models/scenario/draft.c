/* Names of what may be said; what was not said, and is assumed. */
#include "models/scenario/draft.h"

#include <string.h>

const char *const *parameter_names(struct arena *arena,
                                   const struct plugin *plugin)
{
    const struct parameter *all = plugin->parameters;
    const char **names;
    int count = 0;

    while (all[count].name != NULL)
        count++;
    names = ARENA_ARRAY(arena, const char *, count + 1);
    for (int i = 0; i < count; i++)
        names[i] = all[i].name;
    return names;
}

const char *const *key_names(struct arena *arena, const struct tree *mapping)
{
    const char **names =
        ARENA_ARRAY(arena, const char *, tree_count(mapping) + 1);
    int count = 0;

    if (mapping->kind == TREE_MAPPING)
        for (const struct tree *each = mapping->first; each != NULL;
             each = each->next)
            names[count++] = each->key;
    return names;
}

void draft_defaults(struct draft *draft, const struct plugin *plugin,
                    const struct tree *mapping, const char *before,
                    const char *prefix, bool choices)
{
    before = arena_format(draft->arena, "%s: ", before);
    for (const struct parameter *each = plugin->parameters; each->name != NULL;
         each++) {
        const struct tree *given = tree_get(mapping, each->name);

        if (each->standard == NULL || *each->standard == '\0' ||
            (given != NULL && given->kind != TREE_NULL) ||
            (choices && strstr(each->meaning, "(a choice") == NULL))
            continue;
        remark_number(&draft->assumed, before,
                      arena_format(draft->arena, "%s%s %s", prefix, each->name,
                                   each->standard),
                      " is assumed", " are assumed");
    }
}
