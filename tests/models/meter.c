/*
 * What pods use of CPU, and what metrics-server says of it: the sum over pods
 * is what the Service's requests need, regime by regime, whatever happens.
 */
#include "models/cluster/meter.h"

#include <math.h>
#include <stdio.h>

#include "models/world.h"
#include "tests/fuzz/conservation.h"
#include "tests/random_scenario.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

enum { KNOWN = 64 };

struct account {
    struct world *world;
    struct listener leaving;
    struct listener entered;
    struct listing *known[KNOWN]; /* of the Service whose regime ended last */
    double had[KNOWN];
    int known_count;
    double pods; /* core-seconds */
    double requests;
    int jumps;
    int wrong; /* regimes in which the two differ */
    int regimes;
};

/* Core-seconds of all listings of the Service in the regime that ends. */
static double used(struct account *account, const struct service_use *service)
{
    const struct use *use = &account->world->cluster.use;
    double sum = 0;

    account->known_count = 0;
    for (struct listing *each = service->balancer->meter->first;
         each != NULL && account->known_count < KNOWN;
         each = metering_of(each)->next) {
        double now = use_cpu(use, each, use->sim->now);

        sum += now - use_cpu(use, each, service->since);
        account->known[account->known_count] = each;
        account->had[account->known_count++] = now;
    }
    return sum;
}

/* No pod's counter jumps from one regime to the next. */
static void entered(void *context, void *subject, struct cause cause)
{
    struct account *account = context;
    const struct service_use *service = subject;
    const struct use *use = &account->world->cluster.use;

    (void)cause;
    if (service->balancer->meter == NULL)
        return;
    for (struct listing *each = service->balancer->meter->first; each != NULL;
         each = metering_of(each)->next)
        for (int i = 0; i < account->known_count; i++)
            if (account->known[i] == each)
                account->jumps += !(fabs(use_cpu(use, each, use->sim->now) -
                                         account->had[i]) <= 1e-6);
}

static void leaving(void *context, void *subject, struct cause cause)
{
    struct account *account = context;
    const struct service_use *service = subject;
    const struct use *use = &account->world->cluster.use;
    double pods, requests;

    (void)cause;
    if (service->balancer->meter == NULL)
        return;
    pods = used(account, service);
    requests =
        service->question->cpu_per_request *
        use_volume(service, service->served, service->since, use->sim->now);
    account->regimes++;
    account->pods += pods;
    account->requests += requests;
    account->wrong += !(fabs(pods - requests) <= 1e-9 + 1e-7 * requests);
}

static void open_metered(struct account *account, struct arena *arena,
                         const struct scenario *scenario, uint64_t seed)
{
    *account = (struct account){
        .world = world_open(scenario, arena, (struct seed){.seed = seed})};
    account->leaving = (struct listener){leaving, account, NULL};
    hook_listen(&account->world->cluster.use.leaving, &account->leaving);
    account->entered = (struct listener){entered, account, NULL};
    hook_listen(&account->world->cluster.use.entered, &account->entered);
}

static void conserved(void)
{
    int regimes = 0, count = suite_short() ? 20 : 200;
    struct arena arena, texts;
    struct conservation conservation = {0};
    struct account account;
    long checks = 0;

    arena_open(&arena);
    arena_open(&texts);
    for (int i = 0; i < count; i++) {
        struct scenario scenario =
            *scenario_from_text(&texts, random_scenario(&texts, (uint64_t)i));

        scenario.scraped = true;
        open_metered(&account, &arena, &scenario, (uint64_t)i);
        conservation_open(&conservation, account.world);
        world_break(account.world);
        sim_run(account.world->sim, DAYS(2));
        CU_ASSERT_EQUAL(account.wrong, 0);
        CU_ASSERT_EQUAL(account.jumps, 0);
        if (account.wrong > 0)
            fprintf(stderr, "scenario %d: %d of %d regimes: %g, %g\n", i,
                    account.wrong, account.regimes, account.pods,
                    account.requests);
        regimes += account.pods > 0 ? account.regimes : 0;
        checks += conservation.checks;
        conservation.checks = 0;
        arena_reset(&arena);
        arena_reset(&texts);
    }
    CU_ASSERT(regimes > 10 * count);
    CU_ASSERT(checks > 10 * count);
    arena_close(&texts);
    arena_close(&arena);
}

SUITE("models/meter", {"what pods use is what requests need", conserved})
