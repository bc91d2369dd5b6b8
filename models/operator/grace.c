/* Values that actions take: a grace period that may be left to the pod, an
 * object as it is written. */
#include "models/operator/action.h"

static bool read_grace(const struct tree *value, void *into,
                       struct errors *errors)
{
    struct grace *grace = into;

    grace->given = of_duration.read(value, &grace->length, errors);
    return grace->given;
}

static bool read_object(const struct tree *value, void *into,
                        struct errors *errors)
{
    if (value->kind != TREE_MAPPING) {
        error_at(errors, value->at, "an object is a mapping, not %s",
                 tree_kind_name(value));
        return false;
    }
    *(const struct tree **)into = value;
    return true;
}

const struct parameter_kind of_grace = {"duration", "30s", read_grace};
const struct parameter_kind of_object = {"object", "{kind: Deployment, ...}",
                                         read_object};
