/* Scrapes of metrics-server. */
#include "models/monitoring/scrape.h"

#include "models/cluster/cluster.h"
#include "models/cluster/meter.h"

#define SETTING(member) offsetof(struct scrape_settings, member)

static const struct parameter parameters[] = {
    {"resolution", &of_period, SETTING(resolution), "15s",
     "from one scrape of all nodes to the next"},
    {"window", &of_duration, SETTING(window), "",
     "CPU is told as the mean over so long before the scrape, at most the "
     "resolution (left out: the resolution)"},
    {"fresh", &of_duration, SETTING(fresh), "10s",
     "a container that has run for so long at a scrape, and less than the "
     "resolution, is known of as if it had been seen at its start"},
    {NULL, NULL, 0, NULL, NULL}};

const struct plugin metrics_server_plugin = {
    "metrics-server", "what autoscalers know of CPU and memory", parameters};

/* Of one Service. */
struct scraped {
    struct scrape_reader *readers;
    sim_time kept; /* what its pods had used by then, and at the ends before */
};

struct scrape {
    const struct cluster *cluster;
    const struct scrape_settings *settings;
    sim_time window;
    sim_time phase;
    struct scraped *services; /* by ordinal */
    struct listener leaving;
    struct listener serving_changed;
};

/* The last scrape at or before t. */
static sim_time scrape_before(const struct scrape *scrape, sim_time t)
{
    sim_time past = (t - scrape->phase) % scrape->settings->resolution;

    return t - (past < 0 ? past + scrape->settings->resolution : past);
}

static void keep(const struct use *use, const struct meter *meter, sim_time at)
{
    for (struct listing *each = meter->first; each != NULL;
         each = metering_of(each)->next) {
        struct meter_reading *readings = metering_of(each)->readings;

        for (int i = 0; i + 1 < READINGS; i++)
            readings[i] = readings[i + 1];
        readings[READINGS - 1] =
            (struct meter_reading){at, use_cpu(use, each, at)};
    }
}

/* Both ends of the last scrape's window and the beginning of the next one's, as
 * far as they fell into the regime that ends: later nobody could tell any more
 * what was used by then. */
static void leaving(void *context, void *subject, struct cause cause)
{
    const struct scrape *scrape = context;
    const struct service_use *service = subject;
    struct scraped *scraped =
        &scrape->services[service->question->service->ordinal];
    sim_time now = scrape->cluster->sim->now, last = scrape_before(scrape, now);
    const sim_time ends[READINGS] = {last - scrape->window, last,
                                     last + scrape->settings->resolution -
                                         scrape->window};

    (void)cause;
    if (service->balancer->meter == NULL)
        return;
    for (int i = 0; i < READINGS; i++)
        if (service->since <= ends[i] && ends[i] <= now &&
            ends[i] > scraped->kept) {
            keep(&scrape->cluster->use, service->balancer->meter, ends[i]);
            scraped->kept = ends[i];
        }
    for (struct scrape_reader *each = scraped->readers; each != NULL;
         each = each->next)
        each->disturbed(each->context);
}

/* A container that starts again counts from there, and that is no end of a
 * window; but from when its pod ceased to serve until it serves again, it uses
 * nothing. */
static void serving_changed(void *context, void *subject, struct cause cause)
{
    const struct scrape *scrape = context;
    const struct sandbox *sandbox = subject;
    sim_time now = scrape->cluster->sim->now;

    (void)cause;
    for (struct listing *each = sandbox->pod->listings; each != NULL;
         each = each->next_of_pod)
        if (each->balancer->meter != NULL)
            metering_of(each)->turns[sandbox->serving] = (struct meter_reading){
                now, use_cpu(&scrape->cluster->use, each, now)};
}

struct scrape *scrape_open(struct cluster *cluster,
                           const struct scrape_settings *settings)
{
    struct sim *sim = cluster->sim;
    struct scrape *scrape = ARENA_NEW(sim->arena, struct scrape);
    double turn =
        uniform_at(&sim->seed, identity_of(metrics_server_plugin.name), 0);

    scrape->cluster = cluster;
    scrape->settings = settings;
    scrape->window =
        settings->window > 0 ? settings->window : settings->resolution;
    scrape->phase = (sim_time)(turn * (double)settings->resolution);
    scrape->services =
        ARENA_ARRAY(sim->arena, struct scraped, cluster->use.count);
    for (int i = 0; i < cluster->use.count; i++)
        scrape->services[i].kept = INT64_MIN;
    scrape->leaving = (struct listener){leaving, scrape, NULL};
    hook_listen(&cluster->use.leaving, &scrape->leaving);
    scrape->serving_changed = (struct listener){serving_changed, scrape, NULL};
    hook_listen(&cluster->kubelets.serving_changed, &scrape->serving_changed);
    return scrape;
}

