/* What all measures share: the tables they fill, and how they meet all pods. */
#include "models/measures/measure.h"

#include <string.h>

static const char *const fault_columns[] = {
    "id", "name", "kind", "target", "start_s", "end_s", NULL};
static const char *const outage_columns[] = {"id",        "object",   "start_s",
                                             "end_s",     "detect_s", "react_s",
                                             "recover_s", NULL};
static const char *const cause_columns[] = {"outage_id", "kind",  "object",
                                            "fault_id",  "share", NULL};
static const char *const timeline_columns[] = {"t_s",    "what",    "object",
                                               "detail", "setting", NULL};
static const char *const series_columns[] = {"t_s", "measure", "object",
                                             "value", NULL};

static const struct table fault_table = {"fault", true, fault_columns};
static const struct table outage_table = {"outage", true, outage_columns};
static const struct table cause_table = {"cause", false, cause_columns};
static const struct table timeline_table = {"timeline", true, timeline_columns};
static const struct table series_table = {"series", true, series_columns};

const struct table *const measured_tables[MEASURED_TABLES] = {
    [TABLE_FAULT] = &fault_table,   [TABLE_OUTAGE] = &outage_table,
    [TABLE_CAUSE] = &cause_table,   [TABLE_TIMELINE] = &timeline_table,
    [TABLE_SERIES] = &series_table,
};

const char *const unfaulty_causes[UNFAULTY_CAUSES] = {"overload", "no-capacity",
                                                      "other"};

void visit_pods(const struct cluster *cluster,
                void (*visit)(void *context, struct pod *pod), void *context)
{
    const struct api *api = cluster->api;

    for (struct owner *owner = api->owners; owner != NULL; owner = owner->next)
        for (struct pod *pod = owner->first; pod != NULL; pod = pod->next)
            visit(context, pod);
    for (int i = 0; i < api->node_count; i++)
        for (struct pod *pod = api->nodes[i].pods; pod != NULL;
             pod = pod->next_on_node)
            if (pod->owner == NULL)
                visit(context, pod);
    for (struct pod *pod = api->bare; pod != NULL; pod = pod->next)
        if (pod->status.node == NULL)
            visit(context, pod);
}

const char *incident_object(const struct incident *incident, char *buffer)
{
    const struct victim *victim = &incident->victim;

    if (victim->pod == NULL)
        return victim->object;
    return pod_object((struct pod_name){.stem = victim->pod,
                                        .minute = victim->minute,
                                        .ordinal = victim->ordinal,
                                        .suffix = victim->suffix},
                      buffer);
}

int measure_count(const struct measure_kind *kind,
                  const struct measured *measured)
{
    int count = 0;

    if (kind->count != NULL)
        return kind->count(measured);
    while (kind->numbers != NULL && kind->numbers[count].measure != NULL)
        count++;
    return count;
}

void measure_name(const struct measure_kind *kind,
                  const struct measured *measured, struct arena *arena,
                  struct number_name *names)
{
    int count = measure_count(kind, measured);

    if (kind->name != NULL)
        kind->name(measured, arena, names);
    else if (count > 0)
        memcpy(names, kind->numbers, sizeof(*names) * (size_t)count);
}
