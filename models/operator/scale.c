/* Another number of replicas, as kubectl scale. */
#include "models/operator/action.h"

struct settings {
    int replicas;
};

static const struct parameter parameters[] = {
    PARAMETER(struct settings, replicas, of_count, NULL,
              "how many replicas there shall be"),
    {0}};

static sim_time act(struct deed *deed)
{
    const struct settings *settings = deed_design(deed)->settings;
    struct owner *owner = deed_owner(deed);
    struct owner_spec spec;

    if (owner == NULL)
        return NEVER;
    spec = owner->state.spec;
    spec.replicas = settings->replicas;
    deed_set_spec(deed, owner, &spec);
    return NEVER;
}

const struct action_kind action_scale = {
    {"scale", "gives a workload another number of replicas", parameters},
    sizeof(struct settings),
    ON(WORKLOAD_DEPLOYMENT) | ON(WORKLOAD_REPLICA_SET) |
        ON(WORKLOAD_REPLICATION_CONTROLLER) | ON(WORKLOAD_STATEFUL_SET),
    act,
    NULL,
    NULL,
    NULL,
    NULL};
