/* Tables of endpoints. */
#include "models/cluster/endpoint_table.h"

#include <string.h>

#include "models/cluster/meter.h"

/* A container without a request is taken to have asked for what the scheduler's
 * scoring assumes. */
static int64_t requested_milli(const struct container_template *container)
{
    return container->cpu_request_milli > 0 ? container->cpu_request_milli
                                            : ASSUMED_REQUEST_MILLI;
}

/* Of all containers that go on, as a horizontal autoscaler sums them. */
static double requested_cores(const struct pod *pod)
{
    const struct pod_template *template = pod->template;
    int64_t sum = 0;

    for (int i = 0; i < template->container_count; i++)
        sum += requested_milli(&template->containers[i]);
    for (int i = 0; i < template->init_count; i++)
        if (template->init_containers[i].sidecar)
            sum += requested_milli(&template->init_containers[i]);
    return (double)sum / 1000;
}

static double node_cores(const struct pod *pod)
{
    return (double)pod->status.node->design->cpu_milli / 1000;
}

static double most_cores(const struct pod *pod)
{
    const struct pod_template *template = pod->template;
    double node = node_cores(pod);
    int64_t limit = 0;

    for (int i = 0; i < template->container_count; i++) {
        if (template->containers[i].cpu_limit_milli == 0)
            return node;
        limit += template->containers[i].cpu_limit_milli;
    }
    return (double)limit / 1000 < node ? (double)limit / 1000 : node;
}

static int sum_count(const struct balancer *balancer)
{
    return balancer->domains.count * USABLE_ENDPOINTS *
           balancer->class_capacity;
}

static struct pool *room(struct balancer *balancer, size_t bytes)
{
    return &balancer->all->rooms[64 - __builtin_clzl(bytes - 1)];
}

static size_t bytes_of_serving(const struct balancer *balancer)
{
    return sizeof(int) * (size_t)sum_count(balancer);
}

static int *serving_new(struct balancer *balancer)
{
    return pool_take(room(balancer, bytes_of_serving(balancer)));
}

/* When each proxy has it, the regions, and their loads, in one room. */
static size_t bytes_of_frame(const struct balancer *balancer)
{
    return sizeof(sim_time) * (size_t)balancer->proxies->count +
           (sizeof(struct region) + sizeof(struct inflow)) *
               (size_t)balancer->domains.count;
}

static struct endpoint_table *table_new(struct balancer *balancer)
{
    struct endpoint_table *table = pool_take(&balancer->all->tables);

    table->balancer = balancer;
    table->at = pool_take(room(balancer, bytes_of_frame(balancer)));
    table->regions = (void *)(table->at + balancer->proxies->count);
    table->loads = (void *)(table->regions + balancer->domains.count);
    table->serving = serving_new(balancer);
    return table;
}

/* Room for another class in all tables. */
static void grow(struct balancer *balancer)
{
    struct arena *arena = balancer->all->api->sim->arena;
    int before = balancer->class_capacity;
    int rows = balancer->domains.count * USABLE_ENDPOINTS;
    struct pool *small = room(balancer, bytes_of_serving(balancer));
    struct backend_class *classes =
        ARENA_ARRAY(arena, struct backend_class, 2 * before);

    memcpy(classes, balancer->classes, sizeof(*classes) * (size_t)before);
    balancer->classes = classes;
    balancer->class_capacity = 2 * before;
    for (struct endpoint_table *each = balancer->newest; each != NULL;
         each = each->older) {
        int *old = each->serving;

        each->serving = serving_new(balancer);
        for (int i = 0; i < rows; i++)
            memcpy(&each->serving[i * 2 * before], &old[i * before],
                   sizeof(*old) * (size_t)before);
        pool_give(small, old);
    }
}

