/* Workloads, Services and nodes out of the sorted objects. */
#include <string.h>

#include "models/api/autoscaler.h"
#include "models/api/budget.h"
#include "models/api/manifest.h"
#include "models/api/manifest_affinity.h"
#include "models/api/manifest_autoscaler.h"
#include "models/api/manifest_budget.h"
#include "models/api/manifest_fields.h"
#include "models/api/manifest_image.h"
#include "models/api/manifest_link.h"
#include "models/api/manifest_pod.h"
#include "models/api/manifest_port.h"
#include "models/api/manifest_service.h"
#include "models/api/manifest_volume.h"
#include "models/api/manifest_workload.h"
#include "models/api/quantity.h"

/* Whether a controller of its own makes the object: then it is not applied. */
static bool is_owned(const struct manifest *manifest)
{
    const struct tree *owners =
        tree_get(tree_get(manifest->tree, "metadata"), "ownerReferences");

    for (const struct tree *each = owners != NULL ? owners->first : NULL;
         each != NULL; each = each->next)
        if (tree_is(tree_get(each, "controller"), "true"))
            return true;
    return false;
}

/* What all kinds have in common; NULL when there is no more to read. */
static const struct tree *begin(struct manifests *manifests,
                                const struct manifest *manifest,
                                const struct schema *schema)
{
    bool bare = strcmp(manifest->kind, "Pod") == 0 ||
                strcmp(manifest->kind, "Service") == 0;
    struct place at = tree_place(tree_get(manifest->tree, "kind"));
    const struct tree *spec =
        field_mapping(manifest->tree, "spec", manifests->errors);

    if (at.file == NULL)
        at = manifest->tree->at;
    if (tree_get(manifest->tree, "apiVersion") == NULL)
        warning_at(manifests->errors, at, "this %s has no apiVersion",
                   manifest->kind);
    schema_check(schema, manifest->tree, manifests->errors);
    labels_read(
        manifests->arena,
        tree_get(field_mapping(manifest->tree, "metadata", manifests->errors),
                 "labels"),
        manifests->errors);
    if (is_owned(manifest)) {
        manifests->ignored++;
        remark(&manifests->assumed,
               "left to the controller that owns it: ", manifest->object, "");
        return NULL;
    }
    if (spec == NULL)
        (bare ? warning_at : error_at)(
            manifests->errors, at,
            *manifest->name != '\0' ? "%s \"%s\" has no spec%s"
                                    : "this %s%s has no spec%s",
            manifest->kind, manifest->name, bare ? "; left out" : "");
    else if (*manifest->name == '\0')
        error_at(manifests->errors, at, "this %s has no metadata.name",
                 manifest->kind);
    return *manifest->name == '\0' ? NULL : spec;
}

/* A ReplicationController may leave it out; the others may not. */
static void select_own(struct manifests *manifests, const struct tree *spec,
                       struct workload *workload)
{
    const struct tree *metadata =
        tree_get(tree_get(spec, "template"), "metadata");

    if (workload->kind != WORKLOAD_REPLICATION_CONTROLLER)
        warning_at(manifests->errors, tree_place(spec),
                   "%s has no selector, which Kubernetes refuses; it is taken "
                   "to select its own pods",
                   workload->object);
    workload->selector = selector_of_labels(
        manifests->arena, tree_get(metadata, "labels"), manifests->errors);
}

/* Kubernetes refuses a selector that does not match its own template. */
static void selector_of_workload(struct manifests *manifests,
                                 const struct tree *spec,
                                 struct workload *workload)
{
    const struct tree *tree =
        field_mapping(spec, "selector", manifests->errors);
    bool plain = workload->kind == WORKLOAD_REPLICATION_CONTROLLER;
    int before = manifests->errors->mistakes;

    if (tree == NULL) {
        if (tree_get(spec, "selector") == NULL)
            select_own(manifests, spec, workload);
        return;
    }
    workload->selector = (plain ? selector_of_labels : selector_read)(
        manifests->arena, tree, manifests->errors);
    if (manifests->errors->mistakes > before)
        return;
    if (workload->selector.count == 0)
        error_at(manifests->errors, tree_place(tree),
                 "the selector of %s is empty", workload->object);
    else if (!selector_matches(&workload->selector, &workload->template.labels))
        error_at(manifests->errors, tree_place(tree),
                 "the selector of %s (%s) does not match the labels of its own "
                 "template",
                 workload->object,
                 selector_describe(manifests->arena, &workload->selector));
}

