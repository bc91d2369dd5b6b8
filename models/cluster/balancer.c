/* Who tells the balancers what. */
#include "models/cluster/balancer.h"

#include "models/cluster/endpoint_table.h"
#include "models/cluster/meter.h"

bool pod_listed(const struct pod *pod)
{
    const struct listing *each = pod->listings;

    while (each != NULL && !each->listed)
        each = each->next_of_pod;
    return each != NULL;
}

/* When each proxy has the table. */
static sim_time travel(struct endpoint_table *table)
{
    struct proxies *proxies = table->balancer->proxies;
    struct balancers *balancers = table->balancer->all;
    sim_time now = balancers->api->sim->now;

    for (int i = 0; i < proxies->count; i++) {
        struct proxy *proxy = &proxies->all[i];
        sim_time heard =
            time_after(now, law_delay(balancers->news, &balancers->stream));
        int place = i;

        if (proxy_idle(proxy, heard))
            proxy_sync(proxy, heard, &proxies->pace,
                       law_delay(proxies->programming, &balancers->stream));
        for (; place > 0 && table->at[place - 1] > proxy->ended; place--)
            table->at[place] = table->at[place - 1];
        table->at[place] = proxy->ended;
    }
    return table->at[proxies->count - 1];
}

static void settled(struct sim *sim, struct event *event)
{
    struct endpoint_table *table =
        EVENT_OWNER(event, struct endpoint_table, settled);
    struct balancer *balancer = table->balancer;
    struct cause cause = NO_CAUSE;

    (void)sim;
    cause_keep(&cause, table->cause);
    hook_call(&balancer->all->changing, balancer, cause);
    table_settle(table);
    cause_drop(&table->cause);
    hook_call(&balancer->all->changed, balancer, cause);
    cause_drop(&cause);
}

static struct endpoint_table *table_of_now(struct balancer *balancer,
                                           struct cause cause)
{
    struct sim *sim = balancer->all->api->sim;
    struct endpoint_table *table = balancer->newest;

    if (table->older != NULL && table->made == sim->now)
        return table;
    table = table_begin(balancer, cause);
    event_prepare(&table->settled, settled, RANK_DELIVERY, balancer->identity);
    event_schedule(sim, &table->settled, travel(table));
    return table;
}

/* Where a Service's own endpoints on a node decide whether a load balancer may
 * send requests there. */
static void look_at_door(struct balancer *balancer, int node,
                         struct cause cause)
{
    const struct region *region;
    struct door *door;

    if (balancer->doors == NULL || balancer->doors == &balancer->all->doors)
        return;
    door = &balancer->doors->all[node];
    region = &balancer->newest->regions[node];
    door_set(door,
             machine_up(door->machine) &&
                 region->backends[READY_ENDPOINT].listed > 0,
             cause);
}

static void written(void *context, void *subject, struct cause cause)
{
    static const enum endpoint uses[] = {READY_ENDPOINT, TERMINATING_ENDPOINT,
                                         NO_ENDPOINT};
    struct balancers *balancers = context;
    const struct change *change = subject;
    struct balancer *balancer;
    struct listing *listing;
    struct pod *pod = change->object;

    if (change->kind < ENDPOINT_READY || change->kind > ENDPOINT_REMOVED)
        return;
    balancer = &balancers->all[change->service->ordinal];
    listing = pod->listings;
    while (listing != NULL && listing->balancer != balancer)
        listing = listing->next_of_pod;
    cause = cause_after(cause, balancer->proxies->setting);
    table_list(table_of_now(balancer, cause), pod, listing,
               uses[change->kind - ENDPOINT_READY]);
    hook_call(&balancers->travelling, balancer, cause);
    if (pod->status.node != NULL)
        look_at_door(balancer, pod->status.node->ordinal, cause);
}

static void serving_changed(void *context, void *subject, struct cause cause)
{
    struct balancers *balancers = context;
    struct sandbox *sandbox = subject;

    for (struct listing *each = sandbox->pod->listings; each != NULL;
         each = each->next_of_pod) {
        if (each->reply == sandbox_reply(sandbox))
            continue;
        hook_call(&balancers->changing, each->balancer, cause);
        listing_reply(each, sandbox_reply(sandbox));
        hook_call(&balancers->changed, each->balancer, cause);
    }
}

