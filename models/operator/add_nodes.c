/* More machines of a pool, as its provider is asked for them: each joins when
 * it has booted. */
#include "models/operator/action.h"

static const struct parameter parameters[] = {
    PARAMETER(struct pool_order, pool, of_text, NULL, "the pool's name"),
    PARAMETER(struct pool_order, count, of_some, "1", "how many more"),
    {0}};

static sim_time act(struct deed *deed)
{
    api_want_machine(deed_api(deed), deed->node, true, deed->cause);
    return NEVER;
}

const struct action_kind action_add_nodes = {
    {"add-nodes", "asks for more machines of a pool", parameters},
    sizeof(struct pool_order),
    ON_POOL,
    act,
    NULL,
    NULL,
    NULL,
    NULL};
