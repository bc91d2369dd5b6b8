/* Graces. */
#include "models/cluster/grace.h"

/* minimumGracePeriodInSeconds: whoever used its grace up has this to end. */
static const sim_time shortest = SECONDS(2);

sim_time grace_of_pod(sim_time template, sim_time deletion, sim_time override)
{
    sim_time grace = template;

    if (deletion != NO_GRACE)
        grace = deletion;
    /* A deletion's 0 counts as none there, so that it may even be longer. */
    if (override != NO_GRACE &&
        (deletion == NO_GRACE || deletion == 0 || override < grace))
        grace = override;
    return grace < SECONDS(1) ? SECONDS(1) : grace;
}

sim_time grace_left(sim_time grace, sim_time waited, sim_time override)
{
    sim_time left = grace - waited / SECONDS(1) * SECONDS(1);

    if (override != NO_GRACE)
        return override;
    return left < shortest ? shortest : left;
}
