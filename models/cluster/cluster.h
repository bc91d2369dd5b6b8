/*
 * All that is true and all that is believed of one cluster: what faults and
 * measures may see.
 */
#ifndef MODELS_CLUSTER_CLUSTER_H
#define MODELS_CLUSTER_CLUSTER_H

#include "models/cluster/provider.h"
#include "models/cluster/use.h"

struct cluster {
    struct sim *sim;
    struct infrastructure *infrastructure;
    struct api *api;
    struct provider provider;
    struct kubelets kubelets;
    struct balancers balancers;
    struct use use;
};

#endif
