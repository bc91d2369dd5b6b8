/* What actions apply: manifests that are read like those of the start. */
#include <string.h>

#include "models/scenario/draft.h"

static void add(struct draft *draft, struct manifests *later,
                const struct applied_settings *settings,
                const struct tree *item)
{
    const struct question *question = draft->question;
    struct tree *documents;

    if (settings->object != NULL) {
        manifests_add(later, tree_copy(draft->arena, settings->object));
        return;
    }
    if (question->read == NULL)
        return;
    documents = question->read(question, settings->manifest,
                               tree_get(item, "manifest")->at, draft->errors);
    for (struct tree *each = documents != NULL ? documents->first : NULL, *next;
         each != NULL; each = next) {
        next = each->next;
        manifests_add(later, each);
    }
}

/* Keeps workloads; all else stays as it was at the start. */
static void keep_workloads(struct draft *draft, struct manifests *later,
                           const char *name)
{
    int kept = 0;

    for (int i = 0; i < later->count; i++) {
        const struct manifest *each = &later->sorted[i];

        if (strcmp(each->kind, "Service") == 0 ||
            strcmp(each->kind, "Node") == 0 ||
            strcmp(each->kind, "PodDisruptionBudget") == 0 ||
            strcmp(each->kind, "HorizontalPodAutoscaler") == 0)
            warning_at(draft->errors, each->place,
                       "action \"%s\" applies workloads alone: %s stays as it "
                       "is",
                       name, each->object);
        else
            later->sorted[kept++] = *each;
    }
    later->count = kept;
}

/* The workload that it replaces, or NULL. Still in the making, as all here. */
static struct workload *earlier(const struct scenario *scenario,
                                const char *object)
{
    for (int i = 0; i < scenario->workload_count; i++)
        if (strcmp(scenario->workloads[i].object, object) == 0)
            return (struct workload *)&scenario->workloads[i];
    return NULL;
}

/* Measures know it from the start, though it is not there. */
static void append(struct draft *draft, struct workload *workload)
{
    struct scenario *scenario = draft->scenario;
    int count = scenario->workload_count;
    struct workload *all =
        ARENA_ARRAY(draft->arena, struct workload, count + 1);

    memcpy(all, scenario->workloads, sizeof(*all) * (size_t)count);
    workload->ordinal = count;
    workload->later = true;
    all[count] = *workload;
    all[count].again = workload;
    scenario->workloads = all;
    scenario->workload_count = count + 1;
}

/* What nobody may change of an object that is there. (ValidateStatefulSetUpdate
 * and the like in pkg/apis/{apps,batch}/validation, 1.36) */
static void check_change(struct draft *draft, const struct workload *before,
                         const struct workload *after)
{
    static const struct {
        enum workload_kind kind;
        const char *field;
    } all[] = {{WORKLOAD_DEPLOYMENT, "selector"},
               {WORKLOAD_REPLICA_SET, "selector"},
               {WORKLOAD_DAEMON_SET, "selector"},
               {WORKLOAD_STATEFUL_SET, "selector"},
               {WORKLOAD_STATEFUL_SET, "podManagementPolicy"},
               {WORKLOAD_STATEFUL_SET, "serviceName"},
               {WORKLOAD_STATEFUL_SET, "volumeClaimTemplates"},
               {WORKLOAD_JOB, "completions"},
               {WORKLOAD_JOB, "completionMode"},
               {WORKLOAD_JOB, "template"},
               {WORKLOAD_JOB, "backoffLimitPerIndex"},
               {WORKLOAD_JOB, "podFailurePolicy"},
               {WORKLOAD_JOB, "successPolicy"}};

    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
        if (all[i].kind == after->kind &&
            !tree_same(tree_get(before->spec, all[i].field),
                       tree_get(after->spec, all[i].field)))
            error_at(draft->errors, after->place,
                     "%s is there with another %s, which cannot be changed",
                     after->object, all[i].field);
}

/* An earlier template of the object that says the same, or NULL; puts the
 * workload behind all that were applied before. */
static const struct pod_template *join(struct workload *first,
                                       struct workload *workload)
{
    const struct pod_template *like = NULL;
    struct workload *each = first;

    if (first->later)
        each = first->again;
    for (;; each = each->again) {
        if (like == NULL && tree_same(tree_get(each->spec, "template"),
                                      tree_get(workload->spec, "template")))
            like = workload_template(each);
        if (each->again == NULL)
            break;
    }
    each->again = workload;
    return like;
}

static void take(struct draft *draft, struct workload *workload)
{
    struct scenario *scenario = draft->scenario;
    struct workload *before = earlier(scenario, workload->object);

    manifests_link(&draft->manifests, workload);
    draft_give_programs(draft, workload);
    if (before != NULL) {
        workload->ordinal = before->ordinal;
        check_change(draft, before, workload);
        workload->like = join(before, workload);
    }
    workload->template.ordinal = workload->like != NULL
                                     ? workload->like->ordinal
                                     : scenario->template_count++;
    if (before == NULL)
        append(draft, workload);
}

void draft_applied(struct draft *draft, struct action_design *design,
                   const struct tree *item)
{
    struct manifests *now = &draft->manifests;
    struct manifests later;
    const struct workload **all;
    int before = draft->errors->mistakes;

    manifests_open(&later, draft->arena, &draft->scenario->taints,
                   draft->errors, draft->scenario->minor);
    add(draft, &later, design->settings, item);
    manifests_sort(&later);
    keep_workloads(draft, &later, design->name);
    later.unmodelled = now->unmodelled;
    manifests_read(&later);
    now->unmodelled = later.unmodelled;
    draft->objects_sound &= draft->errors->mistakes == before;
    if (!draft->objects_sound)
        return;
    if (later.workload_count == 0)
        error_at(draft->errors, item->at, "action \"%s\" applies no workload",
                 design->name);
    if (later.most_containers > draft->scenario->most_containers)
        draft->scenario->most_containers = later.most_containers;
    all = ARENA_ARRAY(draft->arena, const struct workload *,
                      later.workload_count);
    for (int i = 0; i < later.workload_count; i++) {
        take(draft, &later.workloads[i]);
        all[i] = &later.workloads[i];
    }
    design->workloads = all;
    design->workload_count = later.workload_count;
}
