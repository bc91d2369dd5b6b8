/*
 * The process that leads a component is told to exit (SIGTERM), as when it is
 * updated. The scheduler gives up its lease then, so that another one takes it
 * at its next look; the controller manager does not.
 * (cmd/kube-scheduler/app/server.go, ReleaseOnCancel)
 */
#include "models/faults/fault.h"

static void begin(struct cluster *cluster, void *thing, struct cause cause)
{
    (void)cluster;
    leadership_lose(thing, true, cause);
}

const struct fault_kind fault_leader_exit = {
    {"leader-exit", "the process that leads a component is told to exit",
     no_parameters},
    BEFALLS_COMPONENTS,
    false,
    begin,
    NULL};
