/* Nodes' machines given back: they stop at once. Their Node objects are deleted
 * by the cloud's controller, when they are found silent. */
#include "models/operator/action.h"

static sim_time act(struct deed *deed)
{
    api_want_machine(deed_api(deed), deed->node, false, deed->cause);
    return NEVER;
}

const struct action_kind action_remove_nodes = {
    {"remove-nodes", "gives nodes' machines back, whatever runs on them",
     no_parameters},
    0,
    ON_NODES,
    act,
    NULL,
    NULL,
    NULL,
    NULL};
