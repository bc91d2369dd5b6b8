/* The six minutes. */
#include "models/controllers/detach.h"

sim_time detach_at(const struct detach *detach, sim_time now)
{
    sim_time end = detach->wanted_since + DETACH_FORCED_AFTER;

    if (!detach->in_use || detach->out_of_service)
        return now;
    if (detach->never_forced || detach->node_ready)
        return NEVER;
    return end > now ? end : now;
}