static int class_of(struct balancer *balancer, const struct pod *pod)
{
    const struct backend_class class = {most_cores(pod), node_cores(pod),
                                        requested_cores(pod)};

    for (int i = 0; i < balancer->class_count; i++) {
        const struct backend_class *each = &balancer->classes[i];

        if (each->most == class.most && each->node == class.node &&
            each->requested == class.requested)
            return i;
    }
    if (balancer->class_count == balancer->class_capacity)
        grow(balancer);
    balancer->classes[balancer->class_count] = class;
    return balancer->class_count++;
}

void tables_open(struct balancer *balancer)
{
    balancer->class_capacity = INITIAL_SIZE(2);
    balancer->classes =
        ARENA_ARRAY(balancer->all->api->sim->arena, struct backend_class,
                    balancer->class_capacity);
    balancer->newest = balancer->oldest = table_new(balancer);
}

struct endpoint_table *table_begin(struct balancer *balancer,
                                   struct cause cause)
{
    struct endpoint_table *before = balancer->newest;
    struct endpoint_table *table = table_new(balancer);

    memcpy(table->regions, before->regions,
           sizeof(*table->regions) * (size_t)balancer->domains.count);
    memcpy(table->serving, before->serving,
           sizeof(*table->serving) * (size_t)sum_count(balancer));
    table->made = balancer->all->api->sim->now;
    table->older = before;
    table->newer = NULL;
    before->newer = table;
    balancer->newest = table;
    cause_keep(&table->cause, cause);
    return table;
}

/* Of a listing that is in the table. */
static void count_reply(struct endpoint_table *table,
                        const struct listing *listing, enum endpoint use,
                        int sign)
{
    struct backends *some = &table->regions[listing->domain].backends[use];

    if (listing->reply == REPLY_SERVES) {
        some->serving += sign;
        serving_of(table, listing->domain, use)[listing->class] += sign;
    } else if (listing->reply == REPLY_REFUSES) {
        some->refusing += sign;
    }
}

static void count_listed(struct endpoint_table *table,
                         const struct listing *listing, enum endpoint use,
                         int sign)
{
    if (use == NO_ENDPOINT)
        return;
    table->followed = false;
    table->regions[listing->domain].backends[use].listed += sign;
    count_reply(table, listing, use, sign);
}

/* Proxies times seconds in which they had the table, or a newer one. */
static double proxy_seconds(const struct endpoint_table *table, sim_time from,
                            sim_time to)
{
    int count = table->balancer->proxies->count;
    double sum = 0;

    if (table->older == NULL)
        return count * time_seconds(to - from);
    for (int i = 0; i < count && table->at[i] < to; i++)
        sum += time_seconds(to - (table->at[i] > from ? table->at[i] : from));
    return sum;
}

double table_seconds(const struct endpoint_table *table, sim_time from,
                     sim_time to)
{
    double sum = proxy_seconds(table, from, to);

    if (table->newer != NULL)
        sum -= proxy_seconds(table->newer, from, to);
    return sum / table->balancer->proxies->count;
}

int domain_of(const struct balancer *balancer, const struct node *node)
{
    switch (balancer->domains.routing->preference) {
    case PREFER_ZONE:
        return node->design->zone;
    case PREFER_NODE:
    case ONLY_NODE:
        return node->ordinal;
    case PREFER_NONE:
        break;
    }
    return 0;
}

/* Those of a balancer with a meter have a metering behind them. */
static struct pool *listing_pool(const struct balancer *balancer)
{
    return balancer->meter != NULL ? &balancer->all->metered
                                   : &balancer->all->listings;
}

static struct listing *listing_begin(struct balancer *balancer, struct pod *pod)
{
    struct listing *listing = pool_take(listing_pool(balancer));

    listing->balancer = balancer;
    listing->pod = pod;
    listing->use = NO_ENDPOINT;
    listing->domain = domain_of(balancer, pod->status.node);
    listing->class = class_of(balancer, pod);
    listing->reply =
        (uint8_t)(pod->sandbox == NULL ? REPLY_NONE
                                       : sandbox_reply(pod->sandbox));
    listing->next_of_pod = pod->listings;
    pod->listings = listing;
    pod_hold(pod);
    if (balancer->meter != NULL)
        meter_join(listing);
    return listing;
}

