/* As kubectl rollout resume. */
#include "models/operator/action.h"

static sim_time act(struct deed *deed)
{
    struct owner *owner = deed_owner(deed);
    struct owner_spec spec;

    if (owner == NULL)
        return NEVER;
    spec = owner->state.spec;
    spec.paused = false;
    deed_set_spec(deed, owner, &spec);
    return NEVER;
}

const struct action_kind action_resume = {
    {"resume", "goes on with the roll-out of a Deployment that was paused",
     no_parameters},
    0,
    ON(WORKLOAD_DEPLOYMENT),
    act,
    NULL,
    NULL,
    NULL,
    NULL};
