/*
 * Pod templates, with the defaults that the API server fills in (pkg/apis/
 * core/v1/defaults.go, plugin/pkg/admission/defaulttolerationseconds).
 */
#include "models/api/manifest_pod.h"

#include <string.h>

#include "models/api/manifest_fields.h"
#include "models/api/manifest_rollout.h"
#include "models/api/manifest_workload.h"
#include "models/api/quantity.h"

enum { ADDED_TOLERATIONS = 2, DEFAULT_GRACE = 30, PROBE_PERIOD = 10 };

/* A field that says something that is not simulated. */
struct feature {
    const char *field;
    const char *words;
};

static const struct feature pod_features[] = {
    {"initContainers", "init containers are not modelled yet ("},
    {"affinity", "affinity is not modelled yet ("},
    {"topologySpreadConstraints",
     "topology spread constraints are not modelled yet ("},
    {"priorityClassName", "priority is not modelled yet ("},
    {"priority", "priority is not modelled yet ("},
    {"volumes", "volumes are not modelled yet ("},
    {"hostNetwork", "host ports are not modelled yet ("},
    {"readinessGates", "readiness gates are not modelled yet ("},
    {"schedulingGates", "scheduling gates are not modelled yet ("},
    {"overhead", "pod overhead is not modelled yet ("},
    {"resources", "resources of whole pods are not modelled yet ("},
    {"resourceClaims", "resource claims are not modelled yet ("},
    {"activeDeadlineSeconds", "activeDeadlineSeconds is not modelled yet ("},
    {NULL, NULL},
};

