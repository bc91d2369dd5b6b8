/* What an autoscaler makes of a pod. */
#include "models/autoscalers/observed_pod.h"

static bool cpu_unready(const struct observed_pod *pod,
                        const struct initialization *initialization,
                        sim_time now)
{
    if (!pod->conditioned || pod->started == NEVER)
        return true;
    if (pod->started + initialization->cpu_period > now)
        return pod->ready == READY_FALSE ||
               pod->at < pod->ready_since + pod->window;
    return pod->ready == READY_FALSE &&
           pod->started + initialization->readiness_delay > pod->ready_since;
}

enum pod_class pod_class(const struct observed_pod *pod, bool cpu,
                         const struct initialization *initialization,
                         sim_time now)
{
    if (pod->stranger)
        return POD_STRANGER;
    if (pod->deleted || pod->phase == POD_FAILED)
        return POD_IGNORED;
    if (pod->phase == POD_PENDING)
        return POD_UNREADY;
    if (!pod->sampled)
        return POD_MISSING;
    return cpu && cpu_unready(pod, initialization, now) ? POD_UNREADY
                                                        : POD_COUNTED;
}
