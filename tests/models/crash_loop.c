/* CrashLoopBackOff: the waits, and how late they end. */
#include "models/cluster/crash_loop.h"

#include "tests/suite.h"

enum { LOOKS = 2000 };

/* 0, 10, 20, 40, 80, 160, 300, 300 s, of a container that exits at once. */
static void waits(void)
{
    static const int expected[] = {0, 10, 20, 40, 80, 160, 300, 300};
    struct backoff backoff = crash_loop_backoff(false, NEVER, 36);
    struct backoff_entry entry = {0};
    sim_time now = HOURS(1), end;

    for (int i = 0; i < 8; i++) {
        end = now;
        if (crash_loop_waits(&backoff, &entry, now, now, &end)) {
            CU_ASSERT_FALSE(crash_loop_waits(&backoff, &entry, now, end, &end));
        }
        CU_ASSERT_EQUAL(end - now, SECONDS(expected[i]));
        now = end;
    }
    /* Nine minutes are not enough, ten and a second are. */
    CU_ASSERT(crash_loop_waits(&backoff, &entry, now + MINUTES(9),
                               now + MINUTES(9), &end));
    CU_ASSERT_EQUAL(end - now, MINUTES(14));
    now += SECONDS(601);
    CU_ASSERT_FALSE(crash_loop_waits(&backoff, &entry, now, now, &end));
    CU_ASSERT_EQUAL(entry.wait, SECONDS(10));
}

/* Twice the maximum up to 1.31, ten minutes since. */
static void resets(void)
{
    CU_ASSERT_EQUAL(crash_loop_backoff(false, SECONDS(40), 31).reset,
                    SECONDS(80));
    CU_ASSERT_EQUAL(crash_loop_backoff(false, SECONDS(40), 32).reset,
                    MINUTES(10));
    CU_ASSERT_EQUAL(crash_loop_backoff(true, NEVER, 36).most, MINUTES(1));
    CU_ASSERT_EQUAL(crash_loop_backoff(true, NEVER, 36).first, SECONDS(1));
}

/* How late the looks at waits that end in so long are, at most and at least. */
static void lateness(int seconds, sim_time resync, bool told, double *least,
                     double *most)
{
    const struct seed seed = {.seed = 1};
    struct looks looks = {{RETRY_PERIOD, resync}, 0, told, &seed, 0};

    *least = INFINITY;
    *most = 0;
    for (uint64_t i = 0; i < LOOKS; i++) {
        double late;

        looks.name = i;
        looks.phase = (sim_time)i * 1234567 % REQUEUE_TICK;
        late = time_seconds(
            crash_loop_look(&looks, HOURS(1), HOURS(1) + SECONDS(seconds)) -
            HOURS(1) - SECONDS(seconds));
        *least = late < *least ? late : *least;
        *most = late > *most ? late : *most;
    }
}

/* Since 1.35 up to half of the last wait, which is a minute at most; before,
 * up to 15 s, whatever the wait; and up to a second of the queue's. */
static void late(void)
{
    double least, most;

    lateness(10, MINUTES(1), true, &least, &most);
    CU_ASSERT(least >= 0 && least < 0.1 && most > 5.5 && most < 6);
    lateness(300, MINUTES(1), true, &least, &most);
    CU_ASSERT(least >= 0 && most > 20 && most < 31);
    lateness(300, MINUTES(1), false, &least, &most);
    CU_ASSERT(least >= 0 && most > 13 && most < 16);
    /* Kubemark's kubelets resync every 10 s. Measured on 1.36.2, of waits from
     * 10 to 300 s, with the exit's notice within the first second and a start
     * of 2 s: 0.8 to 4 s late. */
    lateness(300, SECONDS(10), true, &least, &most);
    CU_ASSERT(least >= 0 && most > 4 && most < 6);
}

SUITE("models/crash-loop", {"waits", waits}, {"resets", resets},
      {"late looks", late})
