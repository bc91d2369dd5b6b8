/* Whether a question can be answered, and what its answer is bound to be. */
#include <string.h>

#include "models/api/fit.h"
#include "models/scenario/draft.h"

/* Something must be asked, and have a place to be. */
static void check_question(struct draft *draft)
{
    struct scenario *scenario = draft->scenario;

    if (!draft->objects_sound)
        return;
    if (scenario->workload_count > 0 && scenario->node_count == 0 &&
        draft->nodes_sound)
        error_at(draft->errors, draft->place,
                 "no nodes to run it on: add %s--nodes N",
                 draft->preset ? "" : "`nodes:` to the scenario, or ");
    if (scenario->workload_count > 0)
        return;
    if (!draft->preset) {
        error_at(draft->errors, draft->place,
                 "nothing to measure: no workload (Deployment, StatefulSet, "
                 "Pod ...) is named; add `manifests:`, or -f FILE");
    } else if (draft->empty) {
        scenario->replications = 0;
        warning_at(draft->errors, (struct place){0},
                   "nothing to simulate: no Kubernetes object was read");
    } else {
        warning_at(draft->errors, (struct place){0},
                   "nothing to measure: no workload (Deployment, StatefulSet, "
                   "Pod ...) is among the objects");
    }
}

/* Pods bound by hand to a node that is not there stay pending for ever. */
static void check_binding(struct draft *draft, const struct workload *workload)
{
    const struct scenario *scenario = draft->scenario;
    const char *name = workload->template.node_name;

    for (int i = 0; i < scenario->node_count; i++)
        if (strcmp(scenario->nodes[i].name, name) == 0)
            return;
    warning_at(draft->errors, workload->place,
               "%s is bound to the node \"%s\", which is not there",
               workload->object, name);
}

/* What fits on no empty node stays pending for ever. */
static void check_fit(struct draft *draft, const struct workload *workload)
{
    const struct scenario *scenario = draft->scenario;
    const struct requests requests = template_requests(&workload->template);
    const struct load empty = {{0}, 0};
    int refused[REFUSALS] = {0};
    int most = NOT_REFUSED;

    for (int i = 0; i < scenario->node_count; i++) {
        enum refusal refusal =
            fit_filter(&workload->template, &requests, &scenario->nodes[i],
                       scenario->nodes[i].cordoned ? TAINT_UNSCHEDULABLE : 0,
                       false, &empty);

        if (refusal == NOT_REFUSED)
            return;
        refused[refusal]++;
    }
    for (int i = 0; i < REFUSALS; i++)
        if (refused[i] > refused[most])
            most = i;
    if (most != NOT_REFUSED)
        warning_at(draft->errors, workload->place,
                   "%s: none of its pods fits on any node: %s",
                   workload->object, fit_reason((enum refusal)most));
}

static void check_replicas(struct draft *draft, const struct workload *workload)
{
    const struct pod_template *template = &workload->template;

    for (int i = 0; i < template->service_count; i++)
        if (template->services[i]->desired == 0)
            warning_at(draft->errors, workload->place,
                       "%s has no replicas: %s cannot be available",
                       workload->object, template->services[i]->object);
}

static void check_workload(struct draft *draft, const struct workload *workload)
{
    if (workload->replicas == 0)
        check_replicas(draft, workload);
    else if (workload->template.node_name == NULL)
        check_fit(draft, workload);
    else
        check_binding(draft, workload);
}

static void check_precision(struct draft *draft)
{
    const struct scenario *scenario = draft->scenario;

    if (scenario->precision > 0 && scenario->workload_count > 0 &&
        scenario->service_count == 0)
        error_at(draft->errors, tree_get(draft->spec, "precision")->at,
                 "precision is that of a Service's unavailability, and no "
                 "Service selects pods");
}

void draft_check(struct draft *draft)
{
    const struct scenario *scenario = draft->scenario;
    bool sound = draft->objects_sound && draft->nodes_sound;

    if (sound)
        check_precision(draft);

    for (int i = 0; sound && i < scenario->workload_count; i++)
        check_workload(draft, &scenario->workloads[i]);
    check_question(draft);
}
