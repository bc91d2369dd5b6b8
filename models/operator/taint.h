/* What the verbs taint and untaint are told. */
#ifndef MODELS_OPERATOR_TAINT_H
#define MODELS_OPERATOR_TAINT_H

#include "models/operator/action.h"

struct taint_settings {
    const char *key;
    const char *value;
    const char *effect;
};

/* The effect of that name; ANY_EFFECT for none, or for one that there is not.
 */
enum taint_effect taint_effect_of(const char *name);

#endif
