/* How far a size may go at once. */
#include "models/autoscalers/scaling_limits.h"

#include <math.h>

#include "models/autoscalers/conversion.h"

const struct scale_up_limit usual_scale_up_limit = {2.0, 4.0};

static struct limited within(int32_t desired)
{
    return (struct limited){desired, "DesiredWithinRange"};
}

struct limited limit_plainly(const struct sizes *sizes,
                             struct scale_up_limit limit)
{
    int32_t up =
        whole_32(fmax(limit.factor * (double)sizes->current, limit.minimum));

    if (sizes->desired < sizes->min)
        return (struct limited){sizes->min, "TooFewReplicas"};
    if (sizes->max > up && sizes->desired > up)
        return (struct limited){up, "ScaleUpLimit"};
    if (sizes->max <= up && sizes->desired > sizes->max)
        return (struct limited){sizes->max, "TooManyReplicas"};
    return within(sizes->desired);
}

static int32_t lesser(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t greater(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* The size when a policy's period began. */
static int32_t size_before(int32_t current, const struct past_changes *past,
                           sim_time period, sim_time now)
{
    return sum_32(
        difference_32(current, journal_changes(&past->up, period, now)),
        journal_changes(&past->down, period, now));
}

/* (calculateScaleUpLimitWithScalingRules: a share is rounded up, as else it
 * might never grow) */
static int32_t limit_up(int32_t current, const struct scaling_rules *rules,
                        const struct past_changes *past, sim_time now)
{
    bool least = rules->select == SELECT_MIN_CHANGE;
    int32_t limit = least ? INT32_MAX : INT32_MIN;

    if (rules->select == SELECT_DISABLED)
        return current;
    for (int i = 0; i < rules->policy_count; i++) {
        const struct scaling_policy *policy = &rules->policies[i];
        int32_t before = size_before(current, past, policy->period, now);
        int32_t proposed =
            policy->percent ? whole_32(ceil((double)before *
                                            (1 + (double)policy->value / 100)))
                            : sum_32(before, policy->value);

        limit = least ? lesser(limit, proposed) : greater(limit, proposed);
    }
    return limit;
}

/* (calculateScaleDownLimitWithBehaviors) */
static int32_t limit_down(int32_t current, const struct scaling_rules *rules,
                          const struct past_changes *past, sim_time now)
{
    bool least = rules->select == SELECT_MIN_CHANGE;
    int32_t limit = least ? INT32_MIN : INT32_MAX;

    if (rules->select == SELECT_DISABLED)
        return current;
    for (int i = 0; i < rules->policy_count; i++) {
        const struct scaling_policy *policy = &rules->policies[i];
        int32_t before = size_before(current, past, policy->period, now);
        int32_t proposed =
            policy->percent
                ? whole_32((double)before * (1 - (double)policy->value / 100))
                : difference_32(before, policy->value);

        limit = least ? greater(limit, proposed) : lesser(limit, proposed);
    }
    return limit;
}

/* What was changed before may have used up more than is allowed: then it stays
 * as it is. */
struct limited limit_by_rules(const struct sizes *sizes,
                              const struct scaling_rules *up,
                              const struct scaling_rules *down,
                              const struct past_changes *past, sim_time now)
{
    int32_t current = sizes->current, desired = sizes->desired, limit;

    if (desired > current) {
        limit = greater(limit_up(current, up, past, now), current);
        if (desired > lesser(sizes->max, limit))
            return sizes->max > limit
                       ? (struct limited){limit, "ScaleUpLimit"}
                       : (struct limited){sizes->max, "TooManyReplicas"};
    } else if (desired < current) {
        limit = lesser(limit_down(current, down, past, now), current);
        if (desired < greater(sizes->min, limit))
            return sizes->min < limit
                       ? (struct limited){limit, "ScaleDownLimit"}
                       : (struct limited){sizes->min, "TooFewReplicas"};
    }
    return within(desired);
}

sim_time longest_period(const struct scaling_rules *rules)
{
    sim_time longest = 0;

    for (int i = 0; i < rules->policy_count; i++)
        if (rules->policies[i].period > longest)
            longest = rules->policies[i].period;
    return longest;
}
