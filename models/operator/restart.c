/* New pods like the old ones, as kubectl rollout restart: the template gets a
 * new annotation. A Deployment that is paused refuses. */
#include "models/operator/action.h"

static const char *revise(const void *settings, struct arena *arena,
                          struct revision *revision)
{
    (void)settings;
    (void)arena;
    revision->restarts = (revision->restarts + 1) % revision->most_restarts;
    return NULL;
}

static sim_time act(struct deed *deed)
{
    struct owner *owner = deed_owner(deed);

    if (owner != NULL && !owner->state.spec.paused)
        deed_revise(deed, owner);
    return NEVER;
}

const struct action_kind action_restart = {
    {"restart", "replaces a workload's pods by new ones of the same template",
     no_parameters},
    0,
    ON(WORKLOAD_DEPLOYMENT) | ON(WORKLOAD_STATEFUL_SET) |
        ON(WORKLOAD_DAEMON_SET),
    act,
    NULL,
    revise,
    NULL,
    NULL};
