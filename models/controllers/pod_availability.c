/* When pods are available. */
#include "models/controllers/pod_availability.h"

bool pod_available(bool ready, sim_time since, sim_time least, sim_time now)
{
    return ready && (least == 0 || (since != NEVER && since + least <= now));
}

sim_time pod_available_after(bool ready, sim_time since, sim_time least,
                             sim_time now)
{
    if (!ready || since == NEVER || pod_available(ready, since, least, now))
        return NEVER;
    return since + least - now;
}
