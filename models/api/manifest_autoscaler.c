/* HorizontalPodAutoscalers. How fast they may scale is in
 * manifest_behavior.c. */
#include "models/api/manifest_autoscaler.h"

#include <string.h>

#include "models/api/autoscaler.h"
#include "models/api/manifest_behavior.h"
#include "models/api/quantity.h"

/* Where no metric is named. (defaults.go: DefaultCPUUtilization) */
static const struct metric_design usual_metric = {METRIC_RESOURCE, "cpu", NULL,
                                                  METRIC_UTILIZATION, 80};

static bool is_v1(const struct manifest *manifest)
{
    return tree_is(tree_get(manifest->tree, "apiVersion"), "autoscaling/v1");
}

const struct schema *autoscaler_schema_of(const struct manifest *manifest)
{
    return is_v1(manifest) ? &autoscaler_v1_schema : &autoscaler_schema;
}

static void missing(struct manifests *manifests, const struct tree *in,
                    const char *part, const struct manifest *manifest,
                    const char *what)
{
    error_at(manifests->errors, tree_place(in), "%s%s has no %s", part,
             manifest->object, what);
}

/* One of the ways to say how much; false if it says nothing, or not in this
 * way. */
static bool quantity_target(struct manifests *manifests,
                            const struct tree *target, const char *field,
                            enum metric_target kind,
                            struct metric_design *metric)
{
    struct quantity quantity;

    if (!field_read(target, field, &of_quantity, &quantity, manifests->errors))
        return false;
    metric->kind = kind;
    metric->target = quantity_milli(quantity);
    if (metric->target <= 0)
        error_at(manifests->errors, tree_get(target, field)->at,
                 "%s must be more than 0", field);
    return true;
}

static void target_read(struct manifests *manifests,
                        const struct manifest *manifest,
                        const struct tree *source, struct metric_design *metric)
{
    static const char *const types[] = {"Utilization", "Value", "AverageValue",
                                        NULL};
    const struct tree *target =
        field_mapping(source, "target", manifests->errors);
    int percent, type;

    if (target == NULL) {
        if (tree_get(source, "target") == NULL)
            missing(manifests, source, "a metric of ", manifest, "target");
        return;
    }
    type = field_choice(target, "type", types, 3, manifests->errors);
    if (type == 3)
        missing(manifests, target, "a target of ", manifest, "type");
    else if (type == 0 && field_read(target, "averageUtilization", &of_some,
                                     &percent, manifests->errors))
        metric->kind = METRIC_UTILIZATION, metric->target = percent;
    else if (type == 0 && tree_get(target, "averageUtilization") == NULL)
        missing(manifests, target, "a target of ", manifest,
                "averageUtilization");
    else if (type == 1 &&
             !quantity_target(manifests, target, "value", METRIC_VALUE,
                              metric) &&
             tree_get(target, "value") == NULL)
        missing(manifests, target, "a target of ", manifest, "value");
    else if (type == 2 &&
             !quantity_target(manifests, target, "averageValue",
                              METRIC_AVERAGE_VALUE, metric) &&
             tree_get(target, "averageValue") == NULL)
        missing(manifests, target, "a target of ", manifest, "averageValue");
}

/* A resource, of pods or of a container; only these are measured. */
static void resource_read(struct manifests *manifests,
                          const struct manifest *manifest,
                          const struct tree *source,
                          struct metric_design *metric)
{
    const struct tree *name = tree_get(source, "name");

    metric->name = tree_text(name, "");
    metric->container = tree_text(tree_get(source, "container"), NULL);
    if (*metric->name == '\0')
        missing(manifests, source, "a metric of ", manifest, "name");
    if (metric->source == METRIC_CONTAINER_RESOURCE &&
        metric->container == NULL)
        missing(manifests, source, "a metric of ", manifest, "container");
    target_read(manifests, manifest, source, metric);
    if (metric->kind == METRIC_VALUE)
        error_at(manifests->errors,
                 tree_get(tree_get(source, "target"), "type")->at,
                 "a resource has a target of type Utilization or AverageValue");
}

static bool measured(struct manifests *manifests,
                     const struct manifest *manifest,
                     const struct metric_design *metric)
{
    bool resource = metric->source == METRIC_RESOURCE ||
                    metric->source == METRIC_CONTAINER_RESOURCE;

    if (resource && (strcmp(metric->name, "cpu") == 0 ||
                     strcmp(metric->name, "memory") == 0))
        return true;
    remark(&manifests->unmodelled,
           "metrics other than CPU and memory are not modelled yet, and left "
           "out (",
           manifest->object, ")");
    return false;
}

