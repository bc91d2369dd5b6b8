/* Metrics of timelines. */
#include "tests/groundtruth/metric.h"

#include <fnmatch.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <stdlib.h>
#include <string.h>

#include "sim/failure.h"
#include "tests/groundtruth/head_count.h"
#include "tests/sheet.h"

const char *const class_names[CLASSES] = {"timers",  "speed",  "delay",
                                          "count",   "within", "over",
                                          "covered", "central"};

static enum metric_class class_of(const char *name)
{
    for (int i = 0; i < CLASSES; i++)
        if (strcmp(name, class_names[i]) == 0)
            return (enum metric_class)i;
    machine_failed("no class of metrics is called \"%s\"", name);
}

void metrics_open(struct metrics *metrics, const char *path)
{
    struct sheet sheet;

    sheet_open(&sheet, path);
    metrics->arena = sheet.arena;
    metrics->count = sheet.rows;
    metrics->all = ARENA_ARRAY(&metrics->arena, struct metric, sheet.rows);
    for (int i = 0; i < sheet.rows; i++)
        metrics->all[i] = (struct metric){
            .experiment = sheet_text(&sheet, i, "experiment"),
            .name = sheet_text(&sheet, i, "metric"),
            .class = class_of(sheet_text(&sheet, i, "class")),
            .take = sheet_text(&sheet, i, "take"),
            .word = sheet_text(&sheet, i, "word"),
            .object = sheet_text(&sheet, i, "object"),
            .detail = sheet_text(&sheet, i, "detail"),
            .since = sheet_text(&sheet, i, "since"),
            .since_object = sheet_text(&sheet, i, "since_object"),
            .since_detail = sheet_text(&sheet, i, "since_detail"),
            .which = sheet_text(&sheet, i, "which")};
}

void metrics_close(struct metrics *metrics)
{
    arena_close(&metrics->arena);
}

/* What * stands for in the name, in the arena; NULL if they do not match. */
static const char *capture(struct arena *arena, const char *pattern,
                           const char *name)
{
    size_t before = strcspn(pattern, "*"), length = strlen(name), after;

    if (pattern[before] == '\0')
        return strcmp(pattern, name) == 0 ? "" : NULL;
    after = strlen(pattern) - before - 1;
    if (length <= before + after || strncmp(pattern, name, before) != 0 ||
        strcmp(pattern + before + 1, name + length - after) != 0)
        return NULL;
    return arena_format(arena, "%.*s", (int)(length - before - after),
                        name + before);
}

static const char *fill(struct arena *arena, const char *text,
                        const char *captured)
{
    const char *at = strstr(text, "{}");

    if (at == NULL)
        return text;
    return arena_format(arena, "%.*s%s%s", (int)(at - text), text, captured,
                        at + 2);
}

const struct metric *metric_find(struct metrics *metrics,
                                 const char *experiment, const char *name)
{
    struct arena *arena = &metrics->arena;

    for (int i = 0; i < metrics->count; i++) {
        const struct metric *row = &metrics->all[i];
        const char *captured = capture(arena, row->name, name);
        struct metric *found;

        if (captured == NULL || fnmatch(row->experiment, experiment, 0) != 0)
            continue;
        found = ARENA_NEW(arena, struct metric);
        *found = *row;
        found->take = fill(arena, row->take, captured);
        found->object = fill(arena, row->object, captured);
        found->detail = fill(arena, row->detail, captured);
        found->since_object = fill(arena, row->since_object, captured);
        found->since_detail = fill(arena, row->since_detail, captured);
        found->which = fill(arena, row->which, captured);
        return found;
    }
    return NULL;
}

static bool matches(const char *pattern, const char *text)
{
    return *pattern == '\0' || (text != NULL && fnmatch(pattern, text, 0) == 0);
}

static bool is(const struct happening *happening, const char *word,
               const char *object, const char *detail)
{
    return strcmp(happening->what, word) == 0 &&
           matches(object, happening->object) &&
           matches(detail, happening->detail);
}

/* What the metric counts from: the start, the n-th of its kind or, by default,
 * the first thing that is done to the cluster. */
static bool since(const struct metric *metric,
                  const struct happenings *happenings, double *at)
{
    int before = atoi(metric->which);

    *at = 0;
    if (strcmp(metric->since, "start") == 0)
        return true;

    for (int i = 0; i < happenings->count; i++) {
        const struct happening *each = &happenings->all[i];

        if (*metric->since != '\0'
                ? !is(each, metric->since, metric->since_object,
                      metric->since_detail)
                : strcmp(each->what, "fault.begin") != 0 &&
                      strcmp(each->what, "action") != 0)
            continue;
        *at = each->at;
        if (--before <= 0)
            return true;
    }
    return false;
}

/* The times of the metric's word, of one side of `start`; at most `most`. */
static int times(const struct metric *metric,
                 const struct happenings *happenings, double start, bool after,
                 double *into, int most)
{
    int count = 0;

    for (int i = 0; i < happenings->count && count < most; i++) {
        const struct happening *each = &happenings->all[i];

        if ((each->at >= start) == after &&
            is(each, metric->word, metric->object, metric->detail))
            into[count++] = each->at - start;
    }
    return count;
}

/* first, last, median, a number (the n-th), before (the last before), count
 * (before the other, after the first thing that is done). */
static bool time_value(const struct metric *metric,
                       const struct happenings *happenings, double start,
                       double *value)
{
    enum { MOST = 4096 };
    static const struct metric zero = {.since = "", .which = ""};
    double found[MOST], begun = start;
    bool before = strcmp(metric->take, "before") == 0;
    bool counted = strcmp(metric->take, "count") == 0;
    int count =
        times(metric, happenings, start, !before && !counted, found, MOST);
    int wanted = atoi(metric->take);

    if (counted) {
        since(&zero, happenings, &begun);
        for (*value = 0; count > 0; count--)
            *value += found[count - 1] + start >= begun;
        return true;
    }
    if (count == 0 || wanted > count)
        return false;
    if (strcmp(metric->take, "median") == 0)
        *value = gsl_stats_median(found, 1, (size_t)count);
    else if (strcmp(metric->take, "last") == 0 || before)
        *value = found[count - 1];
    else
        *value = found[wanted > 0 ? wanted - 1 : 0];
    return true;
}

/* Whether the metric's object was scaled by just these steps: "2->4 4->8". */
static bool is_sequence(const struct metric *metric,
                        const struct happenings *happenings)
{
    const char *rest = metric->detail;

    for (int i = 0; i < happenings->count; i++) {
        const struct happening *each = &happenings->all[i];
        size_t length;

        if (!is(each, metric->word, metric->object, ""))
            continue;
        length = strcspn(each->detail, " ");
        if (strncmp(rest, each->detail, length) != 0 ||
            (rest[length] != ' ' && rest[length] != '\0'))
            return false;
        rest += length + (rest[length] == ' ');
    }
    return *rest == '\0';
}

bool metric_value(const struct metric *metric,
                  const struct happenings *happenings, double *value)
{
    double start;

    if (!since(metric, happenings, &start))
        return false;
    if (strcmp(metric->take, "sequence") == 0) {
        *value = is_sequence(metric, happenings);
        return true;
    }
    if (head_count_knows(metric->word))
        return head_count(metric->word, metric->take, metric->object,
                          happenings, value);
    return time_value(metric, happenings, start, value);
}
