/* As kubectl rollout pause. */
#include "models/operator/action.h"

static sim_time act(struct deed *deed)
{
    struct owner *owner = deed_owner(deed);
    struct owner_spec spec;

    if (owner == NULL)
        return NEVER;
    spec = owner->state.spec;
    spec.paused = true;
    deed_set_spec(deed, owner, &spec);
    return NEVER;
}

const struct action_kind action_pause = {
    {"pause", "stops the roll-out of a Deployment's changes", no_parameters},
    0,
    ON(WORKLOAD_DEPLOYMENT),
    act,
    NULL,
    NULL,
    NULL,
    NULL};
