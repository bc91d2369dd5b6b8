/* When a kube-proxy has programmed a change. */
#include "models/cluster/proxy.h"

#include "tests/suite.h"

static const struct pace free_pace = {0, 0, true};
static const struct pace resting = {SECONDS(1), 0, true};
static const struct pace saving = {SECONDS(1), 2, true};
static const struct pace of_begins = {SECONDS(1), 1, false};

static void idle(void)
{
    struct proxy proxy = proxy_rested();

    CU_ASSERT_TRUE(proxy_idle(&proxy, SECONDS(10)));
    proxy_sync(&proxy, SECONDS(10), &resting, MILLISECONDS(300));
    CU_ASSERT_EQUAL(proxy.began, SECONDS(10));
    CU_ASSERT_EQUAL(proxy.ended, SECONDS(10) + MILLISECONDS(300));
}

static void sync(struct proxy *proxy, const struct pace *pace, double heard,
                 double begins)
{
    proxy_sync(proxy, time_from_seconds(heard), pace, MILLISECONDS(300));
    CU_ASSERT_EQUAL(proxy->began, time_from_seconds(begins));
    CU_ASSERT_EQUAL(proxy->ended, proxy->began + MILLISECONDS(300));
}

/* A second sync begins a second after the first one's end, since 1.34; what is
 * heard until then is in it. */
static void rests(void)
{
    struct proxy proxy = proxy_rested();

    sync(&proxy, &resting, 10, 10);
    CU_ASSERT_FALSE(proxy_idle(&proxy, SECONDS(10)));
    CU_ASSERT_TRUE(proxy_idle(&proxy, SECONDS(10) + 1));
    sync(&proxy, &resting, 10.1, 11.3);
    CU_ASSERT_FALSE(proxy_idle(&proxy, SECONDS(11)));
    CU_ASSERT_TRUE(proxy_idle(&proxy, SECONDS(12)));
    sync(&proxy, &resting, 12, 12.6);
    sync(&proxy, &resting, 20, 20);
}

/* Before, two are saved, and one more every second: the third of three in
 * haste waits, a second from the second one's end. */
static void saves(void)
{
    struct proxy proxy = proxy_rested();

    sync(&proxy, &saving, 10, 10);
    sync(&proxy, &saving, 10.1, 10.3);
    sync(&proxy, &saving, 10.4, 11.6);
    sync(&proxy, &saving, 11.7, 12.9);
    sync(&proxy, &saving, 14, 14);
    sync(&proxy, &saving, 14.5, 14.5);
}

/* An Ingress' time counts from begin to begin. */
static void begins(void)
{
    struct proxy proxy = proxy_rested();

    sync(&proxy, &of_begins, 10, 10);
    sync(&proxy, &of_begins, 10.1, 11);
    sync(&proxy, &of_begins, 11.2, 12);
    sync(&proxy, &of_begins, 13.5, 13.5);
}

/* Nor does it begin before a long one is done. */
static void one_at_a_time(void)
{
    struct proxy proxy = proxy_rested();

    proxy_sync(&proxy, SECONDS(10), &free_pace, SECONDS(4));
    proxy_sync(&proxy, SECONDS(11), &free_pace, SECONDS(1));
    CU_ASSERT_EQUAL(proxy.began, SECONDS(14));
    CU_ASSERT_EQUAL(proxy.ended, SECONDS(15));
}

static void modes(void)
{
    struct proxy_settings settings = {.min_sync_period = SECONDS(1)};

    CU_ASSERT_EQUAL(proxy_pace(&settings, 36).least, SECONDS(1));
    CU_ASSERT_EQUAL(proxy_pace(&settings, 36).saved, 0);
    CU_ASSERT_EQUAL(proxy_pace(&settings, 34).saved, 0);
    CU_ASSERT_EQUAL(proxy_pace(&settings, 33).saved, 2);
    settings.mode = PROXY_NFTABLES;
    CU_ASSERT_EQUAL(proxy_pace(&settings, 36).least, SECONDS(1));
    settings.mode = PROXY_IPVS;
    CU_ASSERT_EQUAL(proxy_pace(&settings, 36).least, 0);
}

SUITE("models/proxy", {"idle", idle}, {"rests", rests}, {"saves", saves},
      {"begins", begins}, {"one at a time", one_at_a_time}, {"modes", modes})
