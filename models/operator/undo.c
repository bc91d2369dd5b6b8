/*
 * Back to an earlier template, as kubectl rollout undo: the one before the
 * present, or that of a revision. A Deployment that is paused refuses.
 * (k8s.io/kubectl/pkg/polymorphichelpers/rollback.go, 1.36)
 */
#include "models/api/history.h"
#include "models/operator/action.h"

struct settings {
    int to_revision;
};

static const struct parameter parameters[] = {
    {"to-revision", &of_count, offsetof(struct settings, to_revision), "0",
     "which one; 0: the one before the present. Where there is none, "
     "nothing is done"},
    {0}};

static sim_time act(struct deed *deed)
{
    const struct settings *settings = deed_design(deed)->settings;
    struct owner *owner = deed_owner(deed);
    const struct pod_template *template;
    struct owner_spec spec;

    if (owner == NULL || owner->state.spec.paused)
        return NEVER;
    template = history_find(owner, settings->to_revision);
    if (template == NULL)
        return NEVER;
    spec = owner->state.spec;
    spec.template = template;
    deed_set_spec(deed, owner, &spec);
    return NEVER;
}

const struct action_kind action_undo = {
    {"undo", "rolls a workload back to a template that it had", parameters},
    sizeof(struct settings),
    ON(WORKLOAD_DEPLOYMENT) | ON(WORKLOAD_STATEFUL_SET) |
        ON(WORKLOAD_DAEMON_SET),
    act,
    NULL,
    NULL,
    NULL,
    NULL};
