/* As kubectl cordon. */
#include "models/operator/action.h"

static sim_time act(struct deed *deed)
{
    api_set_taints(deed_api(deed), deed->node, TAINT_UNSCHEDULABLE, 0,
                   deed->cause);
    return NEVER;
}

const struct action_kind action_cordon = {
    {"cordon", "keeps new pods from a node: it is unschedulable",
     no_parameters},
    0,
    ON_NODES,
    act,
    NULL,
    NULL,
    NULL,
    NULL};
