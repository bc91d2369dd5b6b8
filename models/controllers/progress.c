/* The progress of a rollout. */
#include "models/controllers/progress.h"

bool rollout_complete(const struct owner_status *status, int replicas)
{
    return status->updated == replicas && status->replicas == replicas &&
           status->available == replicas;
}

bool rollout_progressed(const struct owner_status *before,
                        const struct owner_status *after)
{
    return after->updated > before->updated ||
           after->replicas - after->updated <
               before->replicas - before->updated ||
           after->ready > before->ready || after->available > before->available;
}

bool progress_timed_out(const struct progress_condition *condition,
                        sim_time deadline, sim_time now)
{
    if (deadline == NEVER || condition->reason == PROGRESS_UNKNOWN ||
        condition->reason == PROGRESS_COMPLETE)
        return false;
    return condition->reason == PROGRESS_EXCEEDED ||
           condition->updated + deadline < now;
}

sim_time progress_check_after(const struct progress_condition *condition,
                              const struct owner_status *status, int replicas,
                              sim_time deadline, sim_time now)
{
    sim_time after =
        deadline == NEVER ? NEVER : condition->updated + deadline - now;

    if (deadline == NEVER || condition->reason == PROGRESS_UNKNOWN ||
        condition->reason == PROGRESS_EXCEEDED ||
        rollout_complete(status, replicas))
        return NEVER;
    return after < SECONDS(1) ? 0 : after;
}
