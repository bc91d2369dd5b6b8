/*
 * A machine stops at once, and with it all that runs on it; it is up again when
 * it is repaired.
 */
#include "models/faults/fault.h"

static void begin(struct cluster *cluster, void *thing, struct cause cause)
{
    machine_break(cluster->infrastructure, thing, cause);
}

static void end(struct cluster *cluster, void *thing, struct cause cause)
{
    machine_mend(cluster->infrastructure, thing, cause);
}

const struct fault_kind fault_node_crash = {
    {"node-crash", "a machine stops, until it is repaired", no_parameters},
    BEFALLS_MACHINES,
    true,
    begin,
    end};