void scrape_listen(struct scrape *scrape, const struct service *service,
                   struct scrape_reader *reader)
{
    reader->next = scrape->services[service->ordinal].readers;
    scrape->services[service->ordinal].readers = reader;
}

/* Since when all its containers that go on have run, as they did at t; NEVER if
 * they did not. */
static sim_time running_since(const struct pod *pod, sim_time t)
{
    const struct sandbox *sandbox = pod->sandbox;
    sim_time since = INT64_MIN;

    if (sandbox == NULL || !machine_up(sandbox->kubelet->machine) ||
        sandbox->kubelet->cut_off)
        return NEVER;
    for (int i = 0; i < sandbox->count; i++) {
        const struct container *each = &sandbox->containers[i];

        if (!container_lasting(each))
            continue;
        if (each->state != CONTAINER_RUNNING &&
            each->state != CONTAINER_STOPPING)
            return NEVER;
        if (each->since > since)
            since = each->since;
    }
    return since <= t ? since : NEVER;
}

/* What the listing's pod had used at that scrape, or as a container started. */
static double used_at(const struct scrape *scrape, struct listing *listing,
                      sim_time at)
{
    const struct use *use = &scrape->cluster->use;
    const struct meter_reading *readings = metering_of(listing)->readings;
    const struct meter_reading *turns = metering_of(listing)->turns;

    if (use->services[listing->balancer->service->ordinal].since <= at)
        return use_cpu(use, listing, at);
    for (int i = READINGS - 1; i >= 0; i--)
        if (readings[i].at == at)
            return readings[i].used;
    return turns[turns[false].at <= at ? false : true].used;
}

bool scrape_pod(const struct scrape *scrape, const struct pod *pod,
                struct pod_metrics *metrics)
{
    sim_time last = scrape_before(scrape, scrape->cluster->sim->now);
    sim_time since = running_since(pod, last);
    sim_time window = scrape->window;
    double used = 0;

    if (since == NEVER || last - since < scrape->settings->fresh)
        return false;
    if (last - since < window)
        window = last - since;
    for (struct listing *each = pod->listings; each != NULL;
         each = each->next_of_pod)
        if (each->balancer->meter != NULL)
            used += used_at(scrape, each, last) -
                    used_at(scrape, each, last - window);
    *metrics =
        (struct pod_metrics){.at = last,
                             .window = window,
                             .cpu_milli = 1000 * used / time_seconds(window)};
    return true;
}

int64_t scrape_memory(const struct pod *pod)
{
    return sandbox_memory(pod->sandbox);
}

/* A demand that jumps to a level and stays there has not crossed it. */
static double just_below(double level)
{
    return level * (1 - 1e-12);
}

bool scrape_share(const struct scrape *scrape, const struct pod *pod,
                  struct scrape_share *share)
{
    sim_time from =
        scrape_before(scrape, scrape->cluster->sim->now) - scrape->window;

    *share = (struct scrape_share){NULL, 0};
    for (struct listing *each = pod->listings; each != NULL;
         each = each->next_of_pod) {
        const struct service_use *service =
            &scrape->cluster->use.services[each->balancer->service->ordinal];

        if (each->balancer->meter == NULL)
            continue;
        if ((share->service != NULL && share->service != service) ||
            service->since > from || service->overloaded ||
            each->latest != NULL)
            return false;
        share->service = service;
        share->cores += meter_load(each) * service->question->cpu_per_request;
    }
    return true;
}

struct pod_metrics scrape_of_share(const struct scrape *scrape,
                                   const struct scrape_share *share)
{
    sim_time last = scrape_before(scrape, scrape->cluster->sim->now);
    double offered =
        share->service == NULL
            ? 0
            : use_offered(share->service, last - scrape->window, last);

    return (struct pod_metrics){.at = last,
                                .window = scrape->window,
                                .cpu_milli = 1000 * share->cores * offered /
                                             time_seconds(scrape->window)};
}

sim_time scrape_stays(const struct scrape *scrape,
                      const struct scrape_share *share, double low_milli,
                      double high_milli)
{
    sim_time now = scrape->cluster->sim->now;
    sim_time from = scrape_before(scrape, now) - scrape->window;
    struct demand_range range;
    sim_time falls, rises;
    double low, high;

    if (share->cores <= 0)
        return low_milli < 0 && high_milli > 0 ? NEVER : now;
    low = low_milli / 1000 / share->cores;
    high = just_below(high_milli / 1000 / share->cores);
    range = demand_range(&share->service->demand, from, now);
    if (range.least <= low || range.most >= high)
        return now;
    falls = demand_crosses(&share->service->demand, low, now);
    rises = demand_crosses(&share->service->demand, high, now);
    return falls < rises ? falls : rises;
}