/* Of the kinds that are read. */
static const struct schema *const schemas[WORKLOAD_KINDS] = {
    [WORKLOAD_POD] = &pod_schema,
    [WORKLOAD_DEPLOYMENT] = &deployment_schema,
    [WORKLOAD_REPLICA_SET] = &replica_set_schema,
    [WORKLOAD_REPLICATION_CONTROLLER] = &replication_controller_schema,
    [WORKLOAD_STATEFUL_SET] = &stateful_set_schema,
    [WORKLOAD_DAEMON_SET] = &daemon_set_schema,
    [WORKLOAD_JOB] = &job_schema,
    [WORKLOAD_CRON_JOB] = &cron_job_schema};

static enum workload_kind workload_kind_of(const struct manifest *manifest)
{
    enum workload_kind kind = WORKLOAD_POD;

    while (strcmp(workload_kind_name(kind), manifest->kind) != 0)
        kind++;
    return kind;
}

static void read_workload(struct manifests *manifests,
                          const struct manifest *manifest)
{
    enum workload_kind kind = workload_kind_of(manifest);
    const struct tree *spec = begin(manifests, manifest, schemas[kind]);
    const struct tree *template = manifest->tree;
    struct workload *into = &manifests->workloads[manifests->workload_count];
    bool good;

    if (spec == NULL || workload_spec(manifests, manifest, spec) == NULL)
        return;
    *into = (struct workload){.kind = kind,
                              .namespace = manifest->namespace,
                              .name = manifest->name,
                              .object = manifest->object,
                              .ordinal = manifests->workload_count,
                              .replicas = 1,
                              .spec = spec,
                              .place = manifest->place};
    if (kind != WORKLOAD_POD) {
        template = workload_spec(manifests, manifest, spec);
        template = field_mapping(template, "template", manifests->errors);
        if (template == NULL) {
            error_at(manifests->errors, tree_place(spec), "%s has no template",
                     manifest->object);
            return;
        }
        workload_details_read(manifests, spec, into);
    }
    good = pod_template_read(manifests, manifest, template, &into->template);
    into->template.ordinal = into->ordinal;
    if (workload_selects(kind))
        selector_of_workload(manifests, spec, into);
    manifests->workload_count += good;
}

static void read_service(struct manifests *manifests,
                         const struct manifest *manifest)
{
    const struct tree *spec = begin(manifests, manifest, &service_schema);
    struct service *into = &manifests->services[manifests->service_count];

    if (spec == NULL)
        return;
    *into = (struct service){.namespace = manifest->namespace,
                             .name = manifest->name,
                             .object = manifest->object,
                             .ordinal = -1,
                             .place = manifest->place};
    into->selector = selector_of_labels(
        manifests->arena, tree_get(spec, "selector"), manifests->errors);
    service_ports_check(manifests, spec);
    manifests->service_count += routing_read(manifests, manifest, spec, into);
}

static void read_ingress(struct manifests *manifests,
                         const struct manifest *manifest)
{
    const struct tree *spec = begin(manifests, manifest, &ingress_schema);

    if (spec != NULL)
        ingress_read(manifests, manifest, spec);
}

/* What the status tells, and whether it does; else the standard. */
static bool amount_read(struct manifests *manifests, const struct tree *status,
                        const char *name, const struct parameter_kind *kind,
                        const char *standard, int64_t *into)
{
    const struct tree *allocatable =
        field_mapping(status, "allocatable", manifests->errors);

    kind->read(tree_scalar(manifests->arena, standard), into,
               manifests->errors);
    return field_read(allocatable, name, kind, into, manifests->errors) ||
           field_read(field_mapping(status, "capacity", manifests->errors),
                      name, kind, into, manifests->errors);
}

uint64_t manifest_taint(struct manifests *manifests, const struct taint *taint,
                        struct place place)
{
    uint64_t bit = taint_add(manifests->taints, taint);

    if (bit == 0)
        error_at(manifests->errors, place,
                 "this is one taint more than nodes may have (%d)",
                 MOST_TAINTS - STANDARD_TAINTS);
    return bit;
}

uint64_t manifest_taints(struct manifests *manifests, const struct tree *list)
{
    uint64_t bits = 0;
    struct taint taint;

    for (const struct tree *each = list != NULL ? list->first : NULL;
         each != NULL; each = each->next)
        if (taint_read(manifests, each, &taint))
            bits |= manifest_taint(manifests, &taint, each->at);
    return bits;
}

