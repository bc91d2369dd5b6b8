/* Outages, from the use's verdicts on its Services. */
#include "models/measures/outage.h"

static sim_time now(const struct outages *outages)
{
    return outages->observation->cluster->sim->now;
}

static void report(struct outages *outages, struct outage *outage)
{
    if (outage->start != NEVER && outage->end > outage->start)
        outages->over(outages->context, outage);
    outage->start = outage->noticed = outage->answered = outage->end = NEVER;
}

static void begin(struct outages *outages, struct outage *outage)
{
    if (outage->end == now(outages)) {
        outage->end = NEVER;
        return;
    }
    if (outage->end != NEVER)
        report(outages, outage);
    if (outage->start == NEVER)
        outage->start = now(outages);
}

static void entered(void *context, void *subject, struct cause cause)
{
    struct outages *outages = context;
    const struct service_use *service = subject;
    struct outage *outage =
        &outages->latest[service->question->service->ordinal];

    (void)cause;
    if (!service->available)
        begin(outages, outage);
    else if (outage->start != NEVER && outage->end == NEVER)
        outage->end = now(outages);
}

void outages_open(struct outages *outages,
                  const struct observation *observation,
                  void (*over)(void *context, const struct outage *outage),
                  void *context)
{
    struct use *use = &observation->cluster->use;

    *outages = (struct outages){.observation = observation,
                                .entered = {entered, outages, NULL},
                                .over = over,
                                .context = context};
    outages->latest = ARENA_ARRAY(use->sim->arena, struct outage, use->count);
    for (int i = 0; i < use->count; i++) {
        struct outage *outage = &outages->latest[i];

        *outage = (struct outage){i, NEVER, NEVER, NEVER, NEVER};
        if (use->services[i].available)
            continue;
        /* When it was noticed nobody saw: what is left of it recovers. */
        begin(outages, outage);
        outage->noticed = outage->answered = outage->start;
    }
    hook_listen(&use->entered, &outages->entered);
}

void outages_close(struct outages *outages)
{
    for (int i = 0; i < outages->observation->cluster->use.count; i++) {
        struct outage *outage = &outages->latest[i];

        if (outage->start != NEVER && outage->end == NEVER)
            outage->end = now(outages);
        report(outages, outage);
    }
}

void outage_noticed(struct outages *outages, int service)
{
    struct outage *outage = &outages->latest[service];

    if (outage->start != NEVER && outage->end == NEVER &&
        outage->noticed == NEVER)
        outage->noticed = now(outages);
}

void outage_answered(struct outages *outages, int service)
{
    struct outage *outage = &outages->latest[service];

    outage_noticed(outages, service);
    if (outage->start != NEVER && outage->end == NEVER &&
        outage->answered == NEVER)
        outage->answered = now(outages);
}

double outage_seconds(const struct outage *outage)
{
    return time_seconds(outage->end - outage->start);
}

static sim_time earlier(sim_time a, sim_time b)
{
    return a < b ? a : b;
}

double outage_detect(const struct outage *outage)
{
    return time_seconds(earlier(outage->noticed, outage->end) - outage->start);
}

double outage_react(const struct outage *outage)
{
    return time_seconds(earlier(outage->answered, outage->end) -
                        earlier(outage->noticed, outage->end));
}

double outage_recover(const struct outage *outage)
{
    return time_seconds(outage->end - earlier(outage->answered, outage->end));
}
