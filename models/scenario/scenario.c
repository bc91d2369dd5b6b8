/* A question, checked and resolved: the order in which its parts are read. */
#include "models/scenario/scenario.h"

#include <stdlib.h>
#include <string.h>

#include "models/api/autoscaler.h"
#include "models/api/manifest_fields.h"
#include "models/scenario/draft.h"

static const char preset_path[] = "preset:published";

enum { FIRST_MINOR = 25, LAST_MINOR = 36 };

/* Other groups may have Scenarios of their own. */
static bool is_scenario(const struct tree *document)
{
    const char *version = tree_text(tree_get(document, "apiVersion"), "nines/");

    return tree_is(tree_get(document, "kind"), "Scenario") &&
           strncmp(version, "nines/", 6) == 0;
}

static void check_document(struct draft *draft)
{
    static const char *const keys[] = {"apiVersion", "kind", "metadata", "spec",
                                       NULL};
    struct tree *document = draft->document;
    const struct tree *version = tree_get(document, "apiVersion");

    if (version == NULL)
        error_at(draft->errors, document->at,
                 "a Scenario needs apiVersion: nines/v1");
    else if (!tree_is(version, "nines/v1"))
        error_at(draft->errors, version->at,
                 "this is nines/v1, which does not read %s",
                 tree_text(version, "it"));
    tree_check_keys(document, keys, "the Scenario", true, draft->errors);
}

static bool is_same_place(struct place a, struct place b)
{
    return a.line == b.line && a.column == b.column && a.file != NULL &&
           b.file != NULL && strcmp(a.file, b.file) == 0;
}

/* A document is the Scenario, or holds objects. */
static void add_document(struct draft *draft, struct tree *document)
{
    if (!is_scenario(document)) {
        draft->empty = draft->empty && document->kind == TREE_NULL;
        manifests_add(&draft->manifests, document);
    } else if (!is_same_place(document->at, draft->document->at)) {
        error_at(draft->errors, document->at,
                 "a second Scenario; the first is at %s:%d",
                 draft->document->at.file != NULL ? draft->document->at.file
                                                  : "",
                 draft->document->at.line);
    }
}

static void add_documents(struct draft *draft, const struct tree *documents)
{
    struct tree *each = documents != NULL ? documents->first : NULL, *next;

    for (; each != NULL; each = next) {
        next = each->next;
        add_document(draft, each);
    }
}

/* Without a Scenario, the published faults are the question. */
static void find_document(struct draft *draft)
{
    const struct question *question = draft->question;
    const struct tree *documents = question->documents;
    struct tree *preset = NULL;

    draft->empty = true;
    for (struct tree *each = documents != NULL ? documents->first : NULL;
         each != NULL; each = each->next) {
        if (!is_scenario(each))
            continue;
        draft->document = tree_copy(draft->arena, each);
        draft->place = each->at;
        check_document(draft);
        return;
    }
    draft->preset = true;
    if (question->read != NULL)
        preset =
            question->read(question, preset_path,
                           (struct place){preset_path, 0, 0}, draft->errors);
    draft->document = preset != NULL && preset->first != NULL
                          ? tree_copy(draft->arena, preset->first)
                          : tree_new(draft->arena, TREE_MAPPING);
}

static void find_spec(struct draft *draft)
{
    struct tree *spec = tree_get(draft->document, "spec");

    draft->objects_sound = draft->nodes_sound =
        spec == NULL || spec->kind == TREE_MAPPING || spec->kind == TREE_NULL;
    if (!draft->objects_sound)
        error_at(draft->errors, spec->at, "the spec must be a mapping, not %s",
                 tree_kind_name(spec));
    if (spec == NULL || spec->kind != TREE_MAPPING) {
        spec = tree_new(draft->arena, TREE_MAPPING);
        spec->at = draft->document->at;
        tree_put(draft->arena, draft->document, "spec", spec);
    }
    draft->spec = spec;
}

static void check_version(struct draft *draft)
{
    const char *text = draft->settings.kubernetes;
    const struct tree *given = tree_get(draft->spec, "kubernetes");
    char *end;
    long minor = 0;

    if (text == NULL)
        return;
    if (strncmp(text, "1.", 2) == 0) {
        minor = strtol(text + 2, &end, 10);
        if (*end != '\0')
            minor = 0;
    }
    if (minor < FIRST_MINOR || minor > LAST_MINOR)
        error_at(draft->errors, given != NULL ? given->at : draft->document->at,
                 "Kubernetes \"%s\" is not known: 1.%d to 1.%d are", text,
                 FIRST_MINOR, LAST_MINOR);
    draft->scenario->version = text;
    draft->scenario->minor = (int)minor;
}

