/* The ledger of incidents. */
#include "models/infrastructure/incident.h"

#include <string.h>

#include "tests/suite.h"

enum { MANY = 5000 };

struct ears {
    struct listener begun, ended;
    int begins, ends;
    uint32_t root;
};

static void begun(void *context, void *subject, struct cause cause)
{
    struct ears *ears = context;

    ears->begins++;
    ears->root = cause.root;
    CU_ASSERT_EQUAL(((struct incident *)subject)->root, cause.root);
}

static void ended(void *context, void *subject, struct cause cause)
{
    struct ears *ears = context;

    (void)subject;
    ears->ends++;
    ears->root = cause.root;
}

static void remembers(void)
{
    static struct incident *incidents[MANY];
    struct arena arena;
    struct ledger ledger;
    struct sim *sim;
    int right = 0;

    arena_open(&arena);
    sim = sim_open(&arena, (struct seed){1, 0, 0}, 0);
    ledger_open(&ledger, sim);
    for (int i = 0; i < MANY; i++) {
        sim_run(sim, SECONDS(i));
        incidents[i] = incident_begin(&ledger, i % 7, "node/a");
    }
    CU_ASSERT_EQUAL(ledger.count, MANY);
    for (int i = 0; i < MANY; i++) {
        struct cause cause = incident_cause(incidents[i]);

        right += incident_of(&ledger, cause) == incidents[i] &&
                 incidents[i]->fault == i % 7 &&
                 incidents[i]->start == SECONDS(i) &&
                 incidents[i]->end == NEVER && cause.root == (uint32_t)i + 1;
    }
    CU_ASSERT_EQUAL(right, MANY);
    CU_ASSERT_PTR_NULL(incident_of(&ledger, NO_CAUSE));
    /* A delay's setting does not change who began it. */
    CU_ASSERT_PTR_EQUAL(
        incident_of(&ledger,
                    cause_after(incident_cause(incidents[300]), "setting")),
        incidents[300]);
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
    first = incident_begin(&ledger, 0, NULL);
    second = incident_begin(&ledger, 1, "zone/a");
    CU_ASSERT_EQUAL(ears.root, second->root);
    CU_ASSERT_NOT_EQUAL(first->root, second->root);
    sim_run(sim, SECONDS(9));
    incident_end(&ledger, first);
    CU_ASSERT_EQUAL(ears.root, first->root);
    CU_ASSERT_EQUAL(first->end, SECONDS(9));
    CU_ASSERT_EQUAL(second->end, NEVER);
    CU_ASSERT_EQUAL(ears.begins, 2);
    CU_ASSERT_EQUAL(ears.ends, 1);
    CU_ASSERT_STRING_EQUAL(second->object, "zone/a");
    arena_close(&arena);
}

SUITE("models/incident", {"remembers", remembers}, {"tells", tells})
