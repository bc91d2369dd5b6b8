/* What a replication leaves behind, and a copy that outlives it. */
#include "sim/outcome.h"

#include <string.h>

#include "sim/event.h"
#include "tests/suite.h"

static const char *const outage_columns[] = {"id", "service", "began", NULL};
static const char *const cause_columns[] = {"outage_id", "weight", NULL};
static const struct table outages = {"outage", true, outage_columns};
static const struct table causes = {"cause", true, cause_columns};
static const struct table *const tables[] = {&outages, &causes};
static const struct number_name names[] = {
    {"down", "service/a", "s"}, {"down", "service/b", "s"}, {"pods", "", ""}};
static const struct layout layout = {3, names, 2, tables};

static struct outcome *example(struct arena *arena)
{
    struct outcome *outcome = outcome_open(arena, &layout, 4);
    char *name = arena_copy(arena, "a");

    outcome->events = 99;
    outcome->numbers[0] = 0.5;
    outcome->numbers[2] = 7;
    for (uint64_t i = 0; i < 3; i++) {
        name[0] = (char)('a' + i);
        outcome_row(outcome, 0,
                    (struct value[]){{.kind = VALUE_KEY, .ordinal = i},
                                     {.kind = VALUE_TEXT, .text = name},
                                     {.kind = VALUE_NUMBER, .number = 1.5}});
        outcome_row(outcome, 1,
                    (struct value[]){
                        {.kind = VALUE_REFERENCE, .table = 0, .ordinal = i},
                        {.kind = VALUE_NONE}});
    }
    name[0] = 'x';
    return outcome;
}

static void check_example(const struct outcome *outcome)
{
    const struct row *row = outcome->first;

    CU_ASSERT_PTR_EQUAL(outcome->layout, &layout);
    CU_ASSERT_EQUAL(outcome->replication, 4);
    CU_ASSERT_EQUAL(outcome->events, 99);
    CU_ASSERT_EQUAL(outcome->numbers[0], 0.5);
    CU_ASSERT_EQUAL(outcome->numbers[1], 0);
    CU_ASSERT_EQUAL(outcome->numbers[2], 7);
    for (uint64_t i = 0; i < 3; i++) {
        const char name[] = {(char)('a' + i), '\0'};

        CU_ASSERT_FATAL(row->table == 0 && row->count == 3);
        CU_ASSERT_EQUAL(row->values[0].kind, VALUE_KEY);
        CU_ASSERT_EQUAL(row->values[0].ordinal, i);
        CU_ASSERT_STRING_EQUAL(row->values[1].text, name);
        CU_ASSERT_EQUAL(row->values[2].number, 1.5);
        row = row->next;
        CU_ASSERT_FATAL(row->table == 1 && row->count == 2);
        CU_ASSERT_EQUAL(row->values[0].kind, VALUE_REFERENCE);
        CU_ASSERT_EQUAL(row->values[0].ordinal, i);
        CU_ASSERT_EQUAL(row->values[1].kind, VALUE_NONE);
        CU_ASSERT(i < 2 || row == outcome->last);
        row = row->next;
    }
    CU_ASSERT_PTR_NULL(row);
}

static void test_rows(void)
{
    struct arena arena;

    arena_open(&arena);
    check_example(example(&arena));
    arena_close(&arena);
}

static void test_copy(void)
{
    struct arena from, into;
    struct outcome *copy;

    arena_open(&from);
    arena_open(&into);
    copy = outcome_copy(&into, example(&from));
    memset(from.base, 0x5a, from.used);
    check_example(copy);
    arena_close(&from);
    check_example(copy);
    CU_ASSERT_PTR_EQUAL(copy->arena, &into);
    arena_close(&into);
}

static void test_empty(void)
{
    static const struct layout nothing = {0, NULL, 0, NULL};
    struct arena arena;
    struct outcome *copy;

    arena_open(&arena);
    copy = outcome_copy(&arena, outcome_open(&arena, &nothing, 0));
    CU_ASSERT_PTR_NULL(copy->first);
    CU_ASSERT_PTR_NULL(copy->last);
    arena_close(&arena);
}

/* Rows belong to the replication: a saved moment brings them back. */
static void test_restored(void)
{
    struct arena arena;
    struct outcome *outcome;
    struct moment moment;

    arena_open(&arena);
    outcome = example(&arena);
    moment = arena_save(&arena);
    outcome_row(outcome, 1,
                (struct value[]){{.kind = VALUE_NONE}, {.kind = VALUE_NONE}});
    outcome->numbers[0] = 3;
    arena_restore(&arena, &moment);
    check_example(outcome);
    moment_release(&moment);
    arena_close(&arena);
}

/* Of a replication that has run: what the sim counted, and these numbers. */
static void test_of_a_sim(void)
{
    struct arena arena;
    struct sim *sim;
    const struct outcome *outcome;

    arena_open(&arena);
    sim = sim_open(&arena, (struct seed){.seed = 1, .replication = 4}, 0);
    sim->events = 99;
    outcome = outcome_of(sim, &layout, (double[]){0.5, 0, 7});
    CU_ASSERT_EQUAL(outcome->replication, 4);
    CU_ASSERT_EQUAL(outcome->events, 99);
    CU_ASSERT_EQUAL(outcome->numbers[0], 0.5);
    CU_ASSERT_EQUAL(outcome->numbers[2], 7);
    CU_ASSERT_PTR_NULL(outcome->first);
    arena_close(&arena);
}

SUITE("sim/outcome", {"rows", test_rows}, {"a copy", test_copy},
      {"nothing", test_empty}, {"restored", test_restored},
      {"of a sim", test_of_a_sim})