static bool is_known(const char *key)
{
    for (const char *const *later = scenario_later_keys; *later; later++)
        if (strcmp(key, *later) == 0)
            return true;
    for (const struct parameter *p = scenario_part.parameters; p->name; p++)
        if (strcmp(key, p->name) == 0)
            return true;
    return false;
}

/* Whether the list was taken as it was given, and under no misspelt key. */
static bool is_sound(const struct draft *draft, const char *key,
                     const struct tree *taken)
{
    const struct tree *given = tree_get(draft->spec, key);

    for (const struct tree *each = draft->spec->first; each; each = each->next)
        if (!is_known(each->key))
            return false;
    return given == NULL || given->kind == TREE_NULL || taken != NULL;
}

static void read_spec(struct draft *draft)
{
    struct scenario *scenario = draft->scenario;
    struct scenario_settings *settings = &draft->settings;
    static const char *const ways[] = {"elided", "real", NULL};

    if (model_assume_ceiling(draft->arena, draft->spec))
        remark_number(&draft->assumed, "the question: ",
                      "at most " REPLICATION_CEILING " replications",
                      " are assumed", " are assumed");
    plugin_read(&scenario_part, draft->spec, draft->spec->at,
                scenario_later_keys, "the scenario", settings, draft->errors);
    draft->objects_sound &= is_sound(draft, "manifests", settings->manifests);
    draft->nodes_sound &= is_sound(draft, "nodes", settings->nodes);
    for (const char *const *key = scenario_later_keys; *key != NULL; key++)
        if (tree_get(draft->spec, *key) != NULL)
            warning_at(draft->errors, tree_place(tree_get(draft->spec, *key)),
                       "`%s` is not modelled yet and stands unused", *key);
    check_version(draft);
    scenario->ticked =
        field_choice(draft->spec, "ticks", ways, 0, draft->errors) == 1;
    scenario->name =
        tree_text(tree_get(tree_get(draft->document, "metadata"), "name"),
                  draft->question->name);
    if (draft->preset || scenario->name == NULL)
        scenario->name = draft->question->name;
    scenario->seed = settings->plan.seed;
    scenario->replications = settings->plan.replications;
    scenario->precision = settings->plan.precision;
    if (settings->plan.warm_up == WARM_UP_AUTO)
        scenario->warm_up.state = WARM_UP_SOUGHT;
    else
        scenario->warm_up.length = settings->plan.warm_up;
    draft_defaults(draft, &scenario_part, draft->spec, "the question", "",
                   false);
}

static void add_named(struct draft *draft)
{
    const struct question *question = draft->question;
    const struct tree *list = draft->settings.manifests;

    for (const struct tree *each = list != NULL ? list->first : NULL;
         each != NULL; each = each->next) {
        if (each->kind != TREE_SCALAR || *each->text == '\0')
            error_at(draft->errors, each->at,
                     "expected the name of a file or folder");
        else if (question->read != NULL)
            add_documents(draft, question->read(question, each->text, each->at,
                                                draft->errors));
    }
}

static void read_manifests(struct draft *draft)
{
    struct scenario *scenario = draft->scenario;
    struct manifests *manifests = &draft->manifests;
    int mistakes = draft->errors->mistakes;

    manifests_open(manifests, draft->arena, &draft->scenario->taints,
                   draft->errors, scenario->minor);
    add_documents(draft, draft->question->documents);
    add_named(draft);
    draft->objects_sound &= draft->errors->mistakes == mistakes;
    manifests_sort(manifests);
    draft_set(draft, true);
    mistakes = draft->errors->mistakes;
    manifests_read(manifests);
    draft->objects_sound &= draft->errors->mistakes == mistakes;
    scenario->workloads = manifests->workloads;
    scenario->workload_count = scenario->template_count =
        manifests->workload_count;
    scenario->services = manifests->services;
    scenario->service_count = manifests->service_count;
    scenario->most_containers = manifests->most_containers;
    scenario->budgets = manifests->budgets;
    scenario->budget_count = manifests->budget_count;
    scenario->autoscalers = manifests->autoscalers;
    scenario->autoscaler_count = manifests->autoscaler_count;
    for (int i = 0; i < manifests->autoscaler_count; i++)
        scenario->scraped |= manifests->autoscalers[i].target != NULL;
    scenario->ignored = manifests->ignored;
}

/* Whatever may be the root of a cause. */
static int origin_count(const struct scenario *scenario)
{
    return scenario->fault_count + scenario->action_count +
           scenario->autoscaler_count;
}

