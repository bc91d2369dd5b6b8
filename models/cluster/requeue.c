/* The waits between two looks at a pod. */
#include "models/cluster/requeue.h"

static const double jitter = 0.5;
static const sim_time transient =
    SECONDS(1); /* backOffOnTransientErrorPeriod */

static sim_time until_end(const struct requeue_periods *periods, sim_time left)
{
    if (left < 0)
        return 0;
    return left < periods->resync ? left : periods->resync;
}

sim_time requeue_wait(const struct requeue_periods *periods,
                      const struct look *look, sim_time now, double chance)
{
    sim_time wait;

    if (look->phase_changed)
        return 0;
    if (!look->failed)
        wait = periods->resync;
    else if (look->network_not_ready)
        wait = transient;
    else if (look->backoff_end != NEVER)
        wait = until_end(periods, look->backoff_end - now);
    else
        wait = periods->retry;
    return wait + (sim_time)((double)wait * jitter * chance);
}
