/*
 * Objects told apart: kinds that are simulated, kinds that are known but not
 * simulated yet, and all others, which a simulation has no use for.
 */
#include "models/api/manifest.h"

#include <stdlib.h>
#include <string.h>

#include "models/api/manifest_fields.h"

static const char *const modelled_kinds[] = {"Deployment",
                                             "ReplicaSet",
                                             "ReplicationController",
                                             "StatefulSet",
                                             "DaemonSet",
                                             "Job",
                                             "CronJob",
                                             "Pod",
                                             "Service",
                                             "Ingress",
                                             "Node",
                                             "PodDisruptionBudget",
                                             "HorizontalPodAutoscaler",
                                             "PriorityClass",
                                             "PersistentVolume",
                                             "PersistentVolumeClaim",
                                             "StorageClass",
                                             NULL};

/* Those of them that are in no namespace. */
static const char *const cluster_kinds[] = {
    "Node", "PriorityClass", "PersistentVolume", "StorageClass", NULL};

static const char *const later_kinds[] = {
    "VerticalPodAutoscaler", "NetworkPolicy",  "LimitRange",
    "ResourceQuota",         "PrometheusRule", NULL};

/* So that they do not pass for misspelt names of the others. */
static const char *const useless_kinds[] = {"Binding",
                                            "CSIDriver",
                                            "CSINode",
                                            "ClusterRole",
                                            "ClusterRoleBinding",
                                            "ComponentStatus",
                                            "ConfigMap",
                                            "ControllerRevision",
                                            "Endpoints",
                                            "EndpointSlice",
                                            "Event",
                                            "IngressClass",
                                            "Lease",
                                            "Namespace",
                                            "PodTemplate",
                                            "Role",
                                            "RoleBinding",
                                            "RuntimeClass",
                                            "Secret",
                                            "ServiceAccount",
                                            NULL};

static const char *const scenario_kinds[] = {"Scenario", NULL};

static bool is_among(const char *name, const char *const *names)
{
    while (*names != NULL && strcmp(*names, name) != 0)
        names++;
    return *names != NULL;
}

bool manifest_modelled(const char *kind)
{
    return is_among(kind, modelled_kinds);
}

bool manifest_configures(const struct tree *object)
{
    return strstr(tree_text(tree_get(object, "apiVersion"), ""),
                  ".config.k8s.io/") != NULL;
}