static const struct fault_name *fault_names(struct draft *draft)
{
    const struct scenario *scenario = draft->scenario;
    struct fault_name *names =
        ARENA_ARRAY(draft->arena, struct fault_name, origin_count(scenario));
    struct fault_name *next = names;

    for (int i = 0; i < scenario->fault_count; i++)
        *next++ = (struct fault_name){scenario->faults[i].name,
                                      scenario->faults[i].kind->plugin.name,
                                      "fault.begin", "fault.end"};
    for (int i = 0; i < scenario->action_count; i++)
        *next++ = (struct fault_name){
            scenario->actions[i].name, scenario->actions[i].kind->plugin.name,
            "action",
            scenario->actions[i].kind->run != NULL ? "action.end" : NULL};
    for (int i = 0; i < scenario->autoscaler_count; i++)
        *next++ = (struct fault_name){scenario->autoscalers[i].object,
                                      "autoscaling", NULL, NULL};
    return names;
}

static int nodes_at_first(const struct scenario *scenario)
{
    int count = 0;

    for (int i = 0; i < scenario->node_count; i++)
        count += !scenario->nodes[i].later;
    return count;
}

/* What measures know. */
static void say_what_is_measured(struct draft *draft)
{
    struct scenario *scenario = draft->scenario;

    scenario->measured =
        (struct measured){.horizon = draft->settings.plan.horizon,
                          .services = scenario->questions,
                          .service_count = scenario->service_count,
                          .faults = fault_names(draft),
                          .fault_count = origin_count(scenario),
                          .machine_count = nodes_at_first(scenario),
                          .workloads = scenario->workloads,
                          .workload_count = scenario->workload_count};
}

void scenario_lay_out(struct scenario *scenario, struct arena *arena)
{
    const struct plugin *const *plugins = measure_list.plugins;
    struct number_name *names;
    int count = 0, *first;

    while (plugins[count] != NULL)
        count++;
    first = ARENA_ARRAY(arena, int, count + 1);
    for (int i = 0; i < count; i++) {
        const struct measure_kind *kind = (const void *)plugins[i];

        first[i + 1] = first[i] + measure_count(kind, &scenario->measured);
    }
    names = ARENA_ARRAY(arena, struct number_name, first[count]);
    for (int i = 0; i < count; i++)
        measure_name((const void *)plugins[i], &scenario->measured, arena,
                     names + first[i]);
    scenario->measure_first = first;
    scenario->layout =
        (struct layout){first[count], names, MEASURED_TABLES, measured_tables};
}

static const struct note **add_notes(struct draft *draft,
                                     const struct remarks *remarks,
                                     const struct note **end)
{
    for (const struct remark *each = remarks->first; each != NULL;
         each = each->next) {
        struct note *note = ARENA_NEW(draft->arena, struct note);

        note->text = remark_text(draft->arena, each);
        *end = note;
        end = (const struct note **)&note->next;
    }
    return end;
}

static void tell(struct draft *draft)
{
    struct scenario *scenario = draft->scenario;

    for (int i = 0; draft->preset && i < scenario->fault_count; i++)
        remark_number(&draft->assumed,
                      "no scenario was given: ", scenario->faults[i].name,
                      " of the published faults is assumed",
                      " of the published faults are assumed");
    if (scenario->fault_count == 0 && scenario->workload_count > 0)
        remark(&draft->assumed, "no faults: nothing goes wrong", "", "");
    add_notes(draft, &draft->manifests.assumed,
              add_notes(draft, &draft->assumed, &scenario->assumed));
    add_notes(draft, &draft->manifests.unmodelled,
              add_notes(draft, &draft->unmodelled, &scenario->unmodelled));
}

const struct scenario *scenario_read(const struct question *question,
                                     struct errors *errors)
{
    struct arena *arena = question->arena;
    struct draft draft = {.question = question,
                          .arena = arena,
                          .errors = errors,
                          .assumed = {.arena = arena},
                          .unmodelled = {.arena = arena},
                          .scenario = ARENA_NEW(arena, struct scenario)};

    find_document(&draft);
    find_spec(&draft);
    draft_set(&draft, false);
    read_spec(&draft);
    read_manifests(&draft);
    draft_configurations(&draft);
    draft_nodes(&draft);
    draft_daemons(&draft);
    draft_traffic(&draft);
    draft_control_plane(&draft);
    draft_faults(&draft);
    draft_control_plane_assumed(&draft);
    draft_programs(&draft);
    draft_actions(&draft);
    draft_check_programs(&draft);
    draft_controllers(&draft);
    draft_check(&draft);
    if (errors->mistakes > 0)
        return NULL;
    draft.scenario->recorded = question->recorded;
    draft.scenario->timelines = question->timelines;
    draft.scenario->timeline = question->timeline;
    say_what_is_measured(&draft);
    scenario_lay_out(draft.scenario, draft.arena);
    tell(&draft);
    return draft.scenario;
}
