/* An object's end, as kubectl delete. What a workload owns goes with it; a pod
 * that is owned is replaced. (k8s.io/kubectl/pkg/cmd/delete/delete.go, 1.36) */
#include "models/operator/action.h"

struct settings {
    bool force;
    struct grace grace;
};

static const struct parameter parameters[] = {
    {"grace-period", &of_grace, offsetof(struct settings, grace), "",
     "how long a pod may take to end; as its template says, if not given"},
    {"force", &of_flag, offsetof(struct settings, force), "false",
     "a pod's object is gone at once, whatever becomes of its containers"},
    {0}};

/* A grace of 0 without force is one of 1 s; force without grace is one of 0. */
static sim_time grace_of(const struct settings *settings)
{
    if (settings->force && !settings->grace.given)
        return 0;
    if (!settings->grace.given)
        return SPEC_GRACE;
    return settings->grace.length == 0 && !settings->force
               ? SECONDS(1)
               : settings->grace.length;
}

static void delete_pod(const struct deed *deed, struct pod *pod)
{
    sim_time grace = grace_of(deed_design(deed)->settings);

    if (pod == NULL || !pod->status.exists)
        return;
    if (!pod->status.deleted)
        api_delete(deed_api(deed), pod, grace, deed_design(deed)->name,
                   deed->cause);
    else if (grace == 0)
        api_remove(deed_api(deed), pod, deed->cause);
}

static sim_time act(struct deed *deed)
{
    struct owner *owner;

    if (deed->pod != NULL) {
        delete_pod(deed, deed->pod);
    } else if (deed->node != NULL) {
        api_delete_node(deed_api(deed), deed->node, deed_design(deed)->name,
                        deed->cause);
    } else if (deed->workload->kind == WORKLOAD_POD) {
        delete_pod(deed, deed_bare_pod(deed));
    } else {
        owner = deed_owner(deed);
        if (owner != NULL)
            owner_remove(deed_api(deed), owner, deed_design(deed)->name,
                         deed->cause);
    }
    return NEVER;
}

const struct action_kind action_delete = {
    {"delete", "deletes a pod, a workload or a Node object", parameters},
    sizeof(struct settings),
    ON_NODES | ON_PODS | ((1 << WORKLOAD_KINDS) - 1),
    act,
    NULL,
    NULL,
    NULL,
    NULL};