static void read_node(struct manifests *manifests,
                      const struct manifest *manifest)
{
    struct tree *none = tree_new(manifests->arena, TREE_MAPPING);
    const struct tree *status =
        field_mapping(manifest->tree, "status", manifests->errors);
    const struct tree *spec;
    struct node_design *into = &manifests->nodes[manifests->node_count];
    int64_t pods;
    bool told;

    if (field_mapping(manifest->tree, "spec", manifests->errors) == NULL)
        tree_put(manifests->arena, manifest->tree, "spec", none)->key_at =
            tree_place(tree_get(manifest->tree, "kind"));
    spec = begin(manifests, manifest, &node_schema);
    if (spec == NULL)
        return;
    *into = (struct node_design){
        .name = manifest->name, .object = manifest->object, .zone = -1};
    told = amount_read(manifests, status, "cpu", &of_cpu, NODE_CPU,
                       &into->cpu_milli);
    told &= amount_read(manifests, status, "memory", &of_memory, NODE_MEMORY,
                        &into->memory_bytes);
    amount_read(manifests, status, "pods", &of_memory, NODE_PODS, &pods);
    into->pods = pods > MOST_PODS ? MOST_PODS : (int)pods;
    if (!told)
        remark(&manifests->assumed, "no capacity in ", manifest->object,
               ": " NODE_CPU " CPUs and " NODE_MEMORY " of memory are assumed");
    into->labels =
        labels_read(manifests->arena,
                    tree_get(tree_get(manifest->tree, "metadata"), "labels"),
                    manifests->errors);
    into->taints = manifest_taints(
        manifests, field_sequence(spec, "taints", manifests->errors));
    into->cordoned = field_given(spec, "unschedulable");
    images_read(manifests, status, into);
    manifests->node_count++;
}

static void read_one(struct manifests *manifests,
                     const struct manifest *manifest)
{
    const char *name = "";

    if (strcmp(manifest->kind, "Service") == 0) {
        read_service(manifests, manifest);
    } else if (strcmp(manifest->kind, "Ingress") == 0) {
        read_ingress(manifests, manifest);
    } else if (strcmp(manifest->kind, "Node") == 0) {
        read_node(manifests, manifest);
    } else if (strcmp(manifest->kind, "PodDisruptionBudget") == 0) {
        const struct tree *spec = begin(manifests, manifest, &budget_schema);

        if (spec != NULL)
            budget_read(manifests, manifest, spec);
    } else if (strcmp(manifest->kind, "HorizontalPodAutoscaler") == 0) {
        const struct tree *spec =
            begin(manifests, manifest, autoscaler_schema_of(manifest));

        if (spec != NULL)
            autoscaler_read(manifests, manifest, spec);
    } else if (strcmp(manifest->kind, "PriorityClass") == 0) {
        return; /* was read before those that name it */
    } else if (strcmp(manifest->kind, "PersistentVolume") == 0 ||
               strcmp(manifest->kind, "PersistentVolumeClaim") == 0 ||
               strcmp(manifest->kind, "StorageClass") == 0) {
        return; /* likewise */
    } else if (manifest_modelled(manifest->kind)) {
        read_workload(manifests, manifest);
    } else if (!manifest_configures(manifest->tree)) {
        const char *kind = manifest->kind;

        if (*manifest->name != '\0') {
            kind = arena_format(manifests->arena, "%s ", kind);
            name = arena_format(manifests->arena, "\"%s\"", manifest->name);
        }
        remark_number(&manifests->unmodelled, kind, name,
                      " is not modelled yet", " are not modelled yet");
    }
}

void manifests_read(struct manifests *manifests)
{
    int count = manifests->count;
    int64_t pods = 0;

    manifests->workloads =
        ARENA_ARRAY(manifests->arena, struct workload, count);
    manifests->services = ARENA_ARRAY(manifests->arena, struct service, count);
    manifests->budgets =
        ARENA_ARRAY(manifests->arena, struct budget_design, count);
    manifests->autoscalers =
        ARENA_ARRAY(manifests->arena, struct autoscaler_design, count);
    manifests->nodes = ARENA_ARRAY(manifests->arena, struct node_design, count);
    priority_classes_read(manifests);
    volumes_read(manifests);
    for (int i = 0; i < count; i++)
        read_one(manifests, &manifests->sorted[i]);
    for (int i = 0; i < manifests->workload_count; i++)
        pods += manifests->workloads[i].replicas;
    if (pods > MOST_PODS && manifests->errors->mistakes == 0) {
        error_at(manifests->errors, manifests->workloads[0].place,
                 "all replicas together are more than can be simulated (%d)",
                 MOST_PODS);
        return;
    }
    services_keep(manifests);
    ingresses_apply(manifests);
    autoscalers_link(manifests);
    for (int i = 0; i < manifests->workload_count; i++)
        manifests_link(manifests, &manifests->workloads[i]);
}
