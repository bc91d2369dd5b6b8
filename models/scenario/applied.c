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
            strcmp(each->kind, "PodDisruptionBudget") == 0)
            warning_at(draft->errors, each->place,
                       "action \"%s\" applies workloads alone: %s stays as it "
                       "is",
                       name, each->object);
        else
            later->sorted[kept++] = *each;
    }
    later->count = kept;
}

/* The workload that it replaces, or NULL. */
static const struct workload *earlier(const struct scenario *scenario,
                                      const char *object)
{
    for (int i = 0; i < scenario->workload_count; i++)
        if (strcmp(scenario->workloads[i].object, object) == 0)
            return &scenario->workloads[i];
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
    scenario->workloads = all;
    scenario->workload_count = count + 1;
}

static void take(struct draft *draft, struct workload *workload)
{
    struct scenario *scenario = draft->scenario;
    const struct workload *before = earlier(scenario, workload->object);

    manifests_link(&draft->manifests, workload);
    draft_give_programs(draft, workload);
    if (before != NULL)
        workload->ordinal = before->ordinal;
    workload->template.ordinal = scenario->template_count++;
    if (before == NULL)
        append(draft, workload);
}

void draft_applied(struct draft *draft, struct action_design *design,
                   const struct tree *item)
{
    struct manifests *now = &draft->manifests;
    struct manifests later;
    const struct workload **all;

    manifests_open(&later, draft->arena, &draft->scenario->taints,
                   draft->errors, draft->scenario->minor);
    add(draft, &later, design->settings, item);
    manifests_sort(&later);
    keep_workloads(draft, &later, design->name);
    later.unmodelled = now->unmodelled;
    manifests_read(&later);
    now->unmodelled = later.unmodelled;
    if (draft->errors->mistakes > 0)
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
