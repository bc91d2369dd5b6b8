/* A node without the taints of a key, as kubectl taint KEY-. */
#include "models/operator/taint.h"

static const struct parameter parameters[] = {
    PARAMETER(struct taint_settings, key, of_text, NULL, "the taints' key"),
    PARAMETER(struct taint_settings, effect, of_text, "",
              "of this effect alone; of all, if not given"),
    {0}};

static const char *check(const void *given)
{
    const struct taint_settings *settings = given;

    return settings->effect == NULL ||
                   taint_effect_of(settings->effect) != ANY_EFFECT
               ? NULL
               : "the effect of a taint is NoSchedule, PreferNoSchedule or "
                 "NoExecute";
}

static sim_time act(struct deed *deed)
{
    const struct taint_settings *settings = deed_design(deed)->settings;

    api_set_taints(deed_api(deed), deed->node, 0,
                   taints_of_key(deed->node->design->more_taints, ALL_TAINTS,
                                 settings->key,
                                 taint_effect_of(settings->effect)),
                   deed->cause);
    return NEVER;
}

const struct action_kind action_untaint = {
    {"untaint", "takes a node's taints of a key away", parameters},
    sizeof(struct taint_settings),
    ON_NODES,
    act,
    NULL,
    NULL,
    check,
    NULL};
