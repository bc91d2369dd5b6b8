/*
 * Back to the template before the present one, as kubectl rollout undo: that of
 * the ReplicaSet with the last revision but one. A Deployment that is paused
 * refuses. (k8s.io/kubectl/pkg/polymorphichelpers/rollback.go, 1.36)
 */
#include "models/operator/action.h"

static const struct owner *earlier(const struct owner *deployment)
{
    const struct owner *last = NULL, *before = NULL;

    for (const struct owner *each = deployment->children; each != NULL;
         each = each->next_sibling) {
        int revision = each->state.spec.revision;

        if (last == NULL || revision > last->state.spec.revision) {
            before = last;
            last = each;
        } else if (before == NULL || revision > before->state.spec.revision) {
            before = each;
        }
    }
    return before;
}

static sim_time act(struct deed *deed)
{
    struct owner *owner = deed_owner(deed);
    const struct owner *before;
    struct owner_spec spec;

    if (owner == NULL || owner->state.spec.paused)
        return NEVER;
    before = earlier(owner);
    if (before == NULL)
        return NEVER;
    spec = owner->state.spec;
    spec.template = before->state.spec.template;
    deed_set_spec(deed, owner, &spec);
    return NEVER;
}

const struct action_kind action_undo = {
    {"undo", "rolls a Deployment back to the template before its present one",
     no_parameters},
    0,
    ON(WORKLOAD_DEPLOYMENT),
    act,
    NULL,
    NULL,
    NULL,
    NULL};
