/* What is wanted of an owner. */
#include "models/measures/wanted.h"

#include "models/api/daemon.h"

bool wanted_on(const struct owner *owner, const struct node *node)
{
    return daemon_fits(owner->state.spec.template, node->design, 0).wanted;
}

int wanted_pods(const struct api *api, const struct owner *owner)
{
    int count = 0;

    if (owner->kind != WORKLOAD_DAEMON_SET)
        return owner->state.spec.replicas;
    for (int i = 0; i < api->node_count; i++)
        count +=
            api->nodes[i].status.exists && wanted_on(owner, &api->nodes[i]);
    return count;
}
