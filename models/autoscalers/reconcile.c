/* One look of a horizontal autoscaler. */
#include "models/autoscalers/reconcile.h"

#include "models/autoscalers/stabilization.h"

enum { SCALED_TO_ZERO_TOLD = 36 }; /* the version that first wrote it */

static void tell(struct autoscaler *autoscaler,
                 enum autoscaler_condition_type type, bool status,
                 const char *reason)
{
    autoscaler->status.conditions[type] =
        (struct autoscaler_condition){status, reason};
}

bool autoscaler_sees_without_pods(const struct autoscaler_design *design)
{
    for (int i = 0; i < design->metric_count; i++)
        if (design->metrics[i].source == METRIC_OBJECT ||
            design->metrics[i].source == METRIC_EXTERNAL)
            return true;
    return false;
}

struct tolerance autoscaler_tolerance(const struct autoscaler *autoscaler)
{
    const struct autoscaler_design *design = autoscaler->design;
    double usual = autoscaler->settings->tolerance;
    struct tolerance tolerance = {usual, usual};

    if (!design->behavior || !autoscaler->settings->configurable_tolerance)
        return tolerance;
    if (!isnan(design->down.tolerance))
        tolerance.down = design->down.tolerance;
    if (!isnan(design->up.tolerance))
        tolerance.up = design->up.tolerance;
    return tolerance;
}

/* (computeReplicasForMetric) */
static struct proposal propose(const struct calculator *calculator,
                               const struct metric_design *metric,
                               const struct observation *observation)
{
    bool object = metric->source == METRIC_OBJECT;

    if (metric->source == METRIC_EXTERNAL || object)
        return metric->kind == METRIC_VALUE
                   ? (object ? propose_object : propose_external)(
                         calculator, observation, metric->target)
                   : (object ? propose_object_per_pod
                             : propose_external_per_pod)(
                         calculator, observation, metric->target);
    if (metric->kind == METRIC_UTILIZATION)
        return propose_utilization(calculator, observation,
                                   (int32_t)metric->target);
    return propose_average(calculator, observation, metric->target);
}

static const char *invalid(const struct metric_design *metric)
{
    static const char *const reasons[] = {
        "FailedGetResourceMetric", "FailedGetContainerResourceMetric",
        "FailedGetPodsMetric",     "FailedGetObjectMetric",
        "FailedGetExternalMetric", "InvalidMetricSourceType"};

    return reasons[metric->source];
}

/* The most that any metric asks for; false if nothing can be said, as none is
 * valid, or as one is not and the others ask for less than there is: nobody
 * scales down without looking. (computeReplicasForMetrics) */
static bool propose_all(struct autoscaler *autoscaler,
                        const struct calculator *calculator,
                        observe_function *observe, void *self,
                        int32_t *replicas)
{
    const struct autoscaler_design *design = autoscaler->design;
    const struct metric_design *first = NULL;
    int bad = 0;

    *replicas = 0;
    if (design->ambiguous) {
        tell(autoscaler, SCALING_ACTIVE, false, "AmbiguousSelector");
        return false;
    }
    for (int i = 0; i < design->metric_count; i++) {
        const struct metric_design *metric = &design->metrics[i];
        struct proposal proposal = {METRIC_NO_SAMPLE, 0, 0, 0};
        struct observation observation;

        if (metric->source != METRIC_UNKNOWN &&
            metric->kind != METRIC_NO_TARGET) {
            observation = observe(self, metric);
            proposal = propose(calculator, metric, &observation);
        }
        if (proposal.fault != METRIC_VALID)
            first = bad++ == 0 ? metric : first;
        else if (*replicas == 0 || proposal.replicas > *replicas)
            *replicas = proposal.replicas;
    }
    if (bad == design->metric_count ||
        (bad > 0 && *replicas < calculator->replicas)) {
        if (first != NULL)
            tell(autoscaler, SCALING_ACTIVE, false, invalid(first));
        return false;
    }
    tell(autoscaler, SCALING_ACTIVE, true, "ValidMetricFound");
    return true;
}

sim_time autoscaler_down_window(const struct autoscaler *autoscaler)
{
    const struct autoscaler_design *design = autoscaler->design;

    return design->behavior && design->down.stabilization != NEVER
               ? design->down.stabilization
               : autoscaler->settings->down_window;
}

sim_time autoscaler_window(const struct autoscaler *autoscaler)
{
    const struct autoscaler_design *design = autoscaler->design;
    sim_time down = autoscaler_down_window(autoscaler);

    return design->behavior && design->up.stabilization > down
               ? design->up.stabilization
               : down;
}

