/* The outage of a zone: see domain_outage.h. */
#include "models/faults/domain_outage.h"

const struct fault_kind fault_zone_outage = {
    {"zone-outage",
     "what stands in a zone loses its power, until the outage ends",
     no_parameters},
    BEFALLS_ZONES,
    true,
    domain_outage_begin,
    domain_outage_end};
