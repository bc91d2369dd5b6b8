/*
 * All that stands in a rack loses its power or its network until the outage
 * ends: a machine of it is up again when nothing else holds it down.
 */
#include "models/faults/fault.h"

static void begin(struct cluster *cluster, void *thing, struct cause cause)
{
    domain_break(cluster->infrastructure, thing, cause);
}

static void end(struct cluster *cluster, void *thing, struct cause cause)
{
    domain_mend(cluster->infrastructure, thing, cause);
}

const struct fault_kind fault_rack_outage = {
    {"rack-outage",
     "what stands in a rack loses its power, until the outage ends",
     no_parameters},
    BEFALLS_RACKS,
    true,
    begin,
    end};
