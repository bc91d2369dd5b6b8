/* The ledger of incidents. */
#include "models/infrastructure/incident.h"

#include "tests/suite.h"

enum { MANY = 5000 };

struct ears {
    struct listener begun, ended;
    int begins, ends;
    const struct root *root;
};

static void begun(void *context, void *subject, struct cause cause)
{
    struct ears *ears = context;

    ears->begins++;
    ears->root = cause.root;
    CU_ASSERT_PTR_EQUAL(subject, incident_of(cause));
}

static void ended(void *context, void *subject, struct cause cause)
{
    struct ears *ears = context;

    (void)subject;
    ears->ends++;
    ears->root = cause.root;
}

static struct incident *begin(struct ledger *ledger, int fault)
{
    return incident_begin(ledger, fault, (struct victim){.object = "node/a"});
}

/* What lasts is remembered, and what a kept cause goes back to. */
static void remembers(void)
{
    static struct incident *incidents[MANY];
    static struct cause kept[MANY];
    struct arena arena;
    struct ledger ledger;
    struct sim *sim;
    int right = 0;

    arena_open(&arena);
    sim = sim_open(&arena, (struct seed){1, 0, 0}, 0);
    ledger_open(&ledger, sim);
    for (int i = 0; i < MANY; i++) {
        sim_run(sim, SECONDS(i));
        incidents[i] = begin(&ledger, i % 7);
        if (i % 2 == 0)
            continue;
        cause_keep(&kept[i], cause_after(incident_cause(incidents[i]), "a"));
        incident_end(&ledger, incidents[i]);
    }
    CU_ASSERT_EQUAL(ledger.count, MANY);
    for (int i = 0; i < MANY; i++)
        right += incidents[i]->fault == i % 7 &&
                 incidents[i]->start == SECONDS(i) &&
                 incidents[i]->end == (i % 2 == 0 ? NEVER : SECONDS(i)) &&
                 (i % 2 == 0 || incident_of(kept[i]) == incidents[i]);
    CU_ASSERT_EQUAL(right, MANY);
    CU_ASSERT_PTR_NULL(incident_of(NO_CAUSE));
    arena_close(&arena);
}

/* What is over and kept by nobody is forgotten, and its memory used again. */
static void forgets(void)
{
    struct arena arena;
    struct ledger ledger;
    struct cause kept[2] = {NO_CAUSE, NO_CAUSE};
    struct incident *first;
    size_t used = 0;

    arena_open(&arena);
    ledger_open(&ledger, sim_open(&arena, (struct seed){1, 0, 0}, 0));
    first = begin(&ledger, 1);
    cause_keep(&kept[0], incident_cause(first));
    cause_keep(&kept[1], kept[0]);
    incident_end(&ledger, first);
    for (int i = 0; i < MANY; i++) {
        incident_end(&ledger, begin(&ledger, 2));
        if (i == MANY / 10)
            used = arena.used;
        if (i == MANY / 2)
            cause_drop(&kept[0]);
    }
    CU_ASSERT_EQUAL(arena.used, used);
    CU_ASSERT_PTR_EQUAL(ledger.first, first);
    CU_ASSERT_EQUAL(first->fault, 1);
    cause_drop(&kept[1]);
    for (int i = 0; i < MANY; i++)
        incident_end(&ledger, begin(&ledger, 2));
    CU_ASSERT_EQUAL(arena.used, used);
    CU_ASSERT_EQUAL(ledger.first->fault, 2);
    arena_close(&arena);
}

static void tells(void)
{
    struct arena arena;
    struct ledger ledger;
    struct sim *sim;
    struct ears ears = {.begun = {begun, &ears, NULL},
                        .ended = {ended, &ears, NULL}};
    struct incident *first, *second;

    arena_open(&arena);
    sim = sim_open(&arena, (struct seed){1, 0, 0}, 0);
    ledger_open(&ledger, sim);
    hook_listen(&ledger.begun, &ears.begun);
    hook_listen(&ledger.ended, &ears.ended);
    first = incident_begin(&ledger, 0, (struct victim){.object = NULL});
    second = incident_begin(&ledger, 1, (struct victim){.object = "zone/a"});
    CU_ASSERT_PTR_EQUAL(ears.root, &second->root);
    CU_ASSERT_PTR_NOT_EQUAL(first, second);
    sim_run(sim, SECONDS(9));
    incident_end(&ledger, first);
    CU_ASSERT_PTR_EQUAL(ears.root, &first->root);
    CU_ASSERT_EQUAL(first->end, SECONDS(9));
    CU_ASSERT_EQUAL(second->end, NEVER);
    CU_ASSERT_EQUAL(ears.begins, 2);
    CU_ASSERT_EQUAL(ears.ends, 1);
    CU_ASSERT_STRING_EQUAL(second->victim.object, "zone/a");
    arena_close(&arena);
}

SUITE("models/incident", {"remembers", remembers}, {"forgets", forgets},
      {"tells", tells})
