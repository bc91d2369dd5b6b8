/* What is asked of each Service that is measured. */
#include <limits.h>
#include <string.h>

#include "models/api/autoscaler.h"
#include "models/scenario/draft.h"

static const struct parameter *common(const char *key)
{
    const struct parameter *each = traffic_part.parameters;

    while (each->name != NULL && strcmp(each->name, key) != 0)
        each++;
    return each->name != NULL ? each : NULL;
}

/* What holds of a Service that nobody speaks of. */
static struct traffic_settings standards(struct draft *draft)
{
    struct traffic_settings settings = {0};

    for (const struct parameter *each = traffic_part.parameters;
         each->name != NULL; each++)
        if (each->standard != NULL && *each->standard != '\0')
            each->kind->read(tree_scalar(draft->arena, each->standard),
                             (char *)&settings + each->offset, draft->errors);
    return settings;
}

static void remark_available(struct draft *draft, const struct service *service)
{
    remark(&draft->assumed,
           arena_format(draft->arena,
                        "available means that %s of requests succeed, as "
                        "nothing else is said of ",
                        common("availableAt")->standard),
           service->object, "");
}

static void service_missing(struct draft *draft, const struct tree *name)
{
    for (int i = 0; i < draft->manifests.count; i++) {
        const struct manifest *each = &draft->manifests.sorted[i];

        if (strcmp(each->kind, "Service") == 0 &&
            strcmp(each->name, name->text) == 0) {
            error_at(draft->errors, name->at,
                     "%s selects no pods that are simulated: it can have no "
                     "traffic",
                     each->object);
            return;
        }
    }
    error_at(draft->errors, name->at, "there is no Service \"%s\"%s",
             name->text,
             scenario_service_meant(draft->scenario, draft->arena, name->text));
}

static struct service_question *find_question(struct draft *draft,
                                              struct service_question *all,
                                              const struct tree *name)
{
    const char *text = tree_text(name, NULL);
    const struct service *service;
    bool several;

    if (text == NULL)
        return NULL;
    service = scenario_service(draft->scenario, text, name->at, draft->errors,
                               &several);
    if (service == NULL && !several && draft->objects_sound)
        service_missing(draft, name);
    return service == NULL ? NULL : &all[service->ordinal];
}

static void read_demand(struct draft *draft, const struct tree *item,
                        const char *what, struct demand *demand)
{
    const struct plugin *plugin =
        plugin_find(&demand_list, tree_get(item, "kind"), draft->errors);
    struct demand read;

    if (plugin == NULL ||
        !demand_read(&read, (const void *)plugin, item,
                     parameter_names(draft->arena, &traffic_part), what,
                     draft->errors))
        return;
    *demand = read;
    draft_defaults(draft, plugin, item, what, "", false);
}

static bool selects(const struct service *service,
                    const struct workload *workload)
{
    const struct pod_template *template = &workload->template;

    for (int i = 0; i < template->service_count; i++)
        if (template->services[i] == service)
            return true;
    return false;
}

/* That an autoscaler may give it, beside those that it has at first. */
static int pods_at_most(const struct draft *draft,
                        const struct service *service)
{
    const struct scenario *scenario = draft->scenario;
    int64_t count = service->desired;

    for (int i = 0; i < scenario->autoscaler_count; i++) {
        const struct autoscaler_design *each = &scenario->autoscalers[i];

        if (each->target != NULL && selects(service, each->target) &&
            each->max_replicas > each->target->replicas)
            count += each->max_replicas - each->target->replicas;
    }
    return count < INT_MAX ? (int)count : INT_MAX;
}

static void check_minimum(struct draft *draft, const struct tree *item,
                          const struct service *service, int min_ready)
{
    const struct tree *minimum = tree_get(item, "minReady");
    int most = pods_at_most(draft, service);

    if (min_ready > most && draft->objects_sound)
        error_at(draft->errors, minimum->at,
                 "minReady is %d, but %s has %s%d pod%s", min_ready,
                 service->object, most > service->desired ? "at most " : "",
                 most, most == 1 ? "" : "s");
    if (min_ready > 0 && tree_get(item, "availableAt") != NULL)
        error_at(draft->errors, minimum->at,
                 "either availableAt or minReady says what is available");
}