/* The share of requests that enter at each domain, and are not lost before. */
static void find_shares(struct balancer *balancer)
{
    const struct infrastructure *infrastructure = balancer->all->infrastructure;
    const struct doors *doors = balancer->doors;
    int of = doors != NULL ? doors->open : infrastructure->machines_up;

    for (int i = 0; i < balancer->domains.count; i++)
        balancer->shares[i] = 0;
    if (balancer->domains.count == 1) {
        balancer->shares[0] = doors == NULL ? 1
                              : of == 0     ? 0
                                            : 1 - (double)doors->lost / of;
        return;
    }
    for (int i = 0; i < infrastructure->machine_count; i++)
        if (machine_up(&infrastructure->machines[i]) &&
            (doors == NULL || doors->all[i].open))
            balancer
                ->shares[domain_of(balancer, &balancer->all->api->nodes[i])] +=
                1. / of;
}

static void entrance_changing(struct balancer *balancer, struct cause cause)
{
    hook_call(&balancer->all->changing, balancer, cause);
}

static void entrance_changed(struct balancer *balancer, struct cause cause)
{
    find_shares(balancer);
    tables_forget(balancer);
    hook_call(&balancer->all->changed, balancer, cause);
}

static void each_behind(struct balancers *balancers, const struct door *door,
                        void (*what)(struct balancer *balancer,
                                     struct cause cause),
                        struct cause cause)
{
    for (struct balancer *each = balancers->first_behind; each != NULL;
         each = each->next_behind)
        if (each->doors == door->doors)
            what(each, cause);
}

static void door_changing(void *context, struct door *door, struct cause cause)
{
    each_behind(context, door, entrance_changing, cause);
}

static void door_changed(void *context, struct door *door, struct cause cause)
{
    struct balancers *balancers = context;

    each_behind(balancers, door, entrance_changed, cause);
    hook_call(&balancers->door_changed, door, cause);
}

static void machine_changing(void *context, void *subject, struct cause cause)
{
    struct balancers *balancers = context;

    (void)subject;
    for (struct balancer *each = balancers->first_within; each != NULL;
         each = each->next_within)
        entrance_changing(each, cause);
}

static void machine_changed(void *context, void *subject, struct cause cause)
{
    struct balancers *balancers = context;
    const struct machine *machine = subject;

    for (struct balancer *each = balancers->first_within; each != NULL;
         each = each->next_within)
        entrance_changed(each, cause);
    if (balancers->doors.count > 0)
        door_set(&balancers->doors.all[machine->ordinal], machine_up(machine),
                 cause);
    for (struct balancer *each = balancers->first_behind; each != NULL;
         each = each->next_behind)
        look_at_door(each, machine->ordinal, cause);
}

void balancers_visit_doors(const struct balancers *balancers,
                           void (*visit)(void *context, struct door *door),
                           void *context)
{
    bool shared = false;

    for (struct balancer *each = balancers->first_behind; each != NULL;
         each = each->next_behind) {
        bool again = shared && each->doors == &balancers->doors;

        for (int i = 0; i < each->doors->count && !again; i++)
            visit(context, &each->doors->all[i]);
        shared |= each->doors == &balancers->doors;
    }
}

/* As an Ingress' annotations say, or else its controller's settings. */
static struct next_upstream next_of(const struct upstream_wishes *wishes,
                                    const struct ingress_settings *settings)
{
    return (struct next_upstream){
        .tries = wishes->tries >= 0 ? wishes->tries : settings->tries,
        .time = wishes->time >= 0 ? SECONDS(wishes->time) : settings->time,
        .connect =
            wishes->connect >= 0 ? SECONDS(wishes->connect) : settings->connect,
        .error = wishes->error,
        .timeout = wishes->timeout};
}

/* So many domains as the routing tells apart. */
static void open_domains(struct balancer *balancer)
{
    struct balancers *balancers = balancer->all;
    struct arena *arena = balancers->api->sim->arena;
    struct domains *domains = &balancer->domains;
    enum preference preference = balancer->service->routing.preference;
    int nodes = balancers->api->node_count;
    int zones = balancers->api->zone_count;

    *domains = (struct domains){.routing = &balancer->service->routing,
                                .count = preference == PREFER_NONE   ? 1
                                         : preference == PREFER_ZONE ? zones
                                                                     : nodes};
    balancer->shares = ARENA_ARRAY(arena, double, domains->count);
    if (preference == PREFER_NODE) {
        int *of = ARENA_ARRAY(arena, int, nodes);

        for (int i = 0; i < nodes; i++)
            of[i] = balancers->api->nodes[i].design->zone;
        domains->zones = of;
        domains->zone_count = zones;
        domains->zone_shares = ARENA_ARRAY(arena, double, zones);
        domains->zone_ready = ARENA_ARRAY(arena, int, zones);
    }
}

