/* What was not said, and is assumed. */
#include "models/scenario/draft.h"

#include <string.h>

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
