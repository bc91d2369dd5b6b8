/* When a CronJob is due, and when it is looked at again. */
#include "models/controllers/cron_due.h"

#include "tests/suite.h"

/* Every hour; at 7 and 9 of each day. */
static const struct cron hourly = {.minutes = 1,
                                   .hours = 0xffffff,
                                   .days = ~1u,
                                   .months = ~1u,
                                   .weekdays = 0x7f,
                                   .every_day = true};
static const struct cron mornings = {.minutes = 1,
                                     .hours = 1u << 7 | 1u << 9,
                                     .days = ~1u,
                                     .months = ~1u,
                                     .weekdays = 0x7f,
                                     .every_day = true};

static void due(void)
{
    struct cron_clock clock = {&hourly, MINUTES(10), NEVER};

    CU_ASSERT_EQUAL(cron_due(&clock, MINUTES(59)), NEVER);
    CU_ASSERT_EQUAL(cron_due(&clock, HOURS(1)), HOURS(1));
    CU_ASSERT_EQUAL(cron_due(&clock, MINUTES(119)), HOURS(1));
    clock.since = HOURS(1);
    CU_ASSERT_EQUAL(cron_due(&clock, MINUTES(119)), NEVER);
    /* Of many that were missed, the last. */
    CU_ASSERT_EQUAL(cron_due(&clock, HOURS(500) + 1), HOURS(500));
}

static void deadlines(void)
{
    struct cron_clock clock = {&hourly, 0, SECONDS(30)};

    CU_ASSERT_EQUAL(cron_due(&clock, HOURS(1) + SECONDS(29)), HOURS(1));
    CU_ASSERT_EQUAL(cron_due(&clock, HOURS(1) + SECONDS(30)), NEVER);
    CU_ASSERT_EQUAL(cron_due(&clock, HOURS(3) + SECONDS(10)), HOURS(3));
}

static void uneven(void)
{
    struct cron_clock clock = {&mornings, HOURS(1), NEVER};

    CU_ASSERT_EQUAL(cron_due(&clock, HOURS(8)), HOURS(7));
    CU_ASSERT_EQUAL(cron_due(&clock, HOURS(10)), HOURS(9));
    CU_ASSERT_EQUAL(cron_due(&clock, HOURS(32)), HOURS(31));
    /* At 7 and 9 are two hours: so many would have been before 6 o'clock of
     * the next day that none is found between that and then. */
    CU_ASSERT_EQUAL(cron_due(&clock, HOURS(30)), NEVER);
}

static void again(void)
{
    struct cron_clock clock = {&hourly, MINUTES(10), NEVER};

    CU_ASSERT_EQUAL(cron_due_after(&clock, MINUTES(10)),
                    MINUTES(50) + MILLISECONDS(100));
    /* Due, and not begun: the one after that. */
    CU_ASSERT_EQUAL(cron_due_after(&clock, MINUTES(70)),
                    MINUTES(50) + MILLISECONDS(100));
    clock.schedule = &mornings;
    clock.since = HOURS(1);
    CU_ASSERT_EQUAL(cron_due_after(&clock, HOURS(30)),
                    HOURS(1) + MILLISECONDS(100));
}

SUITE("models/cron due", {"due", due}, {"deadlines", deadlines},
      {"uneven times", uneven}, {"when to look again", again})