static const struct feature container_features[] = {
    {"lifecycle", "lifecycle hooks are not modelled yet ("},
    {"livenessProbe", "liveness probes are not modelled yet ("},
    {"startupProbe", "startup probes are not modelled yet ("},
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

static sim_time seconds_read(struct manifests *manifests,
                             const struct tree *mapping, const char *name,
                             int otherwise)
{
    int seconds = otherwise;

    field_read(mapping, name, &of_count, &seconds, manifests->errors);
    return SECONDS(seconds);
}

static struct probe probe_read(struct manifests *manifests,
                               const struct tree *container)
{
    const struct tree *tree =
        field_mapping(container, "readinessProbe", manifests->errors);
    struct probe probe = {.given = tree != NULL, .success_threshold = 1};

    probe.initial_delay =
        seconds_read(manifests, tree, "initialDelaySeconds", 0);
    probe.period = seconds_read(manifests, tree, "periodSeconds", PROBE_PERIOD);
    if (probe.period == 0)
        probe.period = SECONDS(PROBE_PERIOD);
    field_read(tree, "successThreshold", &of_count, &probe.success_threshold,
               manifests->errors);
    if (probe.success_threshold < 1)
        probe.success_threshold = 1;
    return probe;
}

/* Requests or limits. */
struct amounts {
    int64_t cpu_milli;
    int64_t memory_bytes;
};

static struct amounts amounts_read(struct manifests *manifests,
                                   const struct tree *resources,
                                   const char *which, const char *object)
{
    const struct tree *mapping =
        field_mapping(resources, which, manifests->errors);
    struct amounts amounts = {0};
    int64_t other;

    for (const struct tree *each = mapping != NULL ? mapping->first : NULL;
         each != NULL; each = each->next) {
        if (each->kind == TREE_NULL)
            continue;
        if (strcmp(each->key, "cpu") == 0) {
            of_cpu.read(each, &amounts.cpu_milli, manifests->errors);
        } else if (strcmp(each->key, "memory") == 0) {
            of_memory.read(each, &amounts.memory_bytes, manifests->errors);
        } else if (of_memory.read(each, &other, manifests->errors) &&
                   strcmp(which, "requests") == 0) {
            remark(&manifests->unmodelled,
                   arena_format(manifests->arena,
                                "requests of %s are not modelled yet (",
                                each->key),
                   object, ")");
        }
    }
    return amounts;
}

static void resources_read(struct manifests *manifests,
                           const struct tree *container, const char *object,
                           struct container_template *into)
{
    const struct tree *resources =
        field_mapping(container, "resources", manifests->errors);
    struct amounts asked =
        amounts_read(manifests, resources, "requests", object);
    struct amounts most = amounts_read(manifests, resources, "limits", object);

    /* What has a limit alone, asks for that much. */
    if (!field_given(tree_get(resources, "requests"), "cpu"))
        asked.cpu_milli = most.cpu_milli;
    if (!field_given(tree_get(resources, "requests"), "memory"))
        asked.memory_bytes = most.memory_bytes;
    if ((most.cpu_milli > 0 && asked.cpu_milli > most.cpu_milli) ||
        (most.memory_bytes > 0 && asked.memory_bytes > most.memory_bytes))
        error_at(manifests->errors, tree_place(tree_get(resources, "requests")),
                 "container \"%s\" requests more %s than its limit", into->name,
                 most.cpu_milli > 0 && asked.cpu_milli > most.cpu_milli
                     ? "CPU"
                     : "memory");
    into->cpu_request_milli = asked.cpu_milli;
    into->cpu_limit_milli = most.cpu_milli;
    into->memory_request_bytes = asked.memory_bytes;
    into->cpu_of_zero = asked.cpu_milli == 0 &&
                        field_given(tree_get(resources, "requests"), "cpu");
    into->memory_of_zero =
        asked.memory_bytes == 0 &&
        field_given(tree_get(resources, "requests"), "memory");
    if (asked.cpu_milli == 0 && !into->cpu_of_zero)
        remark(&manifests->assumed, "no CPU request in ", object,
               ": 100m is assumed for scheduling scores and theta_bar");
    if (asked.memory_bytes == 0 && !into->memory_of_zero)
        remark(&manifests->assumed, "no memory request in ", object,
               ": 200Mi is assumed for scheduling scores");
}

static void container_read(struct manifests *manifests, const struct tree *tree,
                           const char *object, struct container_template *into)
{
    into->name = into->image = "";
    if (tree->kind != TREE_MAPPING) {
        error_at(manifests->errors, tree->at,
                 "a container is a mapping, not %s", tree_kind_name(tree));
        return;
    }
    if (!field_read(tree, "name", &of_text, &into->name, manifests->errors))
        error_at(manifests->errors, tree->at, "a container without a name");
    field_read(tree, "image", &of_text, &into->image, manifests->errors);
    into->readiness = probe_read(manifests, tree);
    resources_read(manifests, tree, object, into);
    remark_features(manifests, container_features, tree, object);
}

static void containers_read(struct manifests *manifests,
                            const struct tree *sequence, const char *object,
                            struct pod_template *into)
{
    struct container_template *all = ARENA_ARRAY(
        manifests->arena, struct container_template, tree_count(sequence));
    bool probed = false;
    int count = 0;

    for (const struct tree *each = sequence->first; each != NULL;
         each = each->next, count++) {
        container_read(manifests, each, object, &all[count]);
        probed = probed || all[count].readiness.given;
        for (int i = 0; i < count && *all[count].name != '\0'; i++)
            if (strcmp(all[i].name, all[count].name) == 0)
                error_at(manifests->errors, each->at,
                         "two containers are called \"%s\"", all[i].name);
    }
    into->containers = all;
    into->container_count = count;
    if (count > manifests->most_containers)
        manifests->most_containers = count;
    if (!probed)
        remark(&manifests->assumed, "no readiness probe in ", object,
               ": ready as soon as its containers run");
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
 * one that cannot be reached. */
static void tolerations_read(struct manifests *manifests,
                             const struct manifest *owner,
                             const struct tree *spec, struct pod_template *into)
{
    static const char *const added[ADDED_TOLERATIONS] = {
        "node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"};
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
                ((all[j].key == NULL || strcmp(all[j].key, added[i]) == 0) &&
                 (all[j].effect == NO_EXECUTE || all[j].effect == ANY_EFFECT));
        if (!spoken)
            all[count++] = (struct toleration){added[i], NULL, NO_EXECUTE,
                                               SECONDS(300), TOLERATES_EQUAL};
    }
    into->tolerations = all;
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

    into->restarts = policy < 2;
    if (workload_ends(owner->kind)
            ? policy == 0
            : policy > 0 && strcmp(owner->kind, "Pod") != 0)
        error_at(manifests->errors, said != NULL ? said->at : tree_place(spec),
                 "the restartPolicy of a %s must be %s", owner->kind,
                 policy > 0 ? "Always" : "OnFailure or Never");
    into->grace = seconds_read(manifests, spec, "terminationGracePeriodSeconds",
                               DEFAULT_GRACE);
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
    policies_read(manifests, owner, spec, into);
    tolerations_read(manifests, owner, spec, into);
    containers_read(manifests, containers, owner->object, into);
    remark_features(manifests, pod_features, spec, owner->object);
    remark_scheduler(manifests, spec, owner->object);
    return manifests->errors->mistakes == before;
}
