/*
 * The process that leads a component dies, and leaves its lease behind: nobody
 * acts for the component until another one has taken that over.
 */
#include "models/faults/fault.h"

static void begin(struct cluster *cluster, void *thing, struct cause cause)
{
    (void)cluster;
    leadership_lose(thing, false, cause);
}

const struct fault_kind fault_leader_crash = {
    {"leader-crash",
     "the process that leads a component dies; another takes over",
     no_parameters},
    BEFALLS_COMPONENTS,
    false,
    begin,
    NULL};
