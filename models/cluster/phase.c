/* A pod's phase. */
#include "models/cluster/phase.h"

enum pod_phase pod_phase_of(const struct phase_counts *counts,
                            enum restart_policy policy, bool over)
{
    bool all_succeeded = counts->stopped == counts->succeeded;

    if (counts->init_failed > 0 && policy == RESTART_NEVER)
        return POD_FAILED;
    if (over)
        return counts->initialising == 0 && counts->waiting == 0 &&
                       all_succeeded
                   ? POD_SUCCEEDED
                   : POD_FAILED;
    if (counts->initialising > 0 || counts->waiting > 0)
        return POD_PENDING;
    if (counts->running > 0)
        return POD_RUNNING;
    if (counts->stopped == 0)
        return POD_PENDING;
    if (policy == RESTART_ALWAYS)
        return POD_RUNNING;
    if (all_succeeded)
        return POD_SUCCEEDED;
    return policy == RESTART_NEVER ? POD_FAILED : POD_RUNNING;
}
