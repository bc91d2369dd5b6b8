/* Whom a fault befalls, or an action is about: what both may say. */
#include <string.h>

#include "models/scenario/draft.h"

bool target_mode_read(struct draft *draft, const struct tree *value,
                      struct target *target)
{
    const char *text = tree_text(value, "each");
    struct tree percentage = *value;
    static const char *const words[] = {"each", "one", "all", NULL};
    static const enum target_mode modes[] = {TARGET_EACH, TARGET_ONE,
                                             TARGET_ALL};

    for (int i = 0; words[i] != NULL; i++)
        if (strcmp(text, words[i]) == 0) {
            target->mode = modes[i];
            return true;
        }
    if (strchr(text, '%') != NULL) {
        target->mode = TARGET_SHARE;
        return of_fraction.read(&percentage, &target->share, draft->errors);
    }
    if (strspn(text, "0123456789") == 0) {
        error_at(draft->errors, value->at,
                 "\"%s\" is no target: each, one, all, a number or a "
                 "percentage%s",
                 text, did_you_mean(draft->arena, text, words));
        return false;
    }
    target->mode = TARGET_COUNT;
    return of_count.read(value, &target->count, draft->errors);
}

bool target_zone_read(struct draft *draft, const struct tree *value,
                      struct target *target)
{
    const char *text = tree_text(value, "");

    for (int i = 0; i < draft->scenario->zone_count; i++)
        if (strcmp(draft->scenario->zones[i], text) == 0) {
            target->zone = text;
            return true;
        }
    if (draft->nodes_sound)
        error_at(draft->errors, value->at, "there is no zone \"%s\"%s", text,
                 did_you_mean(draft->arena, text, draft->scenario->zones));
    return false;
}

struct selector target_selector_read(struct draft *draft,
                                     const struct tree *mapping)
{
    if (tree_get(mapping, "matchLabels") != NULL ||
        tree_get(mapping, "matchExpressions") != NULL)
        return selector_read(draft->arena, mapping, draft->errors);
    return selector_of_labels(draft->arena, mapping, draft->errors);
}
