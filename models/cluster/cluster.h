/*
 * All that is true and all that is believed of one cluster: what faults and
 * measures may see.
 */
#ifndef MODELS_CLUSTER_CLUSTER_H
#define MODELS_CLUSTER_CLUSTER_H

#include "models/cluster/provider.h"
#include "models/cluster/use.h"
#include "models/controlplane/control_plane.h"

struct cluster {
    struct sim *sim;
    struct infrastructure *infrastructure;
    struct control_plane *control_plane;
    struct api *api;
    struct provider provider;
    struct kubelets kubelets;
    struct balancers balancers;
    struct use use;
};

#endif