/* False where it is left out. */
static bool metric_read(struct manifests *manifests,
                        const struct manifest *manifest,
                        const struct tree *item, struct metric_design *metric)
{
    static const char *const types[] = {"Resource", "ContainerResource", "Pods",
                                        "Object",   "External",          NULL};
    static const char *const fields[] = {"resource", "containerResource",
                                         "pods", "object", "external"};
    int mistakes = manifests->errors->mistakes, type;
    const struct tree *source;

    if (item->kind != TREE_MAPPING) {
        error_at(manifests->errors, item->at, "a metric is a mapping, not %s",
                 tree_kind_name(item));
        return false;
    }
    type = field_choice(item, "type", types, METRIC_UNKNOWN, manifests->errors);
    if (type == METRIC_UNKNOWN)
        missing(manifests, item, "a metric of ", manifest, "type");
    if (type < 0 || type == METRIC_UNKNOWN)
        return false;
    *metric = (struct metric_design){.source = (enum metric_source)type};
    source = field_mapping(item, fields[type], manifests->errors);
    if (source == NULL && tree_get(item, fields[type]) == NULL)
        error_at(manifests->errors, item->at,
                 "a metric of type %s needs \"%s\"", types[type], fields[type]);
    if (source == NULL)
        return false;
    if (metric->source == METRIC_RESOURCE ||
        metric->source == METRIC_CONTAINER_RESOURCE)
        resource_read(manifests, manifest, source, metric);
    else
        target_read(manifests, manifest, source, metric);
    return manifests->errors->mistakes == mistakes &&
           measured(manifests, manifest, metric);
}

static void metrics_read(struct manifests *manifests,
                         const struct manifest *manifest,
                         const struct tree *spec,
                         struct autoscaler_design *into)
{
    const struct tree *list =
        field_sequence(spec, "metrics", manifests->errors);
    struct metric_design *metrics;

    into->metrics = &usual_metric;
    into->metric_count = 1;
    if (tree_count(list) == 0)
        return;
    metrics =
        ARENA_ARRAY(manifests->arena, struct metric_design, tree_count(list));
    into->metrics = metrics;
    into->metric_count = 0;
    for (const struct tree *each = list->first; each != NULL; each = each->next)
        into->metric_count += metric_read(manifests, manifest, each,
                                          &metrics[into->metric_count]);
}

static void v1_metric_read(struct manifests *manifests, const struct tree *spec,
                           struct autoscaler_design *into)
{
    struct metric_design *metric =
        ARENA_NEW(manifests->arena, struct metric_design);
    int percent = (int)usual_metric.target;

    field_read(spec, "targetCPUUtilizationPercentage", &of_some, &percent,
               manifests->errors);
    *metric = usual_metric;
    metric->target = percent;
    into->metrics = metric;
    into->metric_count = 1;
}

static void bounds_read(struct manifests *manifests,
                        const struct manifest *manifest,
                        const struct tree *spec, struct autoscaler_design *into)
{
    const struct tree *most = tree_get(spec, "maxReplicas");
    int low = 1, high = 0;

    if (field_read(spec, "minReplicas", &of_count, &low, manifests->errors) &&
        low == 0)
        error_at(manifests->errors, tree_get(spec, "minReplicas")->at,
                 "minReplicas of 0 needs the feature gate HPAScaleToZero, "
                 "which is off, and a metric that is not of pods");
    if (most == NULL)
        missing(manifests, spec, "", manifest, "maxReplicas");
    else if (field_read(spec, "maxReplicas", &of_some, &high,
                        manifests->errors) &&
             high < low)
        error_at(manifests->errors, most->at,
                 "maxReplicas of %s is less than its minReplicas (%d)",
                 manifest->object, low);
    if (high > MOST_PODS)
        error_at(manifests->errors, most->at,
                 "%d are more than can be simulated (%d)", high, MOST_PODS);
    into->min_replicas = low;
    into->max_replicas = high;
}

/* Whom it names is found once all is read; until then it has but its tree. */
static void reference_check(struct manifests *manifests,
                            const struct manifest *manifest,
                            const struct tree *spec)
{
    const struct tree *reference =
        field_mapping(spec, "scaleTargetRef", manifests->errors);

    if (reference == NULL && tree_get(spec, "scaleTargetRef") == NULL)
        missing(manifests, spec, "", manifest, "scaleTargetRef");
    else if (reference != NULL && tree_get(reference, "kind") == NULL)
        missing(manifests, reference, "the scaleTargetRef of ", manifest,
                "kind");
    else if (reference != NULL && tree_get(reference, "name") == NULL)
        missing(manifests, reference, "the scaleTargetRef of ", manifest,
                "name");
}

void autoscaler_read(struct manifests *manifests,
                     const struct manifest *manifest, const struct tree *spec)
{
    struct autoscaler_design *into =
        &manifests->autoscalers[manifests->autoscaler_count];

    *into = (struct autoscaler_design){.namespace = manifest->namespace,
                                       .name = manifest->name,
                                       .object = manifest->object,
                                       .ordinal = manifests->autoscaler_count,
                                       .reference =
                                           tree_get(spec, "scaleTargetRef")};
    bounds_read(manifests, manifest, spec, into);
    reference_check(manifests, manifest, spec);
    if (is_v1(manifest))
        v1_metric_read(manifests, spec, into);
    else
        metrics_read(manifests, manifest, spec, into);
    behavior_read(manifests, spec, into);
    manifests->autoscaler_count++;
}

