/* The rule of six minutes, line by line. */
#include "models/controllers/detach.h"

#include "tests/suite.h"

static void rule(void)
{
    struct detach detach = {.node_ready = true, .wanted_since = SECONDS(100)};
    const sim_time soon = SECONDS(101), late = SECONDS(100) + MINUTES(6);

    CU_ASSERT_EQUAL(detach_at(&detach, soon), soon);
    detach.in_use = true;
    CU_ASSERT_EQUAL(detach_at(&detach, soon), NEVER);
    CU_ASSERT_EQUAL(detach_at(&detach, late + 1), NEVER);
    detach.node_ready = false;
    CU_ASSERT_EQUAL(detach_at(&detach, soon), late);
    CU_ASSERT_EQUAL(detach_at(&detach, late), late);
    CU_ASSERT_EQUAL(detach_at(&detach, late + 1), late + 1);
    detach.never_forced = true;
    CU_ASSERT_EQUAL(detach_at(&detach, late + 1), NEVER);
    detach.out_of_service = true;
    CU_ASSERT_EQUAL(detach_at(&detach, soon), soon);
}

SUITE("models/detach", {"rule", rule})
