/* What runs in containers: how soon it answers, how long it runs, how it ends.
 */
#include <string.h>

#include "models/api/manifest_workload.h"
#include "models/scenario/draft.h"

/* How long what runs to an end does, if nobody says so (a choice). */
#define RUN_TIME "1m"

struct given_program {
    struct program_settings settings;
    const struct tree *item;
    bool used;
};

static bool is_meant(const struct program_settings *settings,
                     const struct workload *workload,
                     const struct container_template *container, bool init)
{
    return strcmp(settings->workload, workload->object) == 0 &&
           (settings->container == NULL
                ? !init
                : strcmp(settings->container, container->name) == 0);
}

static const struct program *make(struct draft *draft,
                                  const struct program_settings *settings)
{
    struct program *program = ARENA_NEW(draft->arena, struct program);

    *program = (struct program){settings->start_up, settings->run_time,
                                settings->failures};
    return program;
}

static void give(struct draft *draft, const struct workload *workload,
                 struct container_template *container, bool init)
{
    struct program_settings assumed = {0};

    for (int i = 0; i < draft->program_count; i++) {
        struct given_program *given = &draft->programs[i];

        if (given->settings.name != NULL &&
            is_meant(&given->settings, workload, container, init)) {
            container->program = make(draft, &given->settings);
            given->used = true;
        }
    }
    if (init || !workload_ends(workload_kind_name(workload->kind)) ||
        (container->program != NULL && container->program->run_time.kind))
        return;
    of_law.read(tree_scalar(draft->arena, RUN_TIME), &assumed.run_time,
                draft->errors);
    if (container->program != NULL) {
        assumed.start_up = container->program->start_up;
        assumed.failures = container->program->failures;
    }
    container->program = make(draft, &assumed);
    remark(&draft->assumed, "the containers of ", workload->object,
           " run for " RUN_TIME ", as no programs: says how long");
}

/* Who opens its pods' readiness gates, if it has any. */
static void give_gates(struct draft *draft, const struct workload *workload,
                       struct pod_template *template)
{
    for (int i = 0; i < draft->program_count && template->gated; i++) {
        struct program_settings *settings = &draft->programs[i].settings;

        if (settings->name != NULL && settings->readiness_gates.kind != NULL &&
            strcmp(settings->workload, workload->object) == 0)
            template->gates = &settings->readiness_gates;
    }
    if (template->gated && template->gates == NULL)
        warning_at(draft->errors, workload->place,
                   "nobody opens the readiness gates of %s: its pods are never "
                   "ready; readinessGates in spec.programs may say when they "
                   "open",
                   workload->object);
}

void draft_give_programs(struct draft *draft, struct workload *workload)
{
    struct pod_template *template = &workload->template;
    int count = template->init_count + template->container_count;
    struct container_template *all =
        ARENA_ARRAY(draft->arena, struct container_template, count);

    for (int i = 0; i < count; i++) {
        bool init = i < template->init_count;

        all[i] = init ? template->init_containers[i]
                      : template->containers[i - template->init_count];
        give(draft, workload, &all[i], init);
    }
    template->init_containers = all;
    template->containers = all + template->init_count;
    give_gates(draft, workload, template);
}

/* What a program that never ends cannot have. */
static void check(struct draft *draft, const struct tree *item,
                  const struct program_settings *settings)
{
    if (settings->failures > 0 && settings->run_time.kind == NULL)
        error_at(draft->errors, tree_place(tree_get(item, "failures")),
                 "program \"%s\" has failures, but no runTime after which it "
                 "would exit",
                 settings->name);
}

void draft_programs(struct draft *draft)
{
    const struct tree *list = draft->settings.programs;

    draft->programs =
        ARENA_ARRAY(draft->arena, struct given_program, tree_count(list));
    for (const struct tree *item = list != NULL ? list->first : NULL;
         item != NULL; item = item->next) {
        struct given_program *given = &draft->programs[draft->program_count++];
        const char *name = tree_text(tree_get(item, "name"), "");

        given->item = item;
        if (plugin_read(&program_part, item, item->at, NULL,
                        arena_format(draft->arena, "program \"%s\"", name),
                        &given->settings, draft->errors))
            check(draft, item, &given->settings);
        else
            given->settings.name = NULL;
    }
    for (int i = 0; i < draft->manifests.workload_count; i++)
        draft_give_programs(draft, &draft->manifests.workloads[i]);
}

static const struct workload *find(const struct scenario *scenario,
                                   const char *object)
{
    for (int i = 0; i < scenario->workload_count; i++)
        if (strcmp(scenario->workloads[i].object, object) == 0)
            return &scenario->workloads[i];
    return NULL;
}

/* A law of gates that no pod of the workload has. */
static void check_gates(struct draft *draft, const struct given_program *given)
{
    const struct workload *workload =
        find(draft->scenario, given->settings.workload);

    if (given->settings.readiness_gates.kind == NULL || workload == NULL ||
        workload->template.gated)
        return;
    error_at(draft->errors, tree_place(tree_get(given->item, "readinessGates")),
             "the pods of %s have no readinessGates that would open",
             workload->object);
}

static void container_missing(struct draft *draft,
                              const struct given_program *given,
                              const struct workload *workload)
{
    const struct pod_template *template = &workload->template;
    const char **names =
        ARENA_ARRAY(draft->arena, const char *,
                    template->init_count + template->container_count + 1);
    int count = 0;

    for (int i = 0; i < template->init_count; i++)
        names[count++] = template->init_containers[i].name;
    for (int i = 0; i < template->container_count; i++)
        names[count++] = template->containers[i].name;
    error_at(draft->errors, tree_get(given->item, "container")->at,
             "%s has no container \"%s\"%s", workload->object,
             given->settings.container,
             did_you_mean(draft->arena, given->settings.container, names));
}

static void workload_missing(struct draft *draft,
                             const struct given_program *given)
{
    const struct scenario *scenario = draft->scenario;
    const char **names =
        ARENA_ARRAY(draft->arena, const char *, scenario->workload_count + 1);

    for (int i = 0; i < scenario->workload_count; i++)
        names[i] = scenario->workloads[i].object;
    error_at(draft->errors, tree_get(given->item, "workload")->at,
             "there is no workload \"%s\"%s", given->settings.workload,
             did_you_mean(draft->arena, given->settings.workload, names));
}

void draft_check_programs(struct draft *draft)
{
    for (int i = 0; draft->objects_sound && i < draft->program_count; i++) {
        const struct given_program *given = &draft->programs[i];
        const struct workload *workload;

        if (given->settings.name != NULL)
            check_gates(draft, given);
        if (given->used || given->settings.name == NULL)
            continue;
        workload = find(draft->scenario, given->settings.workload);
        if (workload == NULL)
            workload_missing(draft, given);
        else
            container_missing(draft, given, workload);
    }
}