/* Those with a scale sub-resource. */
static bool can_be_sized(enum workload_kind kind)
{
    return kind == WORKLOAD_DEPLOYMENT || kind == WORKLOAD_REPLICA_SET ||
           kind == WORKLOAD_REPLICATION_CONTROLLER ||
           kind == WORKLOAD_STATEFUL_SET;
}

static const struct workload *
target_of(const struct manifests *manifests,
          const struct autoscaler_design *autoscaler)
{
    for (int i = 0; i < manifests->workload_count; i++) {
        const struct workload *each = &manifests->workloads[i];

        if (strcmp(each->namespace, autoscaler->namespace) == 0 &&
            tree_is(tree_get(autoscaler->reference, "kind"),
                    workload_kind_name(each->kind)) &&
            tree_is(tree_get(autoscaler->reference, "name"), each->name))
            return each;
    }
    return NULL;
}

/* A container that goes on; those of pods come after those that start them. */
static const struct container_template *
container_at(const struct pod_template *template, int i)
{
    if (i >= template->init_count)
        return &template->containers[i - template->init_count];
    return template->init_containers[i].sidecar ? &template->init_containers[i]
                                                : NULL;
}

/* (calculateRequests, as in models/autoscalers/request_sum.h) */
static void check_requests(struct manifests *manifests,
                           const struct autoscaler_design *autoscaler,
                           const struct metric_design *metric)
{
    const struct pod_template *template = &autoscaler->target->template;
    bool found = false;

    for (int i = 0; i < template->init_count + template->container_count; i++) {
        const struct container_template *each = container_at(template, i);

        if (each == NULL || (metric->container != NULL &&
                             strcmp(metric->container, each->name) != 0))
            continue;
        found = true;
        if (metric->kind == METRIC_UTILIZATION &&
            !(strcmp(metric->name, "cpu") == 0 ? requests_cpu
                                               : requests_memory)(each))
            warning_at(manifests->errors, tree_place(autoscaler->reference),
                       "%s goes by the %s that pods request, and container "
                       "\"%s\" of %s requests none: Kubernetes then does "
                       "nothing",
                       autoscaler->object, metric->name, each->name,
                       autoscaler->target->object);
    }
    if (!found)
        warning_at(manifests->errors, tree_place(autoscaler->reference),
                   "%s goes by container \"%s\", which %s does not have",
                   autoscaler->object, metric->container,
                   autoscaler->target->object);
}

/* Whether what the metric is of is known: nothing tells the containers of a pod
 * apart. */
static bool is_known(struct manifests *manifests,
                     const struct autoscaler_design *autoscaler,
                     const struct metric_design *metric)
{
    if (metric->container == NULL ||
        template_lasting(&autoscaler->target->template) == 1)
        return true;
    remark(&manifests->unmodelled,
           "what one container of several uses is not modelled yet, and left "
           "out (",
           autoscaler->object, ")");
    return false;
}

static void link_metrics(struct manifests *manifests,
                         struct autoscaler_design *autoscaler)
{
    struct metric_design *kept = ARENA_ARRAY(
        manifests->arena, struct metric_design, autoscaler->metric_count + 1);
    int count = 0;

    for (int i = 0; i < autoscaler->metric_count; i++)
        if (is_known(manifests, autoscaler, &autoscaler->metrics[i])) {
            kept[count] = autoscaler->metrics[i];
            check_requests(manifests, autoscaler, &kept[count++]);
        }
    autoscaler->metrics = kept;
    autoscaler->metric_count = count;
}

static void link_target(struct manifests *manifests,
                        struct autoscaler_design *autoscaler)
{
    const struct workload *target = target_of(manifests, autoscaler);
    struct place at = tree_place(autoscaler->reference);

    if (target == NULL)
        warning_at(manifests->errors, at,
                   "%s sizes %s \"%s\", which is not there; it does nothing",
                   autoscaler->object,
                   tree_text(tree_get(autoscaler->reference, "kind"), ""),
                   tree_text(tree_get(autoscaler->reference, "name"), ""));
    else if (!can_be_sized(target->kind))
        warning_at(manifests->errors, at,
                   "%s sizes %s, which has no scale; it does nothing",
                   autoscaler->object, target->object);
    else {
        autoscaler->target = target;
        link_metrics(manifests, autoscaler);
    }
}

void autoscalers_link(struct manifests *manifests)
{
    struct autoscaler_design *all = manifests->autoscalers;

    if (manifests->errors->mistakes > 0)
        return;
    for (int i = 0; i < manifests->autoscaler_count; i++)
        link_target(manifests, &all[i]);
    for (int i = 1; i < manifests->autoscaler_count; i++)
        for (int j = 0; j < i; j++)
            if (all[i].target != NULL && all[i].target == all[j].target) {
                all[i].ambiguous = all[j].ambiguous = true;
                warning_at(manifests->errors, tree_place(all[i].reference),
                           "%s sizes %s, as %s does: Kubernetes then heeds "
                           "the metrics of neither",
                           all[i].object, all[i].target->object, all[j].object);
            }
}
