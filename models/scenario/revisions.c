/*
 * All templates that actions can make of workloads, made before time zero: from
 * each revision, every action leads to one that is there already or is new.
 */
#include <string.h>

#include "models/scenario/draft.h"

enum { MOST_REVISIONS = 1000, REMEMBERED = 10 };

struct variant {
    const struct workload *workload;
    struct revision revision;
    const struct pod_template *template;
};

struct variants {
    struct draft *draft;
    const struct action_design *actions;
    int action_count;
    bool *wrong; /* the actions of which that was told */
    struct variant *all;
    int count;
};

static bool is_about(const struct action_design *action,
                     const struct workload *workload)
{
    for (int i = 0; i < action->workload_count; i++)
        if (action->workloads[i]->ordinal == workload->ordinal)
            return true;
    return false;
}

static bool revises(const struct action_design *action)
{
    return action->kind->revise != NULL ||
           (action->kind->on & ON_MANIFEST) != 0;
}

/* Two restarts of as many others between them are taken for one: by then, the
 * first one's ReplicaSet is no more. */
static int most_restarts(const struct variants *variants,
                         const struct workload *workload)
{
    int most = 1;

    for (int i = 0; i < variants->action_count; i++) {
        const struct action_design *action = &variants->actions[i];

        if (!is_about(action, workload) || action->kind->revise == NULL)
            continue;
        most += action->every.kind == NULL ? 1
                : workload->revision_history > REMEMBERED
                    ? workload->revision_history + 2
                    : REMEMBERED + 2;
    }
    return most;
}

static const char **images_of(struct arena *arena,
                              const struct pod_template *template)
{
    const char **images =
        ARENA_ARRAY(arena, const char *, template->container_count);

    for (int i = 0; i < template->container_count; i++)
        images[i] = template->containers[i].image;
    return images;
}

static bool same_images(const struct revision *a, const struct revision *b)
{
    for (int i = 0; i < a->applied->container_count; i++)
        if (strcmp(a->images[i], b->images[i]) != 0)
            return false;
    return true;
}

static struct variant *find(const struct variants *variants,
                            const struct workload *workload,
                            const struct revision *revision)
{
    for (int i = 0; i < variants->count; i++) {
        struct variant *each = &variants->all[i];

        if (each->workload->ordinal == workload->ordinal &&
            each->revision.applied == revision->applied &&
            each->revision.restarts == revision->restarts &&
            same_images(&each->revision, revision))
            return each;
    }
    return NULL;
}

static const struct pod_template *make_template(struct draft *draft,
                                                const struct revision *revision)
{
    const struct pod_template *applied = revision->applied;
    struct pod_template *made = ARENA_NEW(draft->arena, struct pod_template);
    struct container_template *containers = ARENA_ARRAY(
        draft->arena, struct container_template, applied->container_count);

    *made = *applied;
    made->ordinal = draft->scenario->template_count++;
    made->containers = containers;
    for (int i = 0; i < applied->container_count; i++) {
        containers[i] = applied->containers[i];
        containers[i].image = revision->images[i];
    }
    return made;
}

/* Adds a revision that is new. */
static void add(struct variants *variants, const struct workload *workload,
                const struct revision *revision,
                const struct pod_template *template)
{
    if (variants->count < MOST_REVISIONS &&
        find(variants, workload, revision) == NULL)
        variants->all[variants->count++] = (struct variant){
            workload, *revision,
            template != NULL ? template
                             : make_template(variants->draft, revision)};
}

static void add_applied(struct variants *variants,
                        const struct workload *workload)
{
    const struct revision revision = {
        workload_template(workload),
        images_of(variants->draft->arena, workload_template(workload)), 0,
        most_restarts(variants, workload)};

    add(variants, workload, &revision, workload_template(workload));
}

/* What the action makes of a revision, and what is wrong, or NULL. */
static struct revision revise(const struct variants *variants,
                              const struct action_design *action,
                              const struct variant *from, const char **wrong)
{
    struct arena *arena = variants->draft->arena;
    struct revision revision = from->revision;

    *wrong = NULL;
    for (int i = 0;
         (action->kind->on & ON_MANIFEST) != 0 && i < action->workload_count;
         i++)
        if (action->workloads[i]->ordinal == from->workload->ordinal)
            revision.applied = workload_template(action->workloads[i]);
    if ((action->kind->on & ON_MANIFEST) != 0) {
        revision.images = images_of(arena, revision.applied);
    } else if (action->kind->revise != NULL) {
        revision.images =
            ARENA_ARRAY(arena, const char *, revision.applied->container_count);
        for (int i = 0; i < revision.applied->container_count; i++)
            revision.images[i] = from->revision.images[i];
        *wrong = action->kind->revise(action->settings, arena, &revision);
    }
    return revision;
}

static void follow(struct variants *variants)
{
    for (int i = 0; i < variants->count; i++)
        for (int j = 0; j < variants->action_count; j++) {
            const struct action_design *action = &variants->actions[j];
            const struct workload *workload = variants->all[i].workload;
            struct revision next;
            const char *wrong;

            if (!revises(action) || !is_about(action, workload) ||
                variants->wrong[j])
                continue;
            next = revise(variants, action, &variants->all[i], &wrong);
            variants->wrong[j] = wrong != NULL;
            if (wrong == NULL)
                add(variants, workload, &next, NULL);
            else
                error_at(variants->draft->errors, action->place,
                         "action \"%s\": %s %s", action->name, workload->object,
                         wrong);
        }
}

/* For each action, by template: what it becomes. */
static void tell(const struct variants *variants, struct action_design *action)
{
    const struct pod_template **revised =
        ARENA_ARRAY(variants->draft->arena, const struct pod_template *,
                    variants->draft->scenario->template_count);

    action->revised = revised;
    for (int i = 0; i < variants->count; i++) {
        const struct variant *from = &variants->all[i];
        struct revision next;
        const char *wrong;

        if (!is_about(action, from->workload))
            continue;
        next = revise(variants, action, from, &wrong);
        revised[from->template->ordinal] =
            find(variants, from->workload, &next)->template;
    }
}

void draft_revisions(struct draft *draft, struct action_design *actions,
                     int count)
{
    const struct scenario *scenario = draft->scenario;
    struct variants variants = {
        draft,
        actions,
        count,
        ARENA_ARRAY(draft->arena, bool, count),
        ARENA_ARRAY(draft->arena, struct variant, MOST_REVISIONS),
        0};

    for (int i = 0; i < count; i++)
        for (int j = 0; revises(&actions[i]) && j < actions[i].workload_count;
             j++) {
            const struct workload *workload = actions[i].workloads[j];

            add_applied(&variants, workload);
            workload = &scenario->workloads[workload->ordinal];
            if (!workload->later)
                add_applied(&variants, workload);
        }
    follow(&variants);
    if (variants.count == MOST_REVISIONS)
        error_at(draft->errors, draft->settings.actions->at,
                 "the actions can make more templates of the workloads than "
                 "can be simulated (%d)",
                 MOST_REVISIONS);
    for (int i = 0; i < count && draft->errors->mistakes == 0; i++)
        if (revises(&actions[i]))
            tell(&variants, &actions[i]);
}
