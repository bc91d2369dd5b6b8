/* An Ingress' tries, against the share of all orders in which it fails. */
#include "models/cluster/next_upstream.h"

#include <math.h>

#include "sim/random.h"
#include "tests/suite.h"

enum { MOST = 7 };

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

static void every_way(void)
{
    for (int n = 1; n <= MOST; n++)
        for (int dead = 0; dead <= n; dead++)
            for (int tries = 1; tries <= n; tries++) {
                int all;
                double failed = failures(n, dead, tries, &all);

                CU_ASSERT_DOUBLE_EQUAL(next_upstream_success(n, dead, tries),
                                       1 - failed / all, 1e-12);
            }
}

static void ends(void)
{
    CU_ASSERT_EQUAL(next_upstream_success(0, 0, 3), 0);
    CU_ASSERT_EQUAL(next_upstream_success(3, 2, 0), 1);
    CU_ASSERT_EQUAL(next_upstream_success(3, 3, 0), 0);
    CU_ASSERT_EQUAL(next_upstream_success(2, 1, 3), 1);
    CU_ASSERT_DOUBLE_EQUAL(next_upstream_success(10, 4, 1), 0.6, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(next_upstream_success(10, 4, 3), 1 - 4. / 120,
                           1e-12);
}

/* Requests one by one, each of which shuffles the endpoints. */
static void one_by_one(void)
{
    enum { LISTED = 6, DEAD = 4, TRIES = 3, REQUESTS = 20000 };
    const struct seed seed = {5, 0, 0};
    double p = next_upstream_success(LISTED, DEAD, TRIES), served = 0;
    struct stream stream;

    stream_open(&stream, &seed, identity_of("requests"));
    for (int i = 0; i < REQUESTS; i++) {
        int left = LISTED, dead = DEAD, tries = TRIES;

        while (tries > 0 &&
               stream_below(&stream, (uint32_t)left) < (uint32_t)dead) {
            left--;
            dead--;
            tries--;
        }
        served += tries > 0;
    }
    CU_ASSERT_DOUBLE_EQUAL(served / REQUESTS, p,
                           4 * sqrt(p * (1 - p) / REQUESTS));
}

SUITE("models/next-upstream", {"every way", every_way}, {"ends", ends},
      {"one by one", one_by_one})
