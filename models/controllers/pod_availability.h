/*
 * A pod is available once it has been ready for minReadySeconds. (Kubernetes
 * 1.36, pkg/api/v1/pod/util.go IsPodAvailable)
 */
#ifndef MODELS_CONTROLLERS_POD_AVAILABILITY_H
#define MODELS_CONTROLLERS_POD_AVAILABILITY_H

#include <stdbool.h>

#include "sim/time.h"

/* The API writes times in whole seconds. (metav1.Time) */
static inline sim_time timestamp(sim_time t)
{
    return t - (t % SECONDS(1) + SECONDS(1)) % SECONDS(1);
}

/* `since` is when it last became ready; NEVER: nobody knows. */
bool pod_available(bool ready, sim_time since, sim_time least, sim_time now);

/* How long until it is available, if nothing happens to it; NEVER if it is, or
 * never will be. (pkg/controller/controller_utils.go nextPodAvailabilityCheck)
 */
sim_time pod_available_after(bool ready, sim_time since, sim_time least,
                             sim_time now);

#endif
