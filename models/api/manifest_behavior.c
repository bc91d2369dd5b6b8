/* How fast a HorizontalPodAutoscaler may scale. */
#include "models/api/manifest_behavior.h"

#include <math.h>

#include "models/api/manifest_fields.h"
#include "models/api/quantity.h"

/* (pkg/apis/autoscaling/validation, 1.36: MaxPeriodSeconds,
 * MaxStabilizationWindowSeconds; and since when the gate
 * HPAConfigurableTolerance is on) */
enum { LONGEST_PERIOD = 1800, LONGEST_WINDOW = 3600, TOLERANCE_KEPT = 35 };

static void policy_read(struct manifests *manifests, const struct tree *item,
                        struct scaling_policy *into)
{
    static const char *const types[] = {"Pods", "Percent", NULL};
    int value = 0, period = 0;
    int type = field_choice(item, "type", types, 2, manifests->errors);

    if (type == 2)
        error_at(manifests->errors, item->at, "a scaling policy has no type");
    if (!field_read(item, "value", &of_some, &value, manifests->errors) &&
        tree_get(item, "value") == NULL)
        error_at(manifests->errors, item->at, "a scaling policy has no value");
    if (!field_read(item, "periodSeconds", &of_some, &period,
                    manifests->errors) &&
        tree_get(item, "periodSeconds") == NULL)
        error_at(manifests->errors, item->at,
                 "a scaling policy has no periodSeconds");
    if (period > LONGEST_PERIOD)
        error_at(manifests->errors, tree_get(item, "periodSeconds")->at,
                 "periodSeconds must be from 1 to %d", LONGEST_PERIOD);
    *into = (struct scaling_policy){type == 1, value, SECONDS(period)};
}

static void policies_read(struct manifests *manifests, const struct tree *half,
                          struct scaling_rules *rules)
{
    const struct tree *list =
        field_sequence(half, "policies", manifests->errors);
    struct scaling_policy *policies;

    if (list == NULL)
        return;
    if (list->first == NULL)
        error_at(manifests->errors, tree_place(list),
                 "policies must hold one at least; selectPolicy: Disabled "
                 "allows no scaling");
    policies =
        ARENA_ARRAY(manifests->arena, struct scaling_policy, tree_count(list));
    rules->policies = policies;
    rules->policy_count = 0;
    for (const struct tree *each = list->first; each != NULL; each = each->next)
        policy_read(manifests, each, &policies[rules->policy_count++]);
}

static void tolerance_read(struct manifests *manifests, const struct tree *half,
                           struct scaling_rules *rules)
{
    struct quantity tolerance;

    if (!field_read(half, "tolerance", &of_quantity, &tolerance,
                    manifests->errors))
        return;
    if (manifests->minor < TOLERANCE_KEPT)
        warning_at(manifests->errors, tree_place(tree_get(half, "tolerance")),
                   "Kubernetes drops tolerance before 1.%d", TOLERANCE_KEPT);
    else
        rules->tolerance = quantity_number(tolerance);
}

static void rules_read(struct manifests *manifests, const struct tree *half,
                       struct scaling_rules *rules)
{
    static const char *const selects[] = {"Max", "Min", "Disabled", NULL};
    const char *window = "stabilizationWindowSeconds";
    int choice = field_choice(half, "selectPolicy", selects, SELECT_MAX_CHANGE,
                              manifests->errors);
    int seconds = 0;

    rules->select = (enum policy_select)(choice < 0 ? 0 : choice);
    if (field_read(half, window, &of_count, &seconds, manifests->errors))
        rules->stabilization = SECONDS(seconds);
    if (seconds > LONGEST_WINDOW)
        error_at(manifests->errors, tree_get(half, window)->at,
                 "%s must be from 0 to %d", window, LONGEST_WINDOW);
    policies_read(manifests, half, rules);
    tolerance_read(manifests, half, rules);
}

void behavior_read(struct manifests *manifests, const struct tree *spec,
                   struct autoscaler_design *into)
{
    const struct tree *behavior =
        field_mapping(spec, "behavior", manifests->errors);

    into->up = scaling_up_rules;
    into->down = scaling_down_rules;
    into->behavior = behavior != NULL;
    if (behavior == NULL)
        return;
    rules_read(manifests, field_mapping(behavior, "scaleUp", manifests->errors),
               &into->up);
    rules_read(manifests,
               field_mapping(behavior, "scaleDown", manifests->errors),
               &into->down);
}
