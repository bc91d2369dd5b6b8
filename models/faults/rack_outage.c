/* The outage of a rack: see domain_outage.h. */
#include "models/faults/domain_outage.h"

const struct fault_kind fault_rack_outage = {
    {"rack-outage",
     "what stands in a rack loses its power, until the outage ends",
     no_parameters},
    BEFALLS_RACKS,
    true,
    domain_outage_begin,
    domain_outage_end};
