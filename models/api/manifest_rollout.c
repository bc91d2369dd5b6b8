/* How a workload's pods are changed. */
#include "models/api/manifest_rollout.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "models/api/manifest_fields.h"
#include "models/api/manifest_pod.h"

enum { PROGRESS_DEADLINE = 600, REVISION_HISTORY = 10 };

static const struct int_or_percent quarter = {25, true};

/* Reads one bound of a rolling update, and returns its place. */
static struct place bound_read(struct manifests *manifests,
                               const struct tree *rolling, const char *name,
                               struct int_or_percent *into)
{
    const struct tree *tree = tree_get(rolling, name);

    *into = quarter;
    field_read(rolling, name, &of_int_or_percent, into, manifests->errors);
    return tree != NULL ? tree->at : tree_place(rolling);
}

static void bounds_read(struct manifests *manifests, const struct tree *rolling,
                        struct strategy *into)
{
    struct place at;

    bound_read(manifests, rolling, "maxSurge", &into->max_surge);
    at = bound_read(manifests, rolling, "maxUnavailable",
                    &into->max_unavailable);
    if (into->max_unavailable.percent && into->max_unavailable.value > 100)
        error_at(manifests->errors, at, "maxUnavailable is more than 100%%");
    if (into->max_surge.value == 0 && into->max_unavailable.value == 0)
        error_at(manifests->errors, at,
                 "maxUnavailable may not be 0 where maxSurge is 0 too");
}

static void strategy_read(struct manifests *manifests, const struct tree *spec,
                          struct strategy *into)
{
    static const char *const types[] = {"RollingUpdate", "Recreate", NULL};
    const struct tree *strategy =
        field_mapping(spec, "strategy", manifests->errors);
    const struct tree *rolling =
        field_mapping(strategy, "rollingUpdate", manifests->errors);

    into->recreate =
        field_choice(strategy, "type", types, 0, manifests->errors) == 1;
    if (into->recreate && rolling != NULL)
        error_at(manifests->errors, tree_place(rolling),
                 "the strategy Recreate has no rollingUpdate");
    bounds_read(manifests, rolling, into);
}

static void deadline_read(struct manifests *manifests, const struct tree *spec,
                          struct workload *into)
{
    int seconds = PROGRESS_DEADLINE;

    field_read(spec, "progressDeadlineSeconds", &of_count, &seconds,
               manifests->errors);
    /* The largest number stands for none. (HasProgressDeadline) */
    into->progress_deadline = seconds == INT_MAX ? NEVER : SECONDS(seconds);
    if (into->progress_deadline <= into->min_ready)
        error_at(manifests->errors,
                 tree_place(tree_get(spec, "progressDeadlineSeconds") != NULL
                                ? tree_get(spec, "progressDeadlineSeconds")
                                : tree_get(spec, "minReadySeconds")),
                 "progressDeadlineSeconds (%d) must be more than "
                 "minReadySeconds (%d)",
                 seconds, (int)(into->min_ready / SECONDS(1)));
}

void rollout_read(struct manifests *manifests, const struct tree *spec,
                  bool deployment, struct workload *into)
{
    int ready = 0;

    field_read(spec, "minReadySeconds", &of_count, &ready, manifests->errors);
    into->min_ready = SECONDS(ready);
    into->revision_history = REVISION_HISTORY;
    field_read(spec, "revisionHistoryLimit", &of_count, &into->revision_history,
               manifests->errors);
    if (!deployment)
        return;
    strategy_read(manifests, spec, &into->strategy);
    deadline_read(manifests, spec, into);
    field_read(spec, "paused", &of_flag, &into->paused, manifests->errors);
}

/* (pkg/apis/core/helper GetDeletionCostFromPodAnnotations, which wants a number
 * of 32 bits as Go writes it) */
int deletion_cost_read(struct manifests *manifests, const struct tree *metadata)
{
    const char *const name = "controller.kubernetes.io/pod-deletion-cost";
    const struct tree *value = tree_get(
        field_mapping(metadata, "annotations", manifests->errors), name);
    const char *text = tree_text(value, "");
    const char *digits = text + (*text == '-');
    long long cost = strtoll(text, NULL, 10);

    if (value == NULL || value->kind == TREE_NULL)
        return 0;
    if (*digits == '\0' || digits[strspn(digits, "0123456789")] != '\0' ||
        (*text == '0' && text[1] != '\0') || cost != (int)cost)
        error_at(manifests->errors, value->at,
                 "\"%s\" is no pod-deletion-cost, which is a whole number",
                 text);
    return (int)cost;
}
