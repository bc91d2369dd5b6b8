/*
 * Pod templates, with the defaults that the API server fills in (pkg/apis/
 * core/v1/defaults.go, plugin/pkg/admission/defaulttolerationseconds).
 */
#include "models/api/manifest_pod.h"

#include <string.h>

#include "models/api/manifest_affinity.h"
#include "models/api/manifest_container.h"
#include "models/api/manifest_fields.h"
#include "models/api/manifest_rollout.h"
#include "models/api/manifest_volume.h"
#include "models/api/manifest_workload.h"
#include "models/api/quantity.h"

enum { ADDED_TOLERATIONS = 2, DEFAULT_GRACE = 30 };

/* A field that says something that is not simulated. */
struct feature {
    const char *field;
    const char *words;
};

static const struct feature pod_features[] = {
    {"schedulingGates", "scheduling gates are not modelled yet ("},
    {"resources", "resources of whole pods are not modelled yet ("},
    {"resourceClaims", "resource claims are not modelled yet ("},
    {"activeDeadlineSeconds", "activeDeadlineSeconds is not modelled yet ("},
    {NULL, NULL},
};

bool field_given(const struct tree *mapping, const char *name)
{
    const struct tree *value = tree_get(mapping, name);

    return value != NULL && value->kind != TREE_NULL &&
           (value->kind == TREE_SCALAR ? !tree_is(value, "false")
                                       : value->first != NULL);
}

static void remark_features(struct manifests *manifests,
                            const struct feature *features,
                            const struct tree *mapping, const char *object)
{
    for (; features->field != NULL; features++)
        if (field_given(mapping, features->field))
            remark(&manifests->unmodelled, features->words, object, ")");
}

static const char *const effect_names[] = {"NoSchedule", "PreferNoSchedule",
                                           "NoExecute", NULL};

bool taint_read(struct manifests *manifests, const struct tree *tree,
                struct taint *into)
{
    int effect = field_choice(tree, "effect", effect_names, ANY_EFFECT,
                              manifests->errors);

    *into = (struct taint){"", "", (enum taint_effect)effect};
    field_read(tree, "value", &of_text, &into->value, manifests->errors);
    if (effect < 0)
        return false;
    if (effect != ANY_EFFECT &&
        field_read(tree, "key", &of_text, &into->key, manifests->errors))
        return true;
    error_at(manifests->errors, tree->at, "a taint needs a key and an effect");
    return false;
}

static bool seconds_of_toleration(struct manifests *manifests,
                                  const struct tree *tree,
                                  struct toleration *into)
{
    double seconds;

    into->seconds = NEVER;
    if (!field_given(tree, "tolerationSeconds"))
        return true;
    if (!field_read(tree, "tolerationSeconds", &of_number, &seconds,
                    manifests->errors))
        return false;
    if (into->effect != NO_EXECUTE) {
        error_at(manifests->errors, tree_get(tree, "tolerationSeconds")->at,
                 "tolerationSeconds needs the effect NoExecute");
        return false;
    }
    into->seconds = seconds > 0 ? time_from_seconds(seconds) : 0;
    return true;
}

static bool toleration_read(struct manifests *manifests,
                            const struct tree *tree, struct toleration *into)
{
    static const char *const operators[] = {"Equal", "Exists", "Gt", "Lt",
                                            NULL};
    int effect = field_choice(tree, "effect", effect_names, ANY_EFFECT,
                              manifests->errors);
    int operator=
        field_choice(tree, "operator", operators, 0, manifests->errors);
    const char *key = "", *value = "";

    field_read(tree, "key", &of_text, &key, manifests->errors);
    field_read(tree, "value", &of_text, &value, manifests->errors);
    if (effect < 0 || operator<0)
        return false;
    if (tree->kind != TREE_MAPPING || (*key == '\0' && operator!= 1) ||
        (*value != '\0' && operator== 1)) {
        error_at(manifests->errors, tree->at,
                 tree->kind != TREE_MAPPING ? "a toleration is a mapping"
                 : *key == '\0'
                     ? "a toleration without a key needs operator: Exists"
                     : "a toleration with operator Exists has no value");
        return false;
    }
    *into = (struct toleration){
        *key == '\0' ? NULL : key, operator== 1 ? NULL : value,
        (enum taint_effect)effect, NEVER,
                                   operator== 2 ? TOLERATES_GREATER :
                                   operator== 3 ? TOLERATES_LESS
                                                : TOLERATES_EQUAL };
    return seconds_of_toleration(manifests, tree, into);
}

/* Its own, and 300 s of what it does not speak of: a node that is not ready,
 * one that cannot be reached. Most pods have these two alone, in one place. */
