/*
 * The operator at work: who does the scenario's actions when their time has
 * come.
 */
#ifndef MODELS_OPERATOR_OPERATOR_H
#define MODELS_OPERATOR_OPERATOR_H

#include "models/operator/action.h"

/* How actions become roots of causes: the world's own. */
struct origins {
    struct cause (*begin)(void *context, int action, const struct deed *deed);
    void (*end)(void *context, struct cause cause);
    void *context;
};

/* Sets `count` actions going; those with a time count it from `begin`. */
void operator_open(struct api *api, const struct network *network,
                   const struct action_design *designs, int count,
                   sim_time begin, const struct origins *origins);

#endif