/* Without a kind of demand, nobody knows other keys. */
static void check_bare(struct draft *draft, const struct tree *item,
                       const char *what)
{
    const char *kinds = demand_list.plugins[0]->name;

    for (int i = 1; demand_list.plugins[i] != NULL; i++)
        kinds = arena_format(draft->arena, "%s, %s", kinds,
                             demand_list.plugins[i]->name);
    for (const struct tree *each = item->first; each != NULL; each = each->next)
        if (common(each->key) == NULL)
            error_at(draft->errors, tree_place(each),
                     "%s has \"%s\", but no kind that would know it (kinds: "
                     "%s)",
                     what, each->key, kinds);
}

/* What an item says, taken for the question that it is about. */
static void take(struct draft *draft, const struct tree *item,
                 const struct traffic_settings *settings,
                 const struct demand *demand, struct service_question *question)
{
    question->cpu_per_request = settings->cpu_per_request;
    question->available_at = settings->available_at;
    question->min_ready = settings->min_ready;
    question->demand = *demand;
    check_minimum(draft, item, question->service, settings->min_ready);
    if (demand->kind != NULL && tree_get(item, "cpuPerRequest") == NULL)
        remark(&draft->assumed, "no cpuPerRequest in traffic of ",
               question->service->object,
               arena_format(draft->arena, ": %s is assumed",
                            common("cpuPerRequest")->standard));
    if (demand->kind != NULL)
        remark(&draft->assumed,
               "pods of one node do not compete for its CPU, which is used by ",
               question->service->object, "");
    if (tree_get(item, "availableAt") == NULL && settings->min_ready == 0)
        remark_available(draft, question->service);
}

static void read_item(struct draft *draft, const struct tree *item,
                      struct service_question *all, const struct tree **seen)
{
    struct traffic_settings settings = {0};
    struct demand demand = {0};
    const struct tree *name = tree_get(item, "service");
    const char *what = name == NULL
                           ? "traffic"
                           : arena_format(draft->arena, "traffic of \"%s\"",
                                          tree_text(name, ""));
    bool good = plugin_read(&traffic_part, item, item->at,
                            key_names(draft->arena, item), what, &settings,
                            draft->errors);
    struct service_question *question = find_question(draft, all, name);
    const struct tree **before =
        question != NULL ? &seen[question->service->ordinal] : NULL;

    if (settings.kind != NULL)
        read_demand(draft, item, what, &demand);
    else if (item->kind == TREE_MAPPING && tree_get(item, "kind") == NULL)
        check_bare(draft, item, what);
    if (question == NULL)
        return;
    if (*before != NULL)
        error_at(draft->errors, name->at, "%s has traffic already, at line %d",
                 question->service->object, (*before)->at.line);
    *before = item;
    if (good)
        take(draft, item, &settings, &demand, question);
}

void draft_traffic(struct draft *draft)
{
    struct scenario *scenario = draft->scenario;
    const struct traffic_settings standard = standards(draft);
    int count = scenario->service_count;
    struct service_question *all =
        ARENA_ARRAY(draft->arena, struct service_question, count);
    const struct tree **seen =
        ARENA_ARRAY(draft->arena, const struct tree *, count);

    for (int i = 0; i < count; i++)
        all[i] = (struct service_question){
            .service = &scenario->services[i],
            .available_at = standard.available_at,
            .cpu_per_request = standard.cpu_per_request};
    if (draft->settings.traffic != NULL)
        for (const struct tree *item = draft->settings.traffic->first;
             item != NULL; item = item->next)
            read_item(draft, item, all, seen);
    for (int i = 0; i < count; i++) {
        if (seen[i] == NULL)
            remark_available(draft, all[i].service);
        if (all[i].demand.kind == NULL)
            remark(&draft->assumed, "no traffic to ", all[i].service->object,
                   ": its availability is that of rare requests, which use "
                   "no CPU");
    }
    scenario->questions = all;
}
