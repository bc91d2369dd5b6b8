/* One whole look of a horizontal autoscaler, row by row. */
#include <string.h>

#include "tests/conformance/autoscaler.h"

/* What the row's metrics say. */
struct answers {
    struct row *row;
    const struct autoscaler_design *design;
};

static enum metric_source source_of(const struct tree *metric)
{
    static const char *const names[] = {"resource", "container_resource",
                                        "pods", "object", "external"};
    int source = 0;

    while (source < METRIC_UNKNOWN && !row_is(metric, "type", names[source]))
        source++;
    return (enum metric_source)source;
}

static enum metric_target target_of(const struct tree *metric)
{
    if (row_is(metric, "calc", "invalid"))
        return METRIC_NO_TARGET;
    if (row_is(metric, "calc", "resource_utilization"))
        return METRIC_UTILIZATION;
    return row_is(metric, "calc", "object") ||
                   row_is(metric, "calc", "external")
               ? METRIC_VALUE
               : METRIC_AVERAGE_VALUE;
}

static void read_metrics(struct row *row, struct autoscaler_design *design)
{
    const struct tree *list = tree_get(row->tree, "metrics");
    struct metric_design *metrics =
        ARENA_ARRAY(row->arena, struct metric_design, tree_count(list) + 1);

    design->metrics = metrics;
    for (const struct tree *each = list->first; each != NULL; each = each->next)
        metrics[design->metric_count++] = (struct metric_design){
            .source = source_of(each),
            .name = row_text(each, "resource"),
            .kind = target_of(each),
            .target =
                row_null(each, "target") ? 0 : row_integer(each, "target")};
}

/* The column is of whole pods, and each has two equal containers. */
static void halve_requests(struct arena *arena, struct observation *observation)
{
    struct observed_pod *pods =
        ARENA_ARRAY(arena, struct observed_pod, observation->pod_count + 1);

    for (int i = 0; i < observation->pod_count; i++) {
        pods[i] = observation->pods[i];
        pods[i].request /= 2;
    }
    observation->pods = pods;
}

static struct observation observe(void *self,
                                  const struct metric_design *metric)
{
    const struct answers *answers = self;
    struct row *row = answers->row;
    const struct tree *in = tree_get(row->tree, "metrics")->first;
    const char *key;
    struct observation observation;

    for (const struct metric_design *each = answers->design->metrics;
         each != metric; each++)
        in = in->next;
    key = row_text(in, "metric_key");
    observation = row_observation(
        row, tree_get(in, "values"),
        arena_format(row->arena, "metric_%s", key == NULL ? "" : key));
    if (row_true(in, "container_scoped"))
        halve_requests(row->arena, &observation);
    observation.cpu = row_is(in, "resource", "cpu");
    observation.failed = row_true(in, "fails");
    return observation;
}

static struct autoscaler_design design_of(struct row *row)
{
    const struct tree *in = row->tree;
    struct autoscaler_design design = {
        .min_replicas =
            row_null(in, "min_replicas") ? 1 : row_size(in, "min_replicas"),
        .max_replicas = row_size(in, "max_replicas"),
        .behavior = !row_null(in, "scale_up_rules") ||
                    !row_null(in, "scale_down_rules"),
        .up = row_rules(row, tree_get(in, "scale_up_rules"), true),
        .down = row_rules(row, tree_get(in, "scale_down_rules"), false)};

    read_metrics(row, &design);
    return design;
}

static struct horizontal_settings settings_of(struct row *row)
{
    const struct tree *in = row->tree;

    return (struct horizontal_settings){
        .minor = row_minor(row),
        .initialization = row_initialization(in),
        .tolerance = row_number(in, "tolerance_default"),
        .down_window = row_seconds(in, "downscale_stabilization_s"),
        .scale_up = row_scale_up_limit(in),
        .scale_to_zero = row_true(in, "gate_scale_to_zero"),
        .configurable_tolerance = row_true(in, "gate_configurable_tolerance")};
}

static void remember(struct row *row, struct autoscaler *autoscaler)
{
    struct autoscaler_memory *memory = &autoscaler->memory;

    memory->begun = !row_null(row->tree, "recommendations");
    memory->recommendations = row_journal(row, "recommendations");
    memory->changes.up = row_journal(row, "scale_up_events");
    memory->changes.down = row_journal(row, "scale_down_events");
    if (row_true(row->tree, "initial_scaled_to_zero"))
        autoscaler->status.conditions[SCALED_TO_ZERO] =
            (struct autoscaler_condition){true, "ScaledToZero"};
}

/* "AbleToScale=True:SucceededRescale" */
static const char *told(struct row *row,
                        const struct autoscaler_condition *condition,
                        const char *type)
{
    return condition->reason == NULL
               ? NULL
               : arena_format(row->arena, "%s=%s:%s", type,
                              condition->status ? "True" : "False",
                              condition->reason);
}

static void expect_conditions(struct row *row,
                              const struct autoscaler_status *status)
{
    static const char *const types[] = {"AbleToScale", "ScalingActive",
                                        "ScalingLimited", "ScaledToZero"};
    const struct tree *wanted = tree_get(row->tree, "expect_conditions");

    for (const struct tree *each = wanted == NULL ? NULL : wanted->first;
         each != NULL; each = each->next) {
        const char *text = tree_text(each, "");
        const char *got = NULL;

        for (int i = 0; i < AUTOSCALER_CONDITIONS; i++)
            if (strncmp(text, types[i], strcspn(text, "=")) == 0)
                got = told(row, &status->conditions[i], types[i]);
        expect_text(row, "condition", text, got);
    }
}

void reconcile_row(struct row *row)
{
    const struct tree *in = row->tree;
    struct autoscaler_design design = design_of(row);
    struct horizontal_settings settings = settings_of(row);
    struct autoscaler autoscaler = {.design = &design, .settings = &settings};
    struct scale scale = {row_size(in, "spec_replicas"),
                          row_size(in, "status_replicas")};
    struct answers answers = {row, &design};
    sim_time now = row_seconds(in, "now_s");
    struct decision decision;

    remember(row, &autoscaler);
    decision = autoscaler_decide(&autoscaler, &scale, now, observe, &answers);
    if (decision.rescale)
        autoscaler_rescaled(&autoscaler, scale.replicas, decision.replicas,
                            now);
    expect_integer(row, "replicas", row_integer(in, "expect_desired_replicas"),
                   decision.replicas);
    expect_conditions(row, &autoscaler.status);
}
