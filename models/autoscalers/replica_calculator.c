/* How many replicas the samples of pods ask for. What a metric of its own does
 * is in value_calculator.c. */
#include "models/autoscalers/replica_calculator.h"

#include <math.h>

#include "models/autoscalers/conversion.h"

/* What stands in for samples that are not there. */
struct filling {
    bool missing;
    bool unready;    /* with nothing */
    int64_t percent; /* a missing one: so much of its request, and */
    int64_t value;   /* so much */
};

struct aim {
    bool utilization;
    int64_t value;
};

/* What all samples say together. */
struct usage {
    double ratio;
    int32_t utilization;
    int64_t mean;
    int samples;
    bool matched; /* some have requests */
};

static int64_t filled(const struct filling *filling,
                      const struct observed_pod *pod)
{
    return sum_64(filling->value,
                  product_64(pod->request, filling->percent) / 100);
}

/* Whether a pod has a sample, or one is made up for it. */
static bool sample_of(const struct calculator *calculator,
                      const struct observation *observation,
                      const struct observed_pod *pod,
                      const struct filling *filling, int64_t *value)
{
    enum pod_class class = pod_class(
        pod, observation->cpu, &calculator->initialization, calculator->now);

    *value = class == POD_MISSING   ? filled(filling, pod)
             : class == POD_UNREADY ? 0
                                    : pod->usage;
    return class == POD_MISSING   ? filling->missing
           : class == POD_UNREADY ? filling->unready
                                  : class != POD_IGNORED;
}

/* (GetMetricUsageRatio, GetResourceUtilizationRatio) */
static struct usage usage_of(const struct calculator *calculator,
                             const struct observation *observation,
                             struct aim target, const struct filling *filling)
{
    struct usage usage = {.samples = 0};
    int64_t used = 0, requested = 0, value;
    int with_request = 0;

    for (int i = 0; i < observation->pod_count; i++) {
        const struct observed_pod *pod = &observation->pods[i];

        if (!sample_of(calculator, observation, pod, filling, &value))
            continue;
        usage.samples++;
        if (target.utilization && pod->stranger)
            continue;
        used = sum_64(used, value);
        requested = sum_64(requested, pod->request);
        with_request++;
    }
    usage.matched = with_request > 0 && (!target.utilization || requested != 0);
    if (!usage.matched)
        return usage;
    usage.mean = used / with_request;
    if (target.utilization)
        usage.utilization =
            (int32_t)quotient_64(product_64(used, 100), requested);
    usage.ratio =
        (double)(target.utilization ? usage.utilization : usage.mean) /
        (double)target.value;
    return usage;
}

static int count(const struct calculator *calculator,
                 const struct observation *observation, enum pod_class class)
{
    int found = 0;

    for (int i = 0; i < observation->pod_count; i++)
        found +=
            pod_class(&observation->pods[i], observation->cpu,
                      &calculator->initialization, calculator->now) == class;
    return found;
}

static bool all_requested(const struct observation *observation)
{
    for (int i = 0; i < observation->pod_count; i++)
        if (!observation->pods[i].stranger && !observation->pods[i].requested)
            return false;
    return true;
}

/* The size where samples had to be made up: none, if with them the change goes
 * away or turns round. */
static int32_t refilled(const struct calculator *calculator,
                        const struct observation *observation,
                        struct aim target, const struct usage *before,
                        const struct filling *filling)
{
    struct usage usage = usage_of(calculator, observation, target, filling);
    int32_t replicas;

    if (tolerance_bears(calculator->tolerance, usage.ratio,
                        calculator->minor) ||
        (before->ratio < 1.0 && usage.ratio > 1.0) ||
        (before->ratio > 1.0 && usage.ratio < 1.0))
        return calculator->replicas;
    replicas = whole_32(ceil(usage.ratio * (double)usage.samples));
    if ((usage.ratio < 1.0 && replicas > calculator->replicas) ||
        (usage.ratio > 1.0 && replicas < calculator->replicas))
        return calculator->replicas;
    return replicas;
}

static int32_t settle(const struct calculator *calculator,
                      const struct observation *observation, struct aim target,
                      const struct usage *usage)
{
    bool missing = count(calculator, observation, POD_MISSING) > 0;
    struct filling filling = {
        .missing = missing && usage->ratio != 1.0,
        .unready = usage->ratio > 1.0 &&
                   count(calculator, observation, POD_UNREADY) > 0};

    if (!missing && !filling.unready)
        return tolerance_bears(calculator->tolerance, usage->ratio,
                               calculator->minor)
                   ? calculator->replicas
                   : whole_32(ceil(usage->ratio * (double)count(calculator,
                                                                observation,
                                                                POD_COUNTED)));
    if (usage->ratio < 1.0 && target.utilization)
        filling.percent = target.value > 100 ? target.value : 100;
    else if (usage->ratio < 1.0)
        filling.value = target.value;
    return refilled(calculator, observation, target, usage, &filling);
}

static struct proposal propose(const struct calculator *calculator,
                               const struct observation *observation,
                               struct aim target)
{
    static const struct filling nothing = {.missing = false};
    struct proposal proposal = {METRIC_VALID, 0, 0, 0};
    struct usage usage;

    if (observation->failed)
        proposal.fault = METRIC_NO_SAMPLE;
    else if (observation->pod_count ==
             count(calculator, observation, POD_STRANGER))
        proposal.fault = METRIC_NO_PODS;
    if (proposal.fault != METRIC_VALID)
        return proposal;
    usage = usage_of(calculator, observation, target, &nothing);
    if (usage.samples == 0)
        proposal.fault = METRIC_NO_SAMPLE;
    else if (target.utilization && !all_requested(observation))
        proposal.fault = METRIC_NO_REQUEST;
    else if (!usage.matched)
        proposal.fault = METRIC_NO_MATCH;
    if (proposal.fault != METRIC_VALID)
        return proposal;
    proposal.utilization = usage.utilization;
    proposal.usage = usage.mean;
    proposal.replicas = settle(calculator, observation, target, &usage);
    return proposal;
}

struct proposal propose_utilization(const struct calculator *calculator,
                                    const struct observation *observation,
                                    int32_t target)
{
    return propose(calculator, observation, (struct aim){true, target});
}

struct proposal propose_average(const struct calculator *calculator,
                                const struct observation *observation,
                                int64_t target)
{
    return propose(calculator, observation, (struct aim){false, target});
}
