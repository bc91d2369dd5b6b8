/* How many are befallen together. */
#include "models/faults/target.h"

#include "tests/suite.h"

static int number(enum target_mode mode, int count, double share, int n)
{
    struct target target = {.mode = mode, .count = count, .share = share};

    return target_number(&target, n);
}

static void numbers(void)
{
    CU_ASSERT_EQUAL(number(TARGET_ONE, 0, 0, 9), 1);
    CU_ASSERT_EQUAL(number(TARGET_ONE, 0, 0, 0), 0);
    CU_ASSERT_EQUAL(number(TARGET_COUNT, 3, 0, 9), 3);
    CU_ASSERT_EQUAL(number(TARGET_COUNT, 3, 0, 2), 2);
    CU_ASSERT_EQUAL(number(TARGET_ALL, 0, 0, 9), 9);
    CU_ASSERT_EQUAL(number(TARGET_ALL, 0, 0, 0), 0);
}

/* Shares are rounded up, but not where rounding error alone says so. */
static void shares(void)
{
    CU_ASSERT_EQUAL(number(TARGET_SHARE, 0, 0.2, 9), 2);
    CU_ASSERT_EQUAL(number(TARGET_SHARE, 0, 0.2, 10), 2);
    CU_ASSERT_EQUAL(number(TARGET_SHARE, 0, 0.2, 11), 3);
    CU_ASSERT_EQUAL(number(TARGET_SHARE, 0, 0.07, 100), 7);
    CU_ASSERT_EQUAL(number(TARGET_SHARE, 0, 1, 6), 6);
    CU_ASSERT_EQUAL(number(TARGET_SHARE, 0, 0.01, 6), 1);
    CU_ASSERT_EQUAL(number(TARGET_SHARE, 0, 0.5, 0), 0);
}

SUITE("models/target", {"numbers", numbers}, {"shares", shares})
