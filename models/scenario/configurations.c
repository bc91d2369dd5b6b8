/*
 * Components' own configuration files: what such a manifest says is as if
 * `controllers:` said it, by one table of names; where both do, `controllers:`
 * counts. (k8s.io/kube-scheduler/config/v1, 1.36)
 */
#include <stdlib.h>
#include <string.h>

#include "models/scenario/draft.h"

/* How a value is written there; here units are always said. */
enum unit { AS_IT_IS, IN_SECONDS, PER_SECOND };

static const struct field {
    const char *kind;
    const char *path; /* items of a list by their number, or name */
    const char *plugin;
    const char *parameter;
    enum unit unit;
} fields[] = {
#define SCHEDULER_FIELD(path, parameter, unit)                                 \
    {                                                                          \
        "KubeSchedulerConfiguration", path, "scheduler", parameter, unit       \
    }
#define FIT "profiles.0.pluginConfig.NodeResourcesFit.args.scoringStrategy."
    SCHEDULER_FIELD("profiles.0.percentageOfNodesToScore", "percentage",
                    AS_IT_IS),
    SCHEDULER_FIELD("percentageOfNodesToScore", "percentage", AS_IT_IS),
    SCHEDULER_FIELD("podInitialBackoffSeconds", "back-off-first", IN_SECONDS),
    SCHEDULER_FIELD("podMaxBackoffSeconds", "back-off-most", IN_SECONDS),
    SCHEDULER_FIELD("clientConnection.qps", "qps", PER_SECOND),
    SCHEDULER_FIELD("clientConnection.burst", "burst", AS_IT_IS),
    SCHEDULER_FIELD(FIT "type", "scoring", AS_IT_IS),
    SCHEDULER_FIELD(FIT "requestedToCapacityRatio.shape", "shape", AS_IT_IS)};

enum { FIELDS = sizeof(fields) / sizeof(*fields) };

/* What is at the first part of the path, in a mapping or a list. */
static const struct tree *step(const struct tree *tree, const char *part)
{
    const struct tree *each = tree == NULL ? NULL : tree->first;
    char *end;
    long place = strtol(part, &end, 10);

    if (tree == NULL || tree->kind != TREE_SEQUENCE)
        return tree_get(tree, part);
    if (*part == '\0' || *end != '\0')
        place = tree_count(tree);
    for (; each != NULL && place > 0; each = each->next, place--)
        if (*end != '\0' && tree_is(tree_get(each, "name"), part))
            return each;
    return *end == '\0' ? each : NULL;
}

static const struct tree *find(struct arena *arena, const struct tree *tree,
                               const char *path)
{
    while (tree != NULL && *path != '\0') {
        size_t length = strcspn(path, ".");

        tree = step(tree, arena_format(arena, "%.*s", (int)length, path));
        path += length + (path[length] == '.');
    }
    return tree == NULL || tree->kind == TREE_NULL ? NULL : tree;
}

static void put(struct draft *draft, const struct field *field,
                const struct tree *value)
{
    static const char *const units[] = {
        [AS_IT_IS] = "", [IN_SECONDS] = "s", [PER_SECOND] = "/s"};
    struct tree *mapping = tree_get(draft->settings.controllers, field->plugin);
    struct tree *copy = tree_copy(draft->arena, value);

    if (tree_get(mapping, field->parameter) != NULL)
        return;
    if (copy->kind == TREE_SCALAR)
        copy->text =
            arena_format(draft->arena, "%s%s", copy->text, units[field->unit]);
    if (mapping == NULL) {
        struct tree *all =
            draft->settings.controllers != NULL
                ? tree_copy(draft->arena, draft->settings.controllers)
                : tree_new(draft->arena, TREE_MAPPING);

        mapping = tree_put_mapping(draft->arena, all, field->plugin);
        mapping->at = mapping->key_at = value->at;
        draft->settings.controllers = all;
    }
    tree_put(draft->arena, mapping, field->parameter, copy)->key_at =
        value->key_at;
}

/* Where there is more than the table knows, it is said. */
static void remark_rest(struct draft *draft, const struct tree *tree)
{
    static const char *const more[] = {
        "profiles.1",
        "profiles.0.plugins",
        "profiles.0.pluginConfig.PodTopologySpread",
        "profiles.0.pluginConfig.InterPodAffinity",
        "profiles.0.pluginConfig.NodeAffinity",
        "profiles.0.pluginConfig.NodeResourcesBalancedAllocation",
        "profiles.0.pluginConfig.DefaultPreemption",
        FIT "resources",
        "extenders"};

    for (size_t i = 0; i < sizeof(more) / sizeof(*more); i++)
        if (find(draft->arena, tree, more[i]) != NULL)
            remark(&draft->unmodelled,
                   "not modelled yet of a KubeSchedulerConfiguration: ",
                   more[i], "");
}

void draft_configurations(struct draft *draft)
{
    for (int i = 0; i < draft->manifests.count; i++) {
        const struct manifest *each = &draft->manifests.sorted[i];

        for (int j = 0; j < FIELDS; j++) {
            const struct tree *value =
                strcmp(fields[j].kind, each->kind) == 0
                    ? find(draft->arena, each->tree, fields[j].path)
                    : NULL;

            if (value != NULL)
                put(draft, &fields[j], value);
        }
        if (strcmp(each->kind, "KubeSchedulerConfiguration") == 0)
            remark_rest(draft, each->tree);
    }
}
