/*
 * A container's process exits; its kubelet notices, and starts it again after
 * its back-off.
 */
#include "models/faults/fault.h"

static void begin(struct cluster *cluster, void *thing, struct cause cause)
{
    (void)cluster;
    container_exit(thing, 1, cause);
}

const struct fault_kind fault_container_crash = {
    {"container-crash", "a container exits; its kubelet starts it again",
     no_parameters},
    BEFALLS_CONTAINERS,
    false,
    begin,
    NULL};
