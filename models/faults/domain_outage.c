/* Outages of racks and zones. */
#include "models/faults/domain_outage.h"

void domain_outage_begin(struct cluster *cluster, void *thing,
                         struct cause cause)
{
    domain_break(cluster->infrastructure, thing, cause);
}

void domain_outage_end(struct cluster *cluster, void *thing, struct cause cause)
{
    domain_mend(cluster->infrastructure, thing, cause);
}
