/*
 * What an outage of any failure domain does, a rack's or a zone's: all that
 * stands in it loses its power or its network until the outage ends. A machine
 * of it is up again when nothing else holds it down.
 */
#ifndef MODELS_FAULTS_DOMAIN_OUTAGE_H
#define MODELS_FAULTS_DOMAIN_OUTAGE_H

#include "models/faults/fault.h"

/* A fault_kind's begin and end; the thing is the struct domain. */
void domain_outage_begin(struct cluster *cluster, void *thing,
                         struct cause cause);
void domain_outage_end(struct cluster *cluster, void *thing,
                       struct cause cause);

#endif
