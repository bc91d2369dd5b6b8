/* Where requests go. */
#include "models/cluster/route.h"

/* The endpoints that are ready are one domain, and those that do not serve get
 * no load: the next one does. */
static void through_ingress(const struct domains *domains,
                            const struct region *region, double share,
                            struct inflow *load)
{
    const struct backends *some = &region->backends[READY_ENDPOINT];

    *load = (struct inflow){{0}};
    if (some->serving > 0)
        load->each[READY_ENDPOINT] =
            share *
            next_upstream_success(&domains->next, some->listed, some->refusing,
                                  some->listed - some->serving -
                                      some->refusing) /
            some->serving;
}

static void count_zones(const struct domains *domains,
                        const struct region *regions)
{
    for (int zone = 0; zone < domains->zone_count; zone++) {
        domains->zone_shares[zone] = 0;
        domains->zone_ready[zone] = 0;
    }
    for (int i = 0; i < domains->count && domains->zones != NULL; i++)
        domains->zone_ready[domains->zones[i]] +=
            regions[i].backends[READY_ENDPOINT].listed;
}

/* What enters at the domain stays in it, or is dropped, or goes to its zone, or
 * is returned: it may go anywhere. */
static double enter(const struct domains *domains, int i,
                    const struct region *region, double share,
                    struct inflow *load)
{
    int ready = region->backends[READY_ENDPOINT].listed;
    int terminating = region->backends[TERMINATING_ENDPOINT].listed;

    *load = (struct inflow){{0}};
    if (ready > 0) {
        load->each[READY_ENDPOINT] = share / ready;
        return 0;
    }
    if (domains->routing->preference == ONLY_NODE) {
        if (terminating > 0 && domains->routing->last_resort)
            load->each[TERMINATING_ENDPOINT] = share / terminating;
        return 0;
    }
    if (domains->zones != NULL && domains->zone_ready[domains->zones[i]] > 0) {
        domains->zone_shares[domains->zones[i]] += share;
        return 0;
    }
    return share;
}

/* What has no endpoint where it enters goes to the others of its zone, or to
 * all. */
static void spread(const struct domains *domains, const struct region *regions,
                   double share, struct inflow *loads)
{
    int all[USABLE_ENDPOINTS] = {0};
    enum endpoint use;

    for (int i = 0; i < domains->count; i++)
        for (int k = 0; k < USABLE_ENDPOINTS; k++)
            all[k] += regions[i].backends[k].listed;
    use = all[READY_ENDPOINT] > 0 || !domains->routing->last_resort
              ? READY_ENDPOINT
              : TERMINATING_ENDPOINT;
    for (int i = 0; i < domains->count; i++) {
        int zone = domains->zones != NULL ? domains->zones[i] : 0;

        if (domains->zones != NULL && domains->zone_ready[zone] > 0)
            loads[i].each[READY_ENDPOINT] +=
                domains->zone_shares[zone] / domains->zone_ready[zone];
        if (all[use] > 0)
            loads[i].each[use] += share / all[use];
    }
}

void route(const struct domains *domains, const struct region *regions,
           const double *shares, struct inflow *loads)
{
    double homeless = 0;

    if (domains->routing->entrance == THROUGH_INGRESS) {
        through_ingress(domains, regions, shares[0], loads);
        return;
    }
    count_zones(domains, regions);
    for (int i = 0; i < domains->count; i++)
        homeless += enter(domains, i, &regions[i], shares[i], &loads[i]);
    if (homeless > 0 || domains->zones != NULL)
        spread(domains, regions, homeless, loads);
}
