/* A hash table that grows. */
#include "models/measures/absence.h"

#include "tests/suite.h"

enum { MANY = 1000 };

static void test_many(void)
{
    static struct pod pods[MANY];
    static struct root roots[MANY];
    struct arena arena;
    struct absences absences;

    arena_open(&arena);
    absences_open(&absences, &arena);
    for (int i = 0; i < MANY; i++) {
        pods[i].identity = (uint64_t)i * 32;
        absence_begin(&absences, &pods[i], (struct cause){&roots[i], NULL},
                      SECONDS(i));
    }
    for (int i = 0; i < MANY; i += 2)
        absence_end(&absences, &pods[i]);
    CU_ASSERT_EQUAL(absences.count, MANY / 2);
    for (int i = 0; i < MANY; i++) {
        const struct absence *absence = absence_of(&absences, &pods[i]);

        CU_ASSERT_EQUAL(roots[i].keepers, (uint32_t)i % 2);
        if (i % 2 == 0) {
            CU_ASSERT_PTR_NULL(absence);
            continue;
        }
        CU_ASSERT_PTR_NOT_NULL_FATAL(absence);
        CU_ASSERT_PTR_EQUAL(absence->cause.root, &roots[i]);
        CU_ASSERT_EQUAL(absence->since, SECONDS(i));
    }
    arena_close(&arena);
}

SUITE("models/measures/absence", {"many come and go", test_many})
