/*
 * The way between a machine and the control plane: how late it is. It carries
 * nothing while its machine is down.
 */
#ifndef MODELS_INFRASTRUCTURE_LINK_H
#define MODELS_INFRASTRUCTURE_LINK_H

#include "sim/time.h"

struct link {
    sim_time delay; /* one way */
};

#endif