/* (normalizeDesiredReplicas, normalizeDesiredReplicasWithBehaviors) */
static int32_t normalize(struct autoscaler *autoscaler,
                         const struct sizes *asked, sim_time now)
{
    const struct autoscaler_design *design = autoscaler->design;
    struct autoscaler_memory *memory = &autoscaler->memory;
    sim_time down_window = autoscaler_down_window(autoscaler);
    struct sizes sizes = *asked;
    struct limited limited;

    if (design->behavior) {
        sizes.desired =
            stabilize(&memory->recommendations, design->up.stabilization,
                      down_window, asked->current, asked->desired, now);
        limited = limit_by_rules(&sizes, &design->up, &design->down,
                                 &memory->changes, now);
    } else {
        sizes.desired = stabilize_down(&memory->recommendations, down_window,
                                       asked->desired, now);
        limited = limit_plainly(&sizes, autoscaler->settings->scale_up);
    }
    tell(autoscaler, ABLE_TO_SCALE, true,
         sizes.desired == asked->desired ? "ReadyForNewScale"
         : design->behavior && asked->desired >= asked->current
             ? "ScaleUpStabilized"
             : "ScaleDownStabilized");
    tell(autoscaler, SCALING_LIMITED, limited.replicas != sizes.desired,
         limited.reason);
    return limited.replicas;
}

/* Whether a target of no replicas is left so: it is switched off, unless the
 * autoscaler itself has brought it there. Before 1.36 minReplicas of 0, which
 * takes a feature gate, was enough. (shouldComputeMetricsForZeroReplicas) */
static bool switched_off(const struct autoscaler *autoscaler)
{
    const struct autoscaler_design *design = autoscaler->design;
    bool by_itself =
        autoscaler->settings->scale_to_zero &&
        autoscaler->status.conditions[SCALED_TO_ZERO].reason != NULL &&
        autoscaler->status.conditions[SCALED_TO_ZERO].status;

    if (autoscaler->settings->minor < SCALED_TO_ZERO_TOLD)
        return design->min_replicas != 0;
    return !by_itself ||
           (design->min_replicas == 0 && !autoscaler_sees_without_pods(design));
}

static struct decision by_metrics(struct autoscaler *autoscaler,
                                  const struct scale *scale, sim_time now,
                                  observe_function *observe, void *self)
{
    const struct autoscaler_design *design = autoscaler->design;
    struct calculator calculator = {
        .minor = autoscaler->settings->minor,
        .initialization = autoscaler->settings->initialization,
        .tolerance = autoscaler_tolerance(autoscaler),
        .now = now,
        .replicas = scale->replicas,
        .status_replicas = scale->status_replicas};
    struct sizes sizes = {scale->replicas, 0, design->min_replicas,
                          design->max_replicas};
    int32_t proposed, replicas;

    if (!propose_all(autoscaler, &calculator, observe, self, &proposed))
        return (struct decision){scale->replicas, false};
    sizes.desired = proposed > 0 ? proposed : 0;
    replicas = normalize(autoscaler, &sizes, now);
    /* A raised minimum brings back what was at none. */
    if (scale->replicas == 0 && replicas < design->min_replicas)
        replicas = design->min_replicas;
    return (struct decision){replicas, replicas != scale->replicas};
}

static void begin(struct autoscaler_memory *memory, int32_t replicas,
                  sim_time now)
{
    if (!memory->begun)
        journal_write(&memory->recommendations, -1, replicas, now);
    memory->begun = true;
}

struct decision autoscaler_decide(struct autoscaler *autoscaler,
                                  const struct scale *scale, sim_time now,
                                  observe_function *observe, void *self)
{
    const struct autoscaler_design *design = autoscaler->design;

    tell(autoscaler, ABLE_TO_SCALE, true, "SucceededGetScale");
    begin(&autoscaler->memory, scale->replicas, now);
    if (scale->replicas == 0 && switched_off(autoscaler)) {
        tell(autoscaler, SCALING_ACTIVE, false, "ScalingDisabled");
        if (!autoscaler->settings->scale_to_zero)
            tell(autoscaler, SCALED_TO_ZERO, false, NULL);
        return (struct decision){0, false};
    }
    if (scale->replicas > design->max_replicas)
        return (struct decision){design->max_replicas, true};
    if (scale->replicas != 0 && scale->replicas < design->min_replicas)
        return (struct decision){design->min_replicas, true};
    return by_metrics(autoscaler, scale, now, observe, self);
}

static void tell_of_zero(struct autoscaler *autoscaler, int32_t from,
                         int32_t to)
{
    const struct autoscaler_design *design = autoscaler->design;

    if (!autoscaler->settings->scale_to_zero)
        tell(autoscaler, SCALED_TO_ZERO, false, NULL);
    else if (from > 0 && to == 0 && design->min_replicas == 0 &&
             autoscaler_sees_without_pods(design))
        tell(autoscaler, SCALED_TO_ZERO, true, "ScaledToZero");
    else
        tell(autoscaler, SCALED_TO_ZERO, false, "NotScaledToZero");
}

void autoscaler_rescaled(struct autoscaler *autoscaler, int32_t from,
                         int32_t to, sim_time now)
{
    const struct autoscaler_design *design = autoscaler->design;
    struct past_changes *changes = &autoscaler->memory.changes;

    tell(autoscaler, ABLE_TO_SCALE, true, "SucceededRescale");
    if (design->behavior && to > from)
        journal_change(&changes->up, to - from, longest_period(&design->up),
                       now);
    else if (design->behavior)
        journal_change(&changes->down, from - to, longest_period(&design->down),
                       now);
    if (autoscaler->settings->minor >= SCALED_TO_ZERO_TOLD)
        tell_of_zero(autoscaler, from, to);
}
