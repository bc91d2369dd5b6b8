/* When a kube-proxy has programmed a change. */
#include "models/cluster/proxy.h"

#include "tests/suite.h"

static void idle(void)
{
    struct proxy proxy = {-DAYS(1), -DAYS(1)};

    CU_ASSERT_TRUE(proxy_idle(&proxy, SECONDS(10)));
    proxy_sync(&proxy, SECONDS(10), SECONDS(1), MILLISECONDS(300));
    CU_ASSERT_EQUAL(proxy.began, SECONDS(10));
    CU_ASSERT_EQUAL(proxy.ended, SECONDS(10) + MILLISECONDS(300));
}

/* A second sync begins a second after the first, though that was short; what is
 * heard until then is in it. */
static void least_period(void)
{
    struct proxy proxy = {-DAYS(1), -DAYS(1)};

    proxy_sync(&proxy, SECONDS(10), SECONDS(1), MILLISECONDS(300));
    CU_ASSERT_FALSE(proxy_idle(&proxy, SECONDS(10)));
    CU_ASSERT_TRUE(proxy_idle(&proxy, SECONDS(10) + 1));
    proxy_sync(&proxy, SECONDS(10) + 1, SECONDS(1), MILLISECONDS(300));
    CU_ASSERT_EQUAL(proxy.began, SECONDS(11));
    CU_ASSERT_EQUAL(proxy.ended, SECONDS(11) + MILLISECONDS(300));
    CU_ASSERT_FALSE(proxy_idle(&proxy, SECONDS(10) + MILLISECONDS(900)));
    CU_ASSERT_TRUE(proxy_idle(&proxy, SECONDS(11) + 1));
}

/* Nor does it begin before a long one is done. */
static void one_at_a_time(void)
{
    struct proxy proxy = {-DAYS(1), -DAYS(1)};

    proxy_sync(&proxy, SECONDS(10), 0, SECONDS(4));
    proxy_sync(&proxy, SECONDS(11), 0, SECONDS(1));
    CU_ASSERT_EQUAL(proxy.began, SECONDS(14));
    CU_ASSERT_EQUAL(proxy.ended, SECONDS(15));
}

static void modes(void)
{
    struct proxy_settings settings = {.min_sync_period = SECONDS(1)};

    CU_ASSERT_EQUAL(proxy_least_period(&settings), SECONDS(1));
    settings.mode = PROXY_NFTABLES;
    CU_ASSERT_EQUAL(proxy_least_period(&settings), SECONDS(1));
    settings.mode = PROXY_IPVS;
    CU_ASSERT_EQUAL(proxy_least_period(&settings), 0);
}

SUITE("models/proxy", {"idle", idle}, {"least period", least_period},
      {"one at a time", one_at_a_time}, {"modes", modes})
