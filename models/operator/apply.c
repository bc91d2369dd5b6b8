/* Manifests, as kubectl apply: each workload gets its new template, and what
 * else it says; one that is not there is made. */
#include "models/api/apply.h"

#include "models/operator/action.h"

static const struct parameter parameters[] = {
    PARAMETER(struct applied_settings, manifest, of_text, "",
              "a file of workloads, from the scenario's folder; or"),
    PARAMETER(struct applied_settings, object, of_object, "",
              "a workload, written here"),
    {0}};

static const char *check(const void *given)
{
    const struct applied_settings *settings = given;

    return (settings->manifest == NULL) != (settings->object == NULL)
               ? NULL
               : "it applies either a manifest or an object";
}

static sim_time act(struct deed *deed)
{
    const struct action_design *design = deed_design(deed);
    const struct workload *workload = deed->workload;
    struct owner *owner = deed_owner(deed);
    const struct pod_template *template;

    if (owner == NULL && deed_bare_pod(deed) == NULL)
        workload_create(deed_api(deed), workload, design->name, deed->cause);
    if (owner == NULL)
        return NEVER;
    template = design->revised[owner->state.spec.template->ordinal];
    workload_apply(deed_api(deed), owner, workload, template, design->name,
                   deed->cause);
    return NEVER;
}

const struct action_kind action_apply = {
    {"apply", "applies a manifest: new templates of its workloads", parameters},
    sizeof(struct applied_settings),
    ON_MANIFEST,
    act,
    NULL,
    NULL,
    check,
    NULL};
