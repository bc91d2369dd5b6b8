/* The suites of the oracles, one for each, and that no row is forgotten. */
#include <stdio.h>
#include <string.h>

#include "tests/oracles/oracle.h"
#include "tests/suite.h"

static const struct oracle *const oracles[] = {
#define ORACLE(name) &oracle_##name,
#include "tests/oracles/oracles.def"
#undef ORACLE
};

/* The tables that are shipped have rows for every oracle. */
static void check(const struct oracle *oracle)
{
    int rows = oracle_check(oracle);

    if (strcmp(vectors_folder(), "tests/oracles") == 0)
        CU_ASSERT(rows > 0);
}

#define ORACLE(which)                                                          \
    static void check_##which(void)                                            \
    {                                                                          \
        check(&oracle_##which);                                                \
    }                                                                          \
    static struct test tests_##which[2] = {{NULL, check_##which}};
#include "tests/oracles/oracles.def"
#undef ORACLE

static bool known(const struct vector *vector)
{
    size_t count = sizeof(oracles) / sizeof(*oracles);

    for (size_t i = 0; i < count; i++)
        if (strcmp(oracles[i]->model, vector->model) == 0 &&
            oracle_measure(oracles[i], vector->measure) != NULL)
            return true;
    return false;
}

static void no_row_forgotten(void)
{
    const struct vectors *all = vectors();

    CU_ASSERT(all->count > 0);
    for (int i = 0; i < all->count; i++) {
        if (known(&all->all[i]))
            continue;
        printf("\n    no model for %s, %s", all->all[i].model,
               all->all[i].measure);
        CU_FAIL("a row that nothing checks");
    }
}

static const struct test rows_tests[] = {
    {"no row is forgotten", no_row_forgotten}, {NULL, NULL}};

__attribute__((constructor)) static void suites_register(void)
{
#define ORACLE(which)                                                          \
    tests_##which[0].name = oracle_##which.title;                              \
    suite_add("oracles/" #which, tests_##which);
#include "tests/oracles/oracles.def"
#undef ORACLE
    suite_add("oracles/rows", rows_tests);
}
