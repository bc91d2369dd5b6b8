/* The rules of scaling that hold where nothing is said. */
#include "models/api/autoscaler.h"

static const struct scaling_policy up_policies[] = {{false, 4, SECONDS(15)},
                                                    {true, 100, SECONDS(15)}};

static const struct scaling_policy down_policies[] = {{true, 100, SECONDS(15)}};

const struct scaling_rules scaling_up_rules = {SELECT_MAX_CHANGE, 0, NAN, 2,
                                               up_policies};

const struct scaling_rules scaling_down_rules = {SELECT_MAX_CHANGE, NEVER, NAN,
                                                 1, down_policies};
