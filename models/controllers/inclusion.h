/*
 * Which nodes count in the censuses of a spread's rules: those that have the
 * keys of all, and that the rules' policies include. A node's taints may change
 * that. (podtopologyspread/common.go, matchNodeInclusionPolicies)
 */
#ifndef MODELS_CONTROLLERS_INCLUSION_H
#define MODELS_CONTROLLERS_INCLUSION_H

#include "models/controllers/relations.h"

/* Rules of one template that are of one kind. */
struct watched {
    const struct pod_template *template;
    const struct spread_rule *rules;
    int count;
    bool every_key; /* nodes that lack any key do not count */
    bool honours_taints;
    struct watched *next;
};

/* Judges all nodes, and keeps what must be judged anew as they come, go, or
 * change their taints. */
void inclusion_open(struct relations *relations, const struct watched *watched);

#endif
