/* How requests spread, against requests that are sent one by one. */
#include "models/cluster/route.h"

#include <math.h>
#include <string.h>

#include "sim/random.h"
#include "tests/suite.h"

enum { NODES = 6, ZONES = 2, REQUESTS = 40000, CASES = 30 };

static const int zones[NODES] = {0, 1, 0, 1, 0, 1};

/* Some endpoints, of which some do not serve. */
static void furnish(struct region *regions, int count, struct stream *stream)
{
    memset(regions, 0, sizeof(*regions) * (size_t)count);
    for (int i = 0; i < count; i++)
        for (int k = 0; k < USABLE_ENDPOINTS; k++) {
            struct backends *some = &regions[i].backends[k];

            some->listed =
                stream_below(stream, 2) == 0 ? 0 : (int)stream_below(stream, 4);
            some->serving =
                (int)stream_below(stream, (uint32_t)some->listed + 1);
        }
}

static bool chosen(const struct region *regions, int count, int zone,
                   enum endpoint use, struct stream *stream, bool *served)
{
    int listed = 0, serving = 0;

    for (int i = 0; i < count; i++)
        if (zone < 0 || zones[i] == zone) {
            listed += regions[i].backends[use].listed;
            serving += regions[i].backends[use].serving;
        }
    if (listed > 0)
        *served = stream_below(stream, (uint32_t)listed) < (uint32_t)serving;
    return listed > 0;
}

/* As pkg/proxy says it, for one request that enters at a domain. */
static bool send(const struct routing *routing, const struct region *regions,
                 int count, int at, struct stream *stream)
{
    enum preference preference = routing->preference;
    bool served = false;

    if (preference != PREFER_NONE &&
        chosen(&regions[at], 1, -1, READY_ENDPOINT, stream, &served))
        return served;
    if (preference == ONLY_NODE) {
        if (routing->last_resort)
            chosen(&regions[at], 1, -1, TERMINATING_ENDPOINT, stream, &served);
        return served;
    }
    if (preference == PREFER_NODE &&
        chosen(regions, count, zones[at], READY_ENDPOINT, stream, &served))
        return served;
    if (!chosen(regions, count, -1, READY_ENDPOINT, stream, &served) &&
        routing->last_resort)
        chosen(regions, count, -1, TERMINATING_ENDPOINT, stream, &served);
    return served;
}

static double success(const struct region *regions, const struct inflow *loads,
                      int count)
{
    double sum = 0;

    for (int i = 0; i < count; i++)
        for (int k = 0; k < USABLE_ENDPOINTS; k++)
            sum += regions[i].backends[k].serving * loads[i].each[k];
    return sum;
}

static void compare(enum preference preference, int count,
                    struct stream *stream)
{
    const struct routing routing = {.entrance = FROM_WITHIN,
                                    .preference = preference,
                                    .last_resort = stream_below(stream, 3) > 0};
    struct region regions[NODES];
    struct inflow loads[NODES];
    double shares[NODES], p, served = 0, zone_shares[ZONES];
    int zone_ready[ZONES];
    struct domains domains = {.routing = &routing, .count = count};

    if (preference == PREFER_NODE)
        domains = (struct domains){.routing = &routing,
                                   .count = count,
                                   .zones = zones,
                                   .zone_count = ZONES,
                                   .zone_shares = zone_shares,
                                   .zone_ready = zone_ready};
    furnish(regions, count, stream);
    for (int i = 0; i < count; i++)
        shares[i] = 1. / count;
    route(&domains, regions, shares, loads);
    p = success(regions, loads, count);
    for (int i = 0; i < REQUESTS; i++)
        served += send(&routing, regions, count,
                       (int)stream_below(stream, (uint32_t)count), stream);
    CU_ASSERT_DOUBLE_EQUAL(served / REQUESTS, p,
                           4.5 * sqrt(p * (1 - p) / REQUESTS) + 1e-9);
}

static void preferences(void)
{
    const struct seed seed = {8, 0, 0};
    struct stream stream;

    stream_open(&stream, &seed, identity_of("route"));
    for (int i = 0; i < (suite_short() ? 8 : CASES); i++) {
        compare(PREFER_NONE, 1, &stream);
        compare(PREFER_ZONE, ZONES, &stream);
        compare(PREFER_NODE, NODES, &stream);
        compare(ONLY_NODE, NODES, &stream);
    }
}

/* Through an Ingress the endpoints that serve carry what the others do not; it
 * answers 503 where none is ready. */
static void ingress(void)
{
    const struct routing routing = {.entrance = THROUGH_INGRESS};
    const struct domains domains = {
        .routing = &routing,
        .next = {.tries = 3, .error = true, .timeout = true},
        .count = 1};
    struct region region = {{{10, 6, 4}, {4, 4, 0}}};
    const double share = 1;
    struct inflow load;

    route(&domains, &region, &share, &load);
    CU_ASSERT_DOUBLE_EQUAL(load.each[READY_ENDPOINT] * 6, 1 - 4. / 120, 1e-12);
    CU_ASSERT_EQUAL(load.each[TERMINATING_ENDPOINT], 0);
    region.backends[READY_ENDPOINT].refusing = 0;
    route(&domains, &region, &share, &load);
    CU_ASSERT_DOUBLE_EQUAL(load.each[READY_ENDPOINT] * 6, 1 - pow(.4, 3),
                           1e-12);
    region.backends[READY_ENDPOINT] = (struct backends){0, 0, 0};
    route(&domains, &region, &share, &load);
    CU_ASSERT_EQUAL(load.each[TERMINATING_ENDPOINT], 0);
}

SUITE("models/route", {"preferences", preferences}, {"ingress", ingress})