static void tolerations_read(struct manifests *manifests,
                             const struct manifest *owner,
                             const struct tree *spec, struct pod_template *into)
{
    static const struct toleration added[ADDED_TOLERATIONS] = {
        {"node.kubernetes.io/not-ready", NULL, NO_EXECUTE, SECONDS(300),
         TOLERATES_EQUAL},
        {"node.kubernetes.io/unreachable", NULL, NO_EXECUTE, SECONDS(300),
         TOLERATES_EQUAL}};
    const struct tree *sequence =
        field_sequence(spec, "tolerations", manifests->errors);
    struct toleration *all = ARENA_ARRAY(
        manifests->arena, struct toleration,
        tree_count(sequence) + DAEMON_TOLERATIONS + ADDED_TOLERATIONS);
    int count = 0, own;

    for (const struct tree *each = sequence != NULL ? sequence->first : NULL;
         each != NULL; each = each->next)
        if (toleration_read(manifests, each, &all[count]))
            count++;
    if (strcmp(owner->kind, "DaemonSet") == 0)
        count =
            daemon_tolerations(all, count, field_given(spec, "hostNetwork"));
    own = count;
    for (int i = 0; i < ADDED_TOLERATIONS; i++) {
        bool spoken = false;

        for (int j = 0; j < own; j++)
            spoken =
                spoken ||
                ((all[j].key == NULL ||
                  strcmp(all[j].key, added[i].key) == 0) &&
                 (all[j].effect == NO_EXECUTE || all[j].effect == ANY_EFFECT));
        if (!spoken)
            all[count++] = added[i];
    }
    into->tolerations = own == 0 ? added : all;
    into->toleration_count = count;
}

static void policies_read(struct manifests *manifests,
                          const struct manifest *owner, const struct tree *spec,
                          struct pod_template *into)
{
    static const char *const policies[] = {"Always", "OnFailure", "Never",
                                           NULL};
    const struct tree *said = tree_get(spec, "restartPolicy");
    int policy =
        field_choice(spec, "restartPolicy", policies, 0, manifests->errors);

    into->restart = policy < 0 ? RESTART_ALWAYS : (enum restart_policy)policy;
    into->gated = field_given(spec, "readinessGates");
    if (workload_ends(owner->kind)
            ? policy == 0
            : policy > 0 && strcmp(owner->kind, "Pod") != 0)
        error_at(manifests->errors, said != NULL ? said->at : tree_place(spec),
                 "the restartPolicy of a %s must be %s", owner->kind,
                 policy > 0 ? "Always" : "OnFailure or Never");
    into->grace = field_seconds(spec, "terminationGracePeriodSeconds",
                                DEFAULT_GRACE, manifests->errors);
    field_read(spec, "nodeName", &of_text, &into->node_name, manifests->errors);
    if (into->node_name != NULL && *into->node_name == '\0')
        into->node_name = NULL;
}

static bool has_empty_dir(struct manifests *manifests, const struct tree *spec)
{
    const struct tree *volumes =
        field_sequence(spec, "volumes", manifests->errors);

    for (const struct tree *each = volumes != NULL ? volumes->first : NULL;
         each != NULL; each = each->next)
        if (tree_get(each, "emptyDir") != NULL)
            return true;
    return false;
}

/* kubectl prints the name of the usual one. */
static void remark_scheduler(struct manifests *manifests,
                             const struct tree *spec, const char *object)
{
    const char *name = "";

    if (field_read(spec, "schedulerName", &of_text, &name, manifests->errors) &&
        *name != '\0' && strcmp(name, "default-scheduler") != 0)
        remark(&manifests->unmodelled,
               "schedulers beside the default-scheduler, which takes their "
               "pods, are not modelled yet (",
               object, ")");
}

static void overhead_read(struct manifests *manifests, const struct tree *spec,
                          struct pod_template *into)
{
    const struct tree *overhead =
        field_mapping(spec, "overhead", manifests->errors);

    field_read(overhead, "cpu", &of_cpu, &into->overhead_cpu_milli,
               manifests->errors);
    field_read(overhead, "memory", &of_memory, &into->overhead_memory_bytes,
               manifests->errors);
}

bool pod_template_read(struct manifests *manifests,
                       const struct manifest *owner, const struct tree *tree,
                       struct pod_template *into)
{
    int before = manifests->errors->mistakes;
    const struct tree *metadata =
        field_mapping(tree, "metadata", manifests->errors);
    const struct tree *spec = field_mapping(tree, "spec", manifests->errors);
    const struct tree *containers =
        field_sequence(spec, "containers", manifests->errors);

    into->labels = labels_read(manifests->arena, tree_get(metadata, "labels"),
                               manifests->errors);
    if (containers == NULL || containers->first == NULL) {
        if (manifests->errors->mistakes == before)
            error_at(manifests->errors,
                     tree_place(containers != NULL ? containers
                                : spec != NULL     ? spec
                                                   : tree),
                     "%s has no containers", owner->object);
        return false;
    }
    into->node_selector = labels_read(
        manifests->arena, tree_get(spec, "nodeSelector"), manifests->errors);
    into->deletion_cost = deletion_cost_read(manifests, metadata);
    into->empty_dir = has_empty_dir(manifests, spec);
    claims_read(manifests, owner, spec, into);
    policies_read(manifests, owner, spec, into);
    tolerations_read(manifests, owner, spec, into);
    into->namespace = owner->namespace;
    into->affinity =
        affinity_read(manifests, spec, &into->labels, owner->namespace);
    priority_read(manifests, spec, into);
    overhead_read(manifests, spec, into);
    containers_read(manifests, spec, owner->object, into);
    remark_features(manifests, pod_features, spec, owner->object);
    remark_scheduler(manifests, spec, owner->object);
    return manifests->errors->mistakes == before;
}
