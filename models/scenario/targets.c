/* Whom a fault befalls, or an action is about: what both may say. */
#include <stdlib.h>
#include <string.h>

#include "models/api/autoscaler.h"
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

/* The ordinal that it says: without leading zeros, as it is written. -1: none.
 * What follows it is what follows the set's name where there are two. */
static int ordinal_of(const struct workload *set, const char *pod)
{
    const char *after = strchr(set->object, '/') + 1 + strlen(set->name);
    size_t length = strlen(set->name), digits;

    if (strncmp(pod, set->name, length) != 0 || pod[length] != '-')
        return -1;
    pod += length + 1;
    digits = strspn(pod, "0123456789");
    if (digits == 0 || digits > 9 || (digits > 1 && *pod == '0') ||
        strcmp(pod + digits, after) != 0)
        return -1;
    return atoi(pod);
}

/* Of so many, or those that an autoscaler may give it. */
static bool may_have(const struct scenario *scenario,
                     const struct workload *set, int ordinal)
{
    int index = ordinal - set->first_ordinal;
    int most = set->replicas;

    for (int i = 0; i < scenario->autoscaler_count; i++) {
        const struct autoscaler_design *each = &scenario->autoscalers[i];

        if (each->target != NULL && each->max_replicas > most &&
            strcmp(each->target->object, set->object) == 0)
            most = each->max_replicas;
    }
    return index >= 0 && index < most;
}

bool target_pod_read(struct draft *draft, const struct tree *value,
                     const char *object, struct target *target)
{
    const struct scenario *scenario = draft->scenario;
    static const char pod[] = "pod/";

    if (strncmp(object, pod, strlen(pod)) != 0)
        return false;
    for (int i = 0; i < scenario->workload_count; i++) {
        const struct workload *set = &scenario->workloads[i];
        int ordinal;

        if (set->kind != WORKLOAD_STATEFUL_SET)
            continue;
        ordinal = ordinal_of(set, object + strlen(pod));
        if (ordinal < 0)
            continue;
        if (!may_have(scenario, set, ordinal))
            warning_at(draft->errors, value->at,
                       "there is no %s at first: %s has %d replica%s", object,
                       set->object, set->replicas,
                       set->replicas == 1 ? "" : "s");
        target->only = set->object;
        target->pod = object;
        target->ordinal = ordinal;
        return true;
    }
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
