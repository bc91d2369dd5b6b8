/* An Ingress' tries, against the share of all orders in which it fails, and
 * against requests that are sent one by one. */
#include "models/cluster/next_upstream.h"

#include <math.h>

#include "sim/random.h"
#include "tests/suite.h"

enum { MOST = 7 };

static struct next_upstream rules_of(int tries)
{
    return (struct next_upstream){
        .tries = tries, .connect = SECONDS(5), .error = true, .timeout = true};
}

static double success(int tries, int listed, int refusing, int silent)
{
    const struct next_upstream rules = rules_of(tries);

    return next_upstream_success(&rules, listed, refusing, silent);
}

/* In how many of the ways to choose the first `tries` of n endpoints, as sets,
 * all are dead; endpoint i is dead for i < dead. */
static double failures(int n, int dead, int tries, int *all)
{
    int failed = 0;

    *all = 0;
    for (unsigned set = 0; set < 1u << n; set++) {
        int chosen = 0, alive = 0;

        for (int i = 0; i < n; i++) {
            chosen += (set >> i & 1) != 0;
            alive += i >= dead && (set >> i & 1);
        }
        *all += chosen == tries;
        failed += chosen == tries && alive == 0;
    }
    return failed;
}

/* None that refuses is met twice. */
static void every_way(void)
{
    for (int n = 1; n <= MOST; n++)
        for (int dead = 0; dead <= n; dead++)
            for (int tries = 1; tries <= n; tries++) {
                int all;
                double failed = failures(n, dead, tries, &all);

                CU_ASSERT_DOUBLE_EQUAL(success(tries, n, dead, 0),
                                       1 - failed / all, 1e-12);
            }
}

static void ends(void)
{
    CU_ASSERT_EQUAL(success(3, 0, 0, 0), 0);
    CU_ASSERT_EQUAL(success(0, 3, 2, 0), 1);
    CU_ASSERT_EQUAL(success(0, 3, 1, 1), 1);
    CU_ASSERT_EQUAL(success(0, 3, 3, 0), 0);
    CU_ASSERT_EQUAL(success(MOST_TRIES + 1, 3, 2, 1), 0);
    CU_ASSERT_DOUBLE_EQUAL(success(3, 2, 1, 0), 1, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(success(1, 10, 4, 0), 0.6, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(success(3, 10, 4, 0), 1 - 4. / 120, 1e-12);
}

/* One that is silent may be met again after its time is up. */
static void silence(void)
{
    struct next_upstream rules = rules_of(3);

    CU_ASSERT_DOUBLE_EQUAL(success(3, 3, 0, 1), 1 - 1. / 27, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(success(1, 3, 0, 1), 2. / 3, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(success(3, 3, 0, 3), 0, 1e-12);
    /* No more than two waits of 5 s begin within 10 s. */
    rules.time = SECONDS(10);
    CU_ASSERT_DOUBLE_EQUAL(next_upstream_success(&rules, 3, 0, 1), 8. / 9,
                           1e-12);
    rules.tries = 0;
    CU_ASSERT_DOUBLE_EQUAL(next_upstream_success(&rules, 3, 0, 1), 8. / 9,
                           1e-12);
    CU_ASSERT_DOUBLE_EQUAL(next_upstream_success(&rules, 4, 1, 1), 8. / 9,
                           1e-12);
}

/* proxy-next-upstream: error, timeout, off */
static void conditions(void)
{
    struct next_upstream rules = rules_of(3);

    rules.timeout = false;
    CU_ASSERT_DOUBLE_EQUAL(next_upstream_success(&rules, 4, 2, 0), 1, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(next_upstream_success(&rules, 4, 0, 1), .75, 1e-12);
    rules = rules_of(3);
    rules.error = false;
    CU_ASSERT_DOUBLE_EQUAL(next_upstream_success(&rules, 4, 1, 0), .75, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(next_upstream_success(&rules, 4, 0, 1), 63. / 64,
                           1e-12);
    rules.timeout = false;
    CU_ASSERT_DOUBLE_EQUAL(next_upstream_success(&rules, 4, 1, 1), .5, 1e-12);
}

/* One request: a turn at random, those after it in their order; a new turn
 * after each wait. */
static bool served(const struct next_upstream *rules, int listed, int refusing,
                   int silent, struct stream *stream)
{
    int left = listed, refuse = refusing;
    sim_time waited = 0;

    for (int try = 0; try < rules->tries; try++) {
        int turn = (int)stream_below(stream, (uint32_t)left);

        if (turn >= refuse + silent)
            return true;
        if (turn < refuse) {
            left--;
            refuse--;
            if (left == 0)
                return false;
            continue;
        }
        waited += rules->connect;
        if (rules->time > 0 && waited >= rules->time)
            return false;
        left = listed;
        refuse = refusing;
    }
    return false;
}

static void one_by_one(void)
{
    enum { LISTED = 8, REQUESTS = 20000 };
    const struct seed seed = {5, 0, 0};
    struct stream stream;

    stream_open(&stream, &seed, identity_of("requests"));
    for (int refusing = 0; refusing <= LISTED; refusing += 2)
        for (int silent = 0; refusing + silent <= LISTED; silent += 3) {
            struct next_upstream rules = rules_of(2 + silent);
            double p, count = 0;

            rules.time = SECONDS(refusing == 2 ? 10 : 0);
            p = next_upstream_success(&rules, LISTED, refusing, silent);
            for (int i = 0; i < REQUESTS; i++)
                count += served(&rules, LISTED, refusing, silent, &stream);
            CU_ASSERT_DOUBLE_EQUAL(count / REQUESTS, p,
                                   4 * sqrt(p * (1 - p) / REQUESTS) + 1e-9);
        }
}

SUITE("models/next-upstream", {"every way", every_way}, {"ends", ends},
      {"silence", silence}, {"conditions", conditions},
      {"one by one", one_by_one})