static void open_doors(struct balancer *balancer, struct doors *doors,
                       const struct balancer_settings *settings)
{
    struct balancers *balancers = balancer->all;
    bool own = doors != &balancers->doors;

    if (doors->count == 0)
        doors_open(doors, balancers->infrastructure, &settings->load_balancer,
                   own ? balancer->service->object : "load-balancer",
                   (struct door_heard){door_changing, door_changed, balancers});
    balancer->doors = doors;
    balancer->next_behind = balancers->first_behind;
    balancers->first_behind = balancer;
    for (int i = 0; own && i < doors->count; i++)
        doors->all[i].open = doors->all[i].works = false;
    if (own)
        doors->open = 0;
}

static void open_balancer(struct balancer *balancer,
                          const struct balancer_settings *settings)
{
    struct balancers *balancers = balancer->all;
    const struct routing *routing = &balancer->service->routing;

    balancer->identity = identity_of(balancer->service->object);
    balancer->proxies = routing->entrance == THROUGH_INGRESS
                            ? &balancers->ingresses
                            : &balancers->nodes;
    open_domains(balancer);
    balancer->domains.next = next_of(&routing->wishes, &settings->ingress);
    tables_open(balancer);
    if (routing->entrance == THROUGH_BALANCER) {
        open_doors(balancer,
                   routing->preference == ONLY_NODE
                       ? ARENA_NEW(balancers->api->sim->arena, struct doors)
                       : &balancers->doors,
                   settings);
    } else if (balancer->domains.count > 1) {
        balancer->next_within = balancers->first_within;
        balancers->first_within = balancer;
    }
    find_shares(balancer);
}

/* Where no delay varies, one stands for all. */
static void open_proxies(struct balancers *balancers,
                         const struct balancer_settings *settings, int minor)
{
    const struct law *programming = &settings->proxy.programming;
    int nodes = balancers->infrastructure->machine_count;
    bool alike = programming->kind == &law_constant &&
                 balancers->news->kind == &law_constant;

    balancers->nodes =
        (struct proxies){.count = alike                  ? 1
                                  : nodes < MOST_PROXIES ? nodes
                                                         : MOST_PROXIES,
                         .pace = proxy_pace(&settings->proxy, minor),
                         .programming = programming,
                         .setting = "controllers.kube-proxy.programming"};
    balancers->ingresses =
        (struct proxies){.count = 1,
                         .pace = ingress_pace(&settings->ingress),
                         .programming = &settings->ingress.programming,
                         .setting = "controllers.ingress-nginx.programming"};
    for (int i = 0; i < MOST_PROXIES; i++)
        balancers->nodes.all[i] = balancers->ingresses.all[i] = proxy_rested();
}

static void listen(struct balancers *balancers, struct kubelets *kubelets)
{
    balancers->written = (struct listener){written, balancers, NULL};
    hook_listen(balancers->api->written, &balancers->written);
    balancers->serving_changed =
        (struct listener){serving_changed, balancers, NULL};
    hook_listen(&kubelets->serving_changed, &balancers->serving_changed);
    balancers->machine_changing =
        (struct listener){machine_changing, balancers, NULL};
    hook_listen(&kubelets->infrastructure->machine_changing,
                &balancers->machine_changing);
    balancers->machine_changed =
        (struct listener){machine_changed, balancers, NULL};
    hook_listen(&kubelets->infrastructure->machine_changed,
                &balancers->machine_changed);
}

void balancers_open(struct balancers *balancers, struct kubelets *kubelets,
                    const struct service *services, int count,
                    const struct balancer_settings *settings,
                    const struct law *news)
{
    struct sim *sim = kubelets->sim;

    balancers->api = kubelets->api;
    balancers->infrastructure = kubelets->infrastructure;
    balancers->news = news;
    balancers->count = count;
    pool_open(&balancers->listings, sim->arena, sizeof(struct listing));
    pool_open(&balancers->metered, sim->arena,
              sizeof(struct listing) + sizeof(struct metering));
    pool_open(&balancers->amendments, sim->arena, sizeof(struct amendment));
    pool_open(&balancers->tables, sim->arena, sizeof(struct endpoint_table));
    for (int i = 0; i < 31; i++)
        pool_open(&balancers->rooms[i], sim->arena, (size_t)1 << i);
    stream_open(&balancers->stream, &sim->seed, identity_of("kube-proxy"));
    open_proxies(balancers, settings, kubelets->minor);
    balancers->all = ARENA_ARRAY(sim->arena, struct balancer, count);
    for (int i = 0; i < count; i++) {
        balancers->all[i].all = balancers;
        balancers->all[i].service = &services[i];
        open_balancer(&balancers->all[i], settings);
    }
    listen(balancers, kubelets);
}
