/* Workloads that are applied. */
#include "models/api/apply.h"

void workload_create(struct api *api, const struct workload *workload,
                     const char *by, struct cause cause)
{
    const struct owner_spec spec = {.replicas = workload->replicas,
                                    .paused = workload->paused,
                                    .template = workload_template(workload)};

    if (workload->kind == WORKLOAD_POD)
        api_create_bare_pod(api, workload, cause);
    else
        owner_create(api, workload->kind, workload, workload->name, NULL, &spec,
                     by, cause);
}

void workload_apply(struct api *api, struct owner *owner,
                    const struct workload *workload,
                    const struct pod_template *template, const char *by,
                    struct cause cause)
{
    struct owner_spec spec = owner->state.spec;

    spec.applied = workload;
    spec.template = template;
    spec.paused = workload->paused;
    if (workload->replicas_given)
        spec.replicas = workload->replicas;
    owner_set_spec(api, owner, &spec, by, cause);
}
