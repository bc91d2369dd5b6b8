/* A taint on a node, as kubectl taint --overwrite. */
#include "models/operator/taint.h"

#include <string.h>

static const struct parameter parameters[] = {
    PARAMETER(struct taint_settings, key, of_text, NULL, "the taint's key"),
    PARAMETER(struct taint_settings, value, of_text, "", "its value"),
    PARAMETER(struct taint_settings, effect, of_text, NULL,
              "NoSchedule, PreferNoSchedule or NoExecute"),
    {0}};

enum taint_effect taint_effect_of(const char *name)
{
    enum taint_effect effect = NO_SCHEDULE;

    while (effect != ANY_EFFECT &&
           (name == NULL || strcmp(taint_effect_name(effect), name) != 0))
        effect++;
    return effect;
}

static const char *check(const void *given)
{
    const struct taint_settings *settings = given;

    return taint_effect_of(settings->effect) != ANY_EFFECT
               ? NULL
               : "the effect of a taint is NoSchedule, PreferNoSchedule or "
                 "NoExecute";
}

static struct taint given_taint(const void *given)
{
    const struct taint_settings *settings = given;

    return (struct taint){settings->key,
                          settings->value == NULL ? "" : settings->value,
                          taint_effect_of(settings->effect)};
}

static sim_time act(struct deed *deed)
{
    const struct taint_list *more = deed->node->design->more_taints;
    struct taint taint = given_taint(deed_design(deed)->settings);
    uint64_t bit = taint_bit(more, &taint);

    api_set_taints(deed_api(deed), deed->node, bit,
                   taints_of_key(more, ALL_TAINTS, taint.key, taint.effect) &
                       ~bit,
                   deed->cause);
    return NEVER;
}

const struct action_kind action_taint = {{"taint", "taints a node", parameters},
                                         sizeof(struct taint_settings),
                                         ON_NODES,
                                         act,
                                         NULL,
                                         NULL,
                                         check,
                                         given_taint};
