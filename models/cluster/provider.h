/*
 * Who provides machines: boots those that the API is asked for, in its own
 * time, and takes those away that it is not asked for any more.
 */
#ifndef MODELS_CLUSTER_PROVIDER_H
#define MODELS_CLUSTER_PROVIDER_H

#include "models/api/api.h"
#include "models/infrastructure/machine.h"

struct booting;

struct provider {
    struct infrastructure *infrastructure;
    struct booting *all; /* by the machines' ordinals */
    struct watch nodes;
};

void provider_open(struct provider *provider, struct api *api,
                   struct infrastructure *infrastructure);

#endif