const char *manifest_kind_word(struct arena *arena, const char *kind)
{
    static const char *const short_names[][2] = {
        {"deploy", "deployment"},
        {"rs", "replicaset"},
        {"rc", "replicationcontroller"},
        {"po", "pod"},
        {"svc", "service"},
        {"ing", "ingress"},
        {"pvc", "persistentvolumeclaim"},
        {"pv", "persistentvolume"},
        {"no", "node"},
        {"sts", "statefulset"},
        {"ds", "daemonset"},
        {"hpa", "horizontalpodautoscaler"},
        {"pdb", "poddisruptionbudget"},
    };
    char *word = arena_copy(arena, kind);

    for (char *c = word; *c != '\0'; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    for (size_t i = 0; i < sizeof(short_names) / sizeof(*short_names); i++)
        if (strcmp(short_names[i][0], word) == 0)
            return short_names[i][1];
    return word;
}

void manifests_open(struct manifests *manifests, struct arena *arena,
                    struct taint_list *taints, struct errors *errors, int minor)
{
    *manifests = (struct manifests){
        .arena = arena, .taints = taints, .errors = errors, .minor = minor};
    manifests->assumed.arena = arena;
    manifests->unmodelled.arena = arena;
}

/* Whether the version is of a group of Kubernetes' own: other groups have
 * Services and Deployments that mean other things. */
static bool is_builtin(const char *version)
{
    size_t length = strcspn(version, "/");

    return strcspn(version, ".") >= length ||
           (length > 7 && strncmp(version + length - 7, ".k8s.io", 7) == 0);
}

static bool is_name(const char *name)
{
    size_t length = strlen(name);

    return length > 0 && length <= 253 &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-.") == length &&
           strchr("-.", name[0]) == NULL &&
           strchr("-.", name[length - 1]) == NULL &&
           strstr(name, "..") == NULL && strstr(name, "-.") == NULL &&
           strstr(name, ".-") == NULL;
}

static void add_named(struct manifests *manifests, struct tree *object,
                      const char *kind)
{
    const struct tree *metadata = tree_get(object, "metadata");
    const struct tree *name = tree_get(metadata, "name");
    struct manifest *made = ARENA_NEW(manifests->arena, struct manifest);

    if (name == NULL)
        name = tree_get(metadata, "generateName");
    made->tree = object;
    made->kind = kind;
    made->name = tree_text(name, "");
    made->namespace = is_among(kind, cluster_kinds)
                          ? ""
                          : tree_text(tree_get(metadata, "namespace"), "");
    if (*made->namespace == '\0' && !is_among(kind, cluster_kinds))
        made->namespace = "default";
    made->place = name != NULL ? name->at : tree_place(object);
    made->order = manifests->count++;
    if (manifests->last == NULL)
        manifests->first = made;
    else
        manifests->last->next = made;
    manifests->last = made;
}

static void add_object(struct manifests *manifests, struct tree *object,
                       const char *kind)
{
    const char *version = tree_text(tree_get(object, "apiVersion"), "");
    const char *meant = "";

    if (strncmp(version, "nines/", 6) == 0) {
        error_at(manifests->errors, tree_get(object, "kind")->at,
                 "unknown kind \"%s\" of %s%s", kind, version,
                 did_you_mean(manifests->arena, kind, scenario_kinds));
        return;
    }
    if ((manifest_modelled(kind) && is_builtin(version)) ||
        is_among(kind, later_kinds) ||
        strncmp(version, "chaos-mesh.org/", 15) == 0 ||
        manifest_configures(object)) {
        add_named(manifests, object, kind);
        return;
    }
    manifests->ignored++;
    if (!is_builtin(version) || is_among(kind, useless_kinds))
        return;
    meant = did_you_mean(manifests->arena, kind, modelled_kinds);
    if (*meant == '\0')
        meant = did_you_mean(manifests->arena, kind, later_kinds);
    if (*meant != '\0')
        warning_at(manifests->errors, tree_get(object, "kind")->at,
                   "unknown kind \"%s\"%s", kind, meant);
}

/* `kind` is that of an item of a typed list, or NULL. A List of Lists is as
 * deep as the tree, which is bounded. */
static void add(struct manifests *manifests, struct tree *object,
                const char *kind)
{
    const struct tree *said = tree_get(object, "kind");
    size_t length;

    if (object->kind == TREE_NULL)
        return;
    if (object->kind != TREE_MAPPING) {
        error_at(manifests->errors, object->at,
                 "a Kubernetes object is a mapping, not %s",
                 tree_kind_name(object));
        return;
    }
    kind = tree_text(said, said == NULL ? kind : NULL);
    if (kind == NULL) {
        error_at(manifests->errors, said != NULL ? said->at : object->at,
                 "not a Kubernetes object: it has no \"kind\"");
        return;
    }
    length = strlen(kind);
    if (length >= 4 && strcmp(kind + length - 4, "List") == 0 &&
        tree_get(object, "items") != NULL) {
        const struct tree *items =
            field_sequence(object, "items", manifests->errors);

        kind = length == 4 ? NULL
                           : arena_format(manifests->arena, "%.*s",
                                          (int)length - 4, kind);
        for (struct tree *item = items != NULL ? items->first : NULL;
             item != NULL; item = item->next)
            add(manifests, item, kind);
        return;
    }
    add_object(manifests, object, kind);
}

void manifests_add(struct manifests *manifests, struct tree *document)
{
    add(manifests, document, NULL);
}

static int by_name(const void *a, const void *b)
{
    const struct manifest *x = a, *y = b;
    int order = strcmp(x->kind, y->kind);

    if (order == 0)
        order = strcmp(x->name, y->name);
    if (order == 0)
        order = strcmp(x->namespace, y->namespace);
    return order != 0 ? order : x->order - y->order;
}

static int by_namespace(const void *a, const void *b)
{
    const struct manifest *x = a, *y = b;
    int order = strcmp(x->namespace, y->namespace);

    if (order == 0)
        order = strcmp(x->name, y->name);
    if (order == 0)
        order = strcmp(x->kind, y->kind);
    return order != 0 ? order : x->order - y->order;
}

static bool is_same_name(const struct manifest *a, const struct manifest *b)
{
    return strcmp(a->kind, b->kind) == 0 && strcmp(a->name, b->name) == 0;
}

/* Names what has a neighbour of the same name in another namespace. */
static void name_object(struct manifests *manifests, int i)
{
    struct manifest *all = manifests->sorted, *one = &all[i];
    bool ambiguous =
        (i > 0 && is_same_name(&all[i - 1], one) &&
         strcmp(all[i - 1].namespace, one->namespace) != 0) ||
        (i + 1 < manifests->count && is_same_name(one, &all[i + 1]) &&
         strcmp(one->namespace, all[i + 1].namespace) != 0);
    const char *word = manifest_kind_word(manifests->arena, one->kind);

    if (ambiguous && strcmp(one->namespace, "default") != 0)
        one->object = arena_format(manifests->arena, "%s/%s.%s", word,
                                   one->name, one->namespace);
    else
        one->object = arena_format(manifests->arena, "%s/%s", word, one->name);
}

static void check_twice(struct manifests *manifests, const struct manifest *a,
                        const struct manifest *b)
{
    if (*b->name == '\0' || !manifest_modelled(b->kind) ||
        !is_same_name(a, b) || strcmp(a->namespace, b->namespace) != 0)
        return;
    error_at(manifests->errors, b->place,
             "%s \"%s\" is there twice; the other one is at %s:%d", b->kind,
             b->name, a->place.file != NULL ? a->place.file : "",
             a->place.line);
}

/* Of the kind, since Kubernetes 1.25. */
static const char *version_of(const char *kind)
{
    static const char *const versions[][2] = {
        {"Deployment", "apps/v1"},
        {"ReplicaSet", "apps/v1"},
        {"StatefulSet", "apps/v1"},
        {"DaemonSet", "apps/v1"},
        {"Job", "batch/v1"},
        {"CronJob", "batch/v1"},
        {"PodDisruptionBudget", "policy/v1"},
        {"HorizontalPodAutoscaler", "autoscaling/v2"},
        {"Ingress", "networking.k8s.io/v1"},
        {"PriorityClass", "scheduling.k8s.io/v1"},
        {"StorageClass", "storage.k8s.io/v1"},
    };

    for (size_t i = 0; i < sizeof(versions) / sizeof(*versions); i++)
        if (strcmp(versions[i][0], kind) == 0)
            return versions[i][1];
    return "v1";
}

static void check_version(struct manifests *manifests,
                          const struct manifest *one)
{
    const struct tree *version = tree_get(one->tree, "apiVersion");

    if (version == NULL || !manifest_modelled(one->kind) ||
        tree_is(version, version_of(one->kind)) ||
        (strcmp(one->kind, "HorizontalPodAutoscaler") == 0 &&
         tree_is(version, "autoscaling/v1")))
        return;
    warning_at(manifests->errors, version->at,
               "Kubernetes has no %s in \"%.60s\"; it is taken for one of %s",
               one->kind, tree_text(version, ""), version_of(one->kind));
}

static void check_name(struct manifests *manifests, const struct manifest *one)
{
    const struct tree *metadata = tree_get(one->tree, "metadata");
    const struct tree *name = tree_get(metadata, "name");
    const struct tree *namespace = tree_get(metadata, "namespace");

    if (!manifest_modelled(one->kind) || *one->name == '\0')
        return;
    if (namespace != NULL)
        field_is_text(namespace, manifests->errors);
    if (name != NULL && !field_is_text(name, manifests->errors))
        return;
    if (!is_name(one->name))
        error_at(manifests->errors, one->place,
                 "\"%.60s\" is not a name: Kubernetes wants lower case "
                 "letters, digits, \"-\" and \".\", at most 253",
                 one->name);
    if (*one->namespace != '\0' && !is_name(one->namespace))
        error_at(manifests->errors, one->place,
                 "\"%.60s\" is not the name of a namespace", one->namespace);
}

void manifests_sort(struct manifests *manifests)
{
    struct manifest *all =
        ARENA_ARRAY(manifests->arena, struct manifest, manifests->count);
    int i = 0;

    for (const struct manifest *each = manifests->first; each != NULL;
         each = each->next)
        all[i++] = *each;
    manifests->sorted = all;
    qsort(all, (size_t)manifests->count, sizeof(*all), by_name);
    for (i = 0; i < manifests->count; i++) {
        name_object(manifests, i);
        check_version(manifests, &all[i]);
        check_name(manifests, &all[i]);
        if (i > 0)
            check_twice(manifests, &all[i - 1], &all[i]);
    }
    qsort(all, (size_t)manifests->count, sizeof(*all), by_namespace);
}
