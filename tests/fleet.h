/*
 * Machines that nothing runs on: infrastructure, and an API that knows their
 * nodes; enough of a cluster for faults and repair.
 */
#ifndef TESTS_FLEET_H
#define TESTS_FLEET_H

#include "models/cluster/cluster.h"

/* Machines "machine-0", ... in as many zones ("a", "b", ...; at most 26), in
 * turn, and in a zone's two racks ("a-1", "a-2"), likewise. */
struct cluster *fleet_open(struct sim *sim, int machines, int zones, int crews);

#endif
