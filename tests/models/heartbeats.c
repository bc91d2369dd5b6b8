/*
 * A thousand nodes for a month, elided and ticked: the same outcome, number for
 * number and row for row, of a hundredth of the events at most. A machine dies
 * somewhere between two renewals and two looks, so that some hundred deaths
 * meet all phases of both.
 */
#include <stdio.h>
#include <string.h>

#include "sim/io/files.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

static const char path[] = "scenarios/bench/heartbeats.yaml";
static const struct place here = {"tests/models/heartbeats.c", 0, 0};

enum { SETTINGS = 4 };

/* Leaders of both components, among the other faults. */
static const char losses[] =
    "  - {name: losses, kind: leader-crash, every: {law: exponential, mean: "
    "20m}}\n"
    "  - {name: exits, kind: leader-exit, every: {law: exponential, mean: "
    "40m}}\n";

static const char *with_losses(struct arena *arena, const char *text)
{
    static const char place[] = "  faults:\n";
    const char *at = strstr(text, place);

    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    at += strlen(place);
    return arena_format(arena, "%.*s%s%s", (int)(at - text), text, losses, at);
}

/* The small form is a smaller cluster that breaks more often. */
static const struct scenario *prepare(struct arena *arena, const char *ticks,
                                      bool small, bool leaderless)
{
    static const uint32_t traced[] = {0};
    struct errors errors = {.arena = arena};
    struct file *file = files_read(arena, path, here, &errors);
    struct setting settings[SETTINGS] = {
        {"ticks", ticks, here, NULL},
        {"horizon", "2d", here, NULL},
        {"nodes.worker.count", "60", here, NULL},
        {"faults.node-crashes.every.mean", "12h", here, NULL}};
    struct question question = {.name = "heartbeats",
                                .arena = arena,
                                .settings = settings,
                                .timelines = 1,
                                .timeline = traced};

    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    for (int i = 0; small && i + 1 < SETTINGS; i++)
        settings[i].next = &settings[i + 1];
    return scenario_asked(&question, leaderless ? with_losses(arena, file->text)
                                                : file->text);
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_value(const struct value *a, const struct value *b)
{
    return a->kind == b->kind && a->table == b->table &&
           a->ordinal == b->ordinal &&
           memcmp(&a->number, &b->number, sizeof(a->number)) == 0 &&
           same_text(a->text, b->text);
}

static bool same_row(const struct row *a, const struct row *b)
{
    bool same = a->table == b->table && a->count == b->count;

    for (int i = 0; same && i < a->count; i++)
        same = same_value(&a->values[i], &b->values[i]);
    return same;
}

static void show(const struct row *row)
{
    for (int i = 0; row != NULL && i < row->count; i++)
        printf("%s%.6f %s", i == 0 ? "[" : ", ", row->values[i].number,
               row->values[i].text != NULL ? row->values[i].text : "");
    printf("] ");
}

static void compare_numbers(const struct outcome *elided,
                            const struct outcome *ticked)
{
    const struct layout *layout = elided->layout;
    int differ = 0;

    CU_ASSERT_EQUAL_FATAL(layout->count, ticked->layout->count);
    for (int i = 0; i < layout->count; i++) {
        double a = elided->numbers[i], b = ticked->numbers[i];

        if (memcmp(&a, &b, sizeof(a)) == 0)
            continue;
        printf("%s of %s: %.9g, %.9g ", layout->names[i].measure,
               layout->names[i].object, a, b);
        differ++;
    }
    CU_ASSERT_EQUAL(differ, 0);
}

/* How many rows both have; shows the first two that differ. */
static size_t compare_rows(const struct outcome *elided,
                           const struct outcome *ticked)
{
    const struct row *a = elided->first, *b = ticked->first;
    size_t count = 0;

    while (a != NULL && b != NULL && same_row(a, b)) {
        a = a->next;
        b = b->next;
        count++;
    }
    if (a != NULL || b != NULL) {
        show(a);
        show(b);
    }
    CU_ASSERT_PTR_NULL(a);
    CU_ASSERT_PTR_NULL(b);
    return count;
}

static size_t count_happenings(const struct outcome *outcome, const char *what)
{
    size_t count = 0;

    for (const struct row *row = outcome->first; row != NULL; row = row->next)
        count +=
            strcmp(outcome->layout->table[row->table]->name, "timeline") == 0 &&
            strcmp(row->values[1].text, what) == 0;
    return count;
}

static void compare(bool small, bool leaderless)
{
    struct arena asked[2], arenas[2];
    static const char *const ways[] = {"elided", "real"};
    const struct outcome *outcomes[2];
    const struct seed seed = {1, 0, 0};

    for (int i = 0; i < 2; i++) {
        arena_open(&asked[i]);
        arena_open(&arenas[i]);
        outcomes[i] = model.run(prepare(&asked[i], ways[i], small, leaderless),
                                &arenas[i], seed);
    }
    compare_numbers(outcomes[0], outcomes[1]);
    CU_ASSERT(compare_rows(outcomes[0], outcomes[1]) > 1000);
    CU_ASSERT(count_happenings(outcomes[0], "node.unknown") > 150);
    CU_ASSERT(outcomes[1]->events / outcomes[0]->events >= (small ? 10 : 100));
    CU_ASSERT((count_happenings(outcomes[0], "leader.lost") > 150) ==
              leaderless);
    for (int i = 0; i < 2; i++) {
        arena_close(&arenas[i]);
        arena_close(&asked[i]);
    }
}

static void a_month(void)
{
    compare(suite_short(), false);
}

/* Whoever takes over begins all graces anew, and looks at once. */
static void leaders_lost(void)
{
    compare(true, true);
}

SUITE("models/heartbeats", {"a month of a thousand nodes", a_month},
      {"leaders are lost", leaders_lost})
