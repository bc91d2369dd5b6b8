/* As kubectl uncordon. */
#include "models/operator/action.h"

static sim_time act(struct deed *deed)
{
    api_set_taints(deed_api(deed), deed->node, 0, TAINT_UNSCHEDULABLE,
                   deed->cause);
    return NEVER;
}

const struct action_kind action_uncordon = {
    {"uncordon", "lets new pods on a node again", no_parameters},
    0,
    ON_NODES,
    act,
    NULL,
    NULL,
    NULL,
    NULL};