static void listing_end(struct listing *listing)
{
    struct balancers *balancers = listing->balancer->all;
    struct listing **place = &listing->pod->listings;

    while (*place != listing)
        place = &(*place)->next_of_pod;
    *place = listing->next_of_pod;
    if (listing->balancer->meter != NULL)
        meter_leave(listing);
    pod_release(balancers->api, listing->pod);
    pool_give(listing_pool(listing->balancer), listing);
}

void table_list(struct endpoint_table *table, struct pod *pod,
                struct listing *listing, enum endpoint use)
{
    struct balancer *balancer = table->balancer;

    if (listing == NULL)
        listing = listing_begin(balancer, pod);
    if (listing->latest == NULL || listing->latest->table != table) {
        struct amendment *amendment = pool_take(&balancer->all->amendments);

        *amendment = (struct amendment){table, listing, listing->use,
                                        table->amendments, listing->latest};
        table->amendments = listing->latest = amendment;
    }
    count_listed(table, listing, listing->use, -1);
    count_listed(table, listing, use, 1);
    if (balancer->meter != NULL)
        meter_moving(listing);
    listing->use = use;
    if (balancer->meter != NULL)
        meter_moved(listing);
}

/* Every node does what the amendment says, which is its listing's oldest. */
static void amendment_settle(struct amendment *amendment)
{
    struct listing *listing = amendment->listing;
    struct balancers *balancers = listing->balancer->all;
    struct amendment **place = &listing->latest;
    enum endpoint use = listing->use;
    bool listed;

    while (*place != amendment) {
        use = (*place)->before;
        place = &(*place)->older;
    }
    *place = NULL;
    listed = use == READY_ENDPOINT;
    if (listed != listing->listed) {
        listing->listed = listed;
        hook_call(&balancers->listed_changed, listing, amendment->table->cause);
        if (listed && listing->reply == REPLY_SERVES)
            sandbox_recovered(listing->pod->sandbox);
    }
    if (listing->use == NO_ENDPOINT && listing->latest == NULL)
        listing_end(listing);
    pool_give(&balancers->amendments, amendment);
}

static void table_end(struct endpoint_table *table)
{
    struct balancer *balancer = table->balancer;

    event_cancel(balancer->all->api->sim, &table->settled);
    cause_drop(&table->cause);
    pool_give(room(balancer, bytes_of_serving(balancer)), table->serving);
    pool_give(room(balancer, bytes_of_frame(balancer)), table->at);
    pool_give(&balancer->all->tables, table);
}

void table_settle(struct endpoint_table *table)
{
    struct balancer *balancer = table->balancer;

    while (balancer->oldest != table) {
        struct endpoint_table *gone = balancer->oldest, *next = gone->newer;
        struct amendment *after;

        for (struct amendment *each = next->amendments; each != NULL;
             each = after) {
            after = each->next;
            amendment_settle(each);
        }
        next->amendments = NULL;
        next->older = NULL;
        balancer->oldest = next;
        table_end(gone);
    }
}

void listing_reply(struct listing *listing, enum reply reply)
{
    enum reply before = listing->reply;
    const struct amendment *amendment = listing->latest;
    enum endpoint use = listing->use;
    bool metered = listing->balancer->meter != NULL;

    if (metered)
        meter_moving(listing);
    for (struct endpoint_table *each = listing->balancer->newest; each != NULL;
         each = each->older) {
        if (use != NO_ENDPOINT) {
            each->followed = false;
            listing->reply = (uint8_t)before;
            count_reply(each, listing, use, -1);
            listing->reply = (uint8_t)reply;
            count_reply(each, listing, use, 1);
        }
        if (amendment != NULL && amendment->table == each) {
            use = amendment->before;
            amendment = amendment->older;
        }
    }
    listing->reply = (uint8_t)reply;
    if (metered)
        meter_moved(listing);
}
