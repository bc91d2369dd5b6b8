/*
 * A pod's sandbox (its pause container) exits: the kubelet ends the pod's
 * containers, makes another sandbox, and starts them again in that.
 */
#include "models/faults/fault.h"

static void begin(struct cluster *cluster, void *thing, struct cause cause)
{
    (void)cluster;
    sandbox_exit(thing, cause);
}

const struct fault_kind fault_sandbox_crash = {
    {"sandbox-crash",
     "a pod's pause container exits; its kubelet makes the pod anew",
     no_parameters},
    BEFALLS_SANDBOXES,
    false,
    begin,
    NULL};
