/* How many replicas a metric asks for that is not one of each pod: an object's,
 * or an external one. */
#include <math.h>

#include "models/autoscalers/conversion.h"
#include "models/autoscalers/replica_calculator.h"

/* Until then the sizes asked for were cut off to 32 bits.
 * (kubernetes/kubernetes#127050, #126979 and #133888) */
enum { PER_POD_CAPPED = 34, RATIO_CAPPED = 35 };

static int32_t capped(double replicas, bool cap)
{
    return cap && replicas > (double)INT32_MAX ? INT32_MAX
                                               : whole_32(ceil(replicas));
}

/* (getReadyPodsCount) */
static int ready_pods(const struct observation *observation, int *pods)
{
    int ready = 0;

    *pods = 0;
    for (int i = 0; i < observation->pod_count; i++) {
        const struct observed_pod *pod = &observation->pods[i];

        *pods += !pod->stranger;
        ready += !pod->stranger && pod->phase == POD_RUNNING &&
                 pod->conditioned && pod->ready == READY_TRUE;
    }
    return ready;
}

/* (getUsageRatioReplicaCount) */
static struct proposal in_proportion(const struct calculator *calculator,
                                     const struct observation *observation,
                                     int64_t usage, int64_t target)
{
    double ratio = (double)usage / (double)target;
    struct proposal proposal = {METRIC_VALID, calculator->replicas, 0, usage};
    int ready, pods;

    if (calculator->replicas == 0) {
        proposal.replicas = whole_32(ceil(ratio));
        return proposal;
    }
    if (tolerance_bears(calculator->tolerance, ratio, calculator->minor))
        return proposal;
    ready = ready_pods(observation, &pods);
    if (pods == 0)
        return (struct proposal){METRIC_NO_PODS, 0, 0, 0};
    proposal.replicas =
        capped(ratio * (double)ready, calculator->minor >= RATIO_CAPPED);
    return proposal;
}

static struct proposal for_each(const struct calculator *calculator,
                                int64_t usage, int64_t target, bool cap)
{
    int32_t size = calculator->status_replicas;
    struct proposal proposal = {METRIC_VALID, size, 0, usage};
    double ratio = (double)usage / ((double)target * (double)size);

    if (!tolerance_bears(calculator->tolerance, ratio, calculator->minor))
        proposal.replicas = capped(ceil((double)usage / (double)target), cap);
    proposal.usage = cap && (double)usage >= 0x1p63
                         ? usage
                         : whole_64(ceil((double)usage / (double)size));
    return proposal;
}

static bool unanswered(const struct observation *observation)
{
    return observation->failed || observation->value_count == 0;
}

static const struct proposal no_sample = {METRIC_NO_SAMPLE, 0, 0, 0};

struct proposal propose_object(const struct calculator *calculator,
                               const struct observation *observation,
                               int64_t target)
{
    return unanswered(observation)
               ? no_sample
               : in_proportion(calculator, observation, observation->values[0],
                               target);
}

struct proposal propose_object_per_pod(const struct calculator *calculator,
                                       const struct observation *observation,
                                       int64_t target)
{
    return unanswered(observation)
               ? no_sample
               : for_each(calculator, observation->values[0], target, false);
}

struct proposal propose_external(const struct calculator *calculator,
                                 const struct observation *observation,
                                 int64_t target)
{
    bool cap = calculator->minor >= RATIO_CAPPED;
    int64_t usage = 0;

    if (unanswered(observation))
        return no_sample;
    for (int i = 0; i < observation->value_count; i++) {
        int64_t value = observation->values[i];

        if (cap && value > 0 && usage > INT64_MAX - value) {
            usage = INT64_MAX;
            break;
        }
        usage = sum_64(usage, value);
    }
    return in_proportion(calculator, observation, usage, target);
}

struct proposal propose_external_per_pod(const struct calculator *calculator,
                                         const struct observation *observation,
                                         int64_t target)
{
    bool cap = calculator->minor >= PER_POD_CAPPED;
    int64_t usage = 0;

    if (unanswered(observation))
        return no_sample;
    for (int i = 0; i < observation->value_count; i++) {
        usage = sum_64(usage, observation->values[i]);
        /* A sum below nothing is taken for one that has overflowed. */
        if (cap && usage < 0) {
            usage = INT64_MAX;
            break;
        }
    }
    return for_each(calculator, usage, target, cap);
}
