/* PriorityClasses, and the priority of pods. */
#include <limits.h>
#include <string.h>

#include "models/api/manifest_affinity.h"
#include "models/api/manifest_fields.h"
#include "models/api/manifest_pod.h"

/* Those of Kubernetes itself (pkg/apis/scheduling/types.go), and the most that
 * others may have. */
enum {
    SYSTEM_NODE_CRITICAL = 2000001000,
    SYSTEM_CLUSTER_CRITICAL = 2000000000,
    MOST_PRIORITY = 1000000000
};

struct priority_class {
    const char *name;
    int value;
    bool never_preempts;
};

static const char *const policies[] = {"PreemptLowerPriority", "Never", NULL};

static int value_read(struct manifests *manifests, const struct tree *tree,
                      const char *name)
{
    double value = 0;

    if (!field_read(tree, name, &of_number, &value, manifests->errors))
        return 0;
    if (value >= INT_MIN && value <= INT_MAX)
        return (int)value;
    error_at(manifests->errors, tree_get(tree, name)->at,
             "%s has no room in 32 bits", name);
    return 0;
}

static void class_read(struct manifests *manifests,
                       const struct manifest *manifest,
                       struct priority_class *into)
{
    const struct tree *value = tree_get(manifest->tree, "value");

    schema_check(&priority_class_schema, manifest->tree, manifests->errors);
    *into = (struct priority_class){
        manifest->name, value_read(manifests, manifest->tree, "value"),
        field_choice(manifest->tree, "preemptionPolicy", policies, 0,
                     manifests->errors) == 1};
    if (value == NULL)
        error_at(manifests->errors, manifest->place,
                 "PriorityClass \"%s\" has no value", manifest->name);
    else if (into->value > MOST_PRIORITY)
        error_at(manifests->errors, value->at,
                 "the value of a PriorityClass is at most %d", MOST_PRIORITY);
    if (!field_given(manifest->tree, "globalDefault"))
        return;
    if (manifests->everybodys_class != NULL)
        error_at(manifests->errors,
                 tree_get(manifest->tree, "globalDefault")->at,
                 "PriorityClass \"%s\" is the globalDefault already",
                 manifests->everybodys_class->name);
    manifests->everybodys_class = into;
}

void priority_classes_read(struct manifests *manifests)
{
    struct priority_class *all = ARENA_ARRAY(
        manifests->arena, struct priority_class, manifests->count + 2);
    int count = 0;

    all[count++] = (struct priority_class){"system-node-critical",
                                           SYSTEM_NODE_CRITICAL, false};
    all[count++] = (struct priority_class){"system-cluster-critical",
                                           SYSTEM_CLUSTER_CRITICAL, false};
    for (int i = 0; i < manifests->count; i++)
        if (strcmp(manifests->sorted[i].kind, "PriorityClass") == 0)
            class_read(manifests, &manifests->sorted[i], &all[count++]);
    manifests->classes = all;
    manifests->class_count = count;
}

static const struct priority_class *class_named(struct manifests *manifests,
                                                const struct tree *tree)
{
    const char **names =
        ARENA_ARRAY(manifests->arena, const char *, manifests->class_count + 1);

    for (int i = 0; i < manifests->class_count; i++) {
        names[i] = manifests->classes[i].name;
        if (tree_is(tree, names[i]))
            return &manifests->classes[i];
    }
    warning_at(manifests->errors, tree->at,
               "no PriorityClass \"%s\" is given; 0 is taken%s",
               tree_text(tree, ""),
               did_you_mean(manifests->arena, tree_text(tree, ""), names));
    return NULL;
}

/* What the API server has resolved already is taken where no class tells. */
void priority_read(struct manifests *manifests, const struct tree *spec,
                   struct pod_template *into)
{
    const struct priority_class *class = manifests->everybodys_class;

    if (field_given(spec, "priorityClassName"))
        class = class_named(manifests, tree_get(spec, "priorityClassName"));
    into->priority =
        class == NULL ? value_read(manifests, spec, "priority") : class->value;
    into->never_preempts = class != NULL && class->never_preempts;
    if (field_given(spec, "preemptionPolicy"))
        into->never_preempts = field_choice(spec, "preemptionPolicy", policies,
                                            0, manifests->errors) == 1;
    if (class != NULL && field_given(spec, "priority") &&
        value_read(manifests, spec, "priority") != into->priority)
        error_at(manifests->errors, tree_get(spec, "priority")->at,
                 "the priority must be that of its PriorityClass, %d",
                 into->priority);
}
