/* Schedules: what they say, and when they come next. */
#define _DEFAULT_SOURCE /* timegm */
#include "models/api/cron.h"

#include <string.h>
#include <time.h>

#include "sim/tree.h"
#include "tests/suite.h"

static struct arena arena;
static struct errors errors;

static struct cron cron_of(const char *text)
{
    struct cron cron = {.every = 0};

    errors = (struct errors){.arena = &arena};
    of_cron.read(tree_scalar(&arena, text), &cron, &errors);
    return cron;
}

/* "2029-01-31 23:59", by the C library's calendar. */
static sim_time at(const char *text)
{
    struct tm zero = {.tm_year = 129, .tm_mday = 1};
    struct tm date = {.tm_sec = 0};

    sscanf(text, "%d-%d-%d %d:%d", &date.tm_year, &date.tm_mon, &date.tm_mday,
           &date.tm_hour, &date.tm_min);
    date.tm_year -= 1900;
    date.tm_mon--;
    return SECONDS(timegm(&date) - timegm(&zero));
}

struct case_of_next {
    const char *schedule;
    const char *from;
    const char *next; /* NULL: never */
};

static const struct case_of_next cases[] = {
    /* Minutes, hours, and what wraps around. */
    {"* * * * *", "2029-01-01 00:00", "2029-01-01 00:01"},
    {"*/15 * * * *", "2029-01-01 14:45", "2029-01-01 15:00"},
    {"0/15 * * * *", "2029-01-01 14:59", "2029-01-01 15:00"},
    {"5/15 * * * *", "2029-01-01 14:51", "2029-01-01 15:05"},
    {"20-35/15 * * * *", "2029-01-01 23:35", "2029-01-02 00:20"},
    {"30 4,16 * * *", "2029-01-01 04:30", "2029-01-01 16:30"},
    {"30 6-16/4 * * 1-5", "2029-01-05 14:30", "2029-01-08 06:30"},
    /* Days and months; names in any case. */
    {"0 0 31 * *", "2029-01-31 00:00", "2029-03-31 00:00"},
    {"0 0 29 FEB *", "2029-01-01 00:00", "2032-02-29 00:00"},
    {"0 0 29 2 *", "2028-02-28 00:00", "2028-02-29 00:00"},
    {"0 12 1 jan,Jul ?", "2029-01-01 12:00", "2029-07-01 12:00"},
    {"59 23 31 dec *", "2029-12-31 23:59", "2030-12-31 23:59"},
    {"0 9 * * mon-fri", "2029-01-05 09:00", "2029-01-08 09:00"},
    {"0 0 * * sun", "2029-01-01 00:00", "2029-01-07 00:00"},
    {"0 0 31 2 *", "2029-01-01 00:00", NULL},
    /* Of two kinds of day that are said, one is enough; of "*" it is not, and
     * a step makes it no "*" any more. */
    {"0 0 13 * fri", "2029-01-01 00:00", "2029-01-05 00:00"},
    {"0 0 13 * fri", "2029-01-12 00:00", "2029-01-13 00:00"},
    {"0 0 13 * *", "2029-01-01 00:00", "2029-01-13 00:00"},
    {"0 0 */1 * fri", "2029-01-01 00:00", "2029-01-05 00:00"},
    {"0 0 */2 * fri", "2029-01-03 00:00", "2029-01-05 00:00"},
    {"0 0 */9 * fri", "2029-01-05 00:00", "2029-01-10 00:00"},
    /* Words. */
    {"@hourly", "2029-01-01 00:00", "2029-01-01 01:00"},
    {"@midnight", "2029-01-01 00:01", "2029-01-02 00:00"},
    {"@weekly", "2029-01-01 00:00", "2029-01-07 00:00"},
    {"@monthly", "2029-01-01 00:00", "2029-02-01 00:00"},
    {"@annually", "2029-01-01 00:00", "2030-01-01 00:00"},
    {"@every 1h30m", "2029-01-01 00:10", "2029-01-01 01:40"}};

