/* PodDisruptionBudgets. */
#include "models/api/manifest_budget.h"

#include <string.h>

#include "models/api/budget.h"
#include "models/api/manifest_fields.h"

static void bounds_read(struct manifests *manifests,
                        const struct manifest *manifest,
                        const struct tree *spec, struct budget_design *into)
{
    const struct tree *most = tree_get(spec, "maxUnavailable");

    into->least_given = field_read(spec, "minAvailable", &of_int_or_percent,
                                   &into->bound, manifests->errors);
    into->most_given = field_read(spec, "maxUnavailable", &of_int_or_percent,
                                  &into->bound, manifests->errors);
    if (into->least_given && into->most_given)
        error_at(manifests->errors, most->at,
                 "%s has minAvailable and maxUnavailable: one of them may be "
                 "given",
                 manifest->object);
    else if (!into->least_given && !into->most_given &&
             tree_get(spec, "minAvailable") == NULL && most == NULL)
        warning_at(manifests->errors, manifest->place,
                   "%s has neither minAvailable nor maxUnavailable: it allows "
                   "no eviction",
                   manifest->object);
    if (into->bound.percent && into->bound.value > 100)
        error_at(
            manifests->errors,
            tree_get(spec, into->most_given ? "maxUnavailable" : "minAvailable")
                ->at,
            "%s: a budget is of at most 100%%", manifest->object);
}

void budget_read(struct manifests *manifests, const struct manifest *manifest,
                 const struct tree *spec)
{
    static const char *const policies[] = {"IfHealthyBudget", "AlwaysAllow",
                                           NULL};
    struct budget_design *into = &manifests->budgets[manifests->budget_count];
    const struct tree *selector =
        field_mapping(spec, "selector", manifests->errors);

    *into = (struct budget_design){.namespace = manifest->namespace,
                                   .name = manifest->name,
                                   .object = manifest->object,
                                   .ordinal = manifests->budget_count};
    if (selector != NULL)
        into->selector =
            selector_read(manifests->arena, selector, manifests->errors);
    into->always_allow = field_choice(spec, "unhealthyPodEvictionPolicy",
                                      policies, 0, manifests->errors) == 1;
    bounds_read(manifests, manifest, spec, into);
    manifests->budget_count++;
}

static bool selects(const struct budget_design *budget,
                    const struct workload *workload)
{
    return strcmp(budget->namespace, workload->namespace) == 0 &&
           selector_matches(&budget->selector, &workload->template.labels);
}

void budgets_link(const struct manifests *manifests, struct workload *workload)
{
    const struct budget_design **list;
    int count = 0;

    for (int i = 0; i < manifests->budget_count; i++)
        count += selects(&manifests->budgets[i], workload);
    list = ARENA_ARRAY(manifests->arena, const struct budget_design *, count);
    workload->template.budget_count = count;
    workload->template.budgets = list;
    for (int i = 0; i < manifests->budget_count; i++)
        if (selects(&manifests->budgets[i], workload))
            *list++ = &manifests->budgets[i];
}