static void table(void)
{
    arena_open(&arena);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct cron cron = cron_of(cases[i].schedule);
        sim_time next = cron_next(&cron, at(cases[i].from));

        CU_ASSERT_EQUAL(errors.mistakes, 0);
        if (next != (cases[i].next == NULL ? NEVER : at(cases[i].next)))
            printf("[%s after %s] ", cases[i].schedule, cases[i].from);
        CU_ASSERT_EQUAL(next,
                        cases[i].next == NULL ? NEVER : at(cases[i].next));
    }
    arena_close(&arena);
}

/* Within a minute the next one comes, of "@every" the next whole second. */
static void within(void)
{
    struct cron cron;

    arena_open(&arena);
    cron = cron_of("* * * * *");
    CU_ASSERT_EQUAL(cron_next(&cron, SECONDS(59) + 1), MINUTES(1));
    CU_ASSERT_EQUAL(cron_next(&cron, -1), 0);
    CU_ASSERT_EQUAL(cron_next(&cron, NEVER), NEVER);
    cron = cron_of("@every 90s");
    CU_ASSERT_EQUAL(cron_next(&cron, SECONDS(1) + 5), SECONDS(91));
    CU_ASSERT_EQUAL(cron_minutes(0), 31032000);
    CU_ASSERT_EQUAL(cron_minutes(-1), 31031999);
    arena_close(&arena);
}

static bool matches(const struct cron *cron, sim_time t)
{
    struct tm zero = {.tm_year = 129, .tm_mday = 1};
    time_t seconds = timegm(&zero) + (time_t)(t / SECONDS(1));
    struct tm date;
    bool day, weekday;

    gmtime_r(&seconds, &date);
    day = (cron->days >> date.tm_mday & 1) != 0;
    weekday = (cron->weekdays >> date.tm_wday & 1) != 0;
    return (cron->minutes >> date.tm_min & 1) != 0 &&
           (cron->hours >> date.tm_hour & 1) != 0 &&
           (cron->months >> (date.tm_mon + 1) & 1) != 0 &&
           (cron->every_day || cron->every_weekday ? day && weekday
                                                   : day || weekday);
}

/* Minute by minute, by the C library's calendar, over a leap day. */
static void every_minute(void)
{
    static const char *const schedules[] = {"7,37 */5 */6 * 2-4",
                                            "59 23 28-31 2,3 *", "0 0 * * 0",
                                            "1-59/29 3 29 * mon"};
    sim_time from = at("2028-02-20 00:00");

    arena_open(&arena);
    for (int i = 0; i < 4; i++) {
        struct cron cron = cron_of(schedules[i]);
        sim_time next = cron_next(&cron, from - 1);
        int differ = 0;

        for (sim_time t = from; t < from + DAYS(100); t += MINUTES(1)) {
            differ += matches(&cron, t) != (t == next);
            next = t == next ? cron_next(&cron, t) : next;
        }
        CU_ASSERT_EQUAL(differ, 0);
    }
    arena_close(&arena);
}

static void mistakes(void)
{
    static const char *const wrong[][2] = {
        {"* * * *", "day of the week: five fields are wanted"},
        {"* * * * * *", "the fifth field is the last"},
        {"60 * * * *", "minute: not within 0 to 59"},
        {"* 24 * * *", "hour: not within 0 to 23"},
        {"* * 0 * *", "day of the month: not within 1 to 31"},
        {"* * * 13 *", "month: not within 1 to 12"},
        {"* * * * 7", "day of the week: not within 0 to 6"},
        {"30-10 * * * *", "minute: not within 0 to 59"},
        {"*/0 * * * *", "minute: a step of 0"},
        {"* * * sept *", "month: \"sept\" is no name"},
        {"a * * * *", "minute: a number is missing"},
        {"1;2 * * * *", "minute: a \",\" expected"},
        {"TZ=UTC 0 0 * * *", "a time zone is said by timeZone"},
        {"@fortnightly", "words are @yearly"},
        {"@every 5", "words are @yearly"},
        {"", "minute: five fields are wanted"}};

    arena_open(&arena);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        cron_of(wrong[i][0]);
        CU_ASSERT_EQUAL_FATAL(errors.mistakes, 1);
        CU_ASSERT_PTR_NOT_NULL(strstr(errors.first->text, wrong[i][1]));
    }
    arena_close(&arena);
}

SUITE("models/cron", {"what comes next", table}, {"within a minute", within},
      {"every minute", every_minute}, {"mistakes", mistakes})
