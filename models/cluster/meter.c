/* Counters of CPU, by place. */
#include "models/cluster/meter.h"

#include "models/cluster/endpoint_table.h"

static size_t places(const struct balancer *balancer, int capacity)
{
    return (size_t)(balancer->domains.count * USABLE_ENDPOINTS * capacity);
}

void meter_open(struct balancer *balancer)
{
    struct arena *arena = balancer->all->api->sim->arena;
    struct meter *meter = ARENA_NEW(arena, struct meter);

    meter->balancer = balancer;
    meter->class_capacity = balancer->class_capacity;
    meter->used =
        ARENA_ARRAY(arena, double, places(balancer, meter->class_capacity));
    balancer->meter = meter;
}

/* There are more classes than before: each row becomes longer. */
static void grow(struct meter *meter)
{
    const struct balancer *balancer = meter->balancer;
    int before = meter->class_capacity, now = balancer->class_capacity;
    double *used = ARENA_ARRAY(balancer->all->api->sim->arena, double,
                               places(balancer, now));

    for (size_t i = 0; i < places(balancer, before); i++)
        used[i / (size_t)before * (size_t)now + i % (size_t)before] =
            meter->used[i];
    meter->used = used;
    meter->class_capacity = now;
}

static double *place(const struct meter *meter, int domain, enum endpoint use,
                     int class)
{
    return &meter->used[(domain * USABLE_ENDPOINTS + (int)use) *
                            meter->class_capacity +
                        class];
}

/* What the place of the newest table has counted; where no request comes to,
 * nothing is. */
static double counted(const struct listing *listing)
{
    const struct meter *meter = listing->balancer->meter;

    return listing->use == NO_ENDPOINT || listing->reply != REPLY_SERVES
               ? 0
               : *place(meter, listing->domain, listing->use, listing->class);
}

void meter_join(struct listing *listing)
{
    struct meter *meter = listing->balancer->meter;
    struct metering *own = metering_of(listing);

    if (meter->class_capacity < listing->balancer->class_capacity)
        grow(meter);
    for (int i = 0; i < READINGS; i++)
        own->readings[i].at = INT64_MIN;
    for (int i = 0; i < 2; i++)
        own->turns[i].at = INT64_MIN;
    own->next = meter->first;
    if (own->next != NULL)
        metering_of(own->next)->previous = listing;
    meter->first = listing;
    meter_moved(listing);
}

void meter_leave(struct listing *listing)
{
    struct metering *own = metering_of(listing);

    if (own->next != NULL)
        metering_of(own->next)->previous = own->previous;
    if (own->previous != NULL)
        metering_of(own->previous)->next = own->next;
    else
        listing->balancer->meter->first = own->next;
}

void meter_moving(struct listing *listing)
{
    struct metering *own = metering_of(listing);

    own->before += counted(listing) - own->joined;
}

void meter_moved(struct listing *listing)
{
    metering_of(listing)->joined = counted(listing);
}

/* For how long, in seconds, proxies went by the table, as a mean over them; at
 * a moment, the share of those that do. */
static double weight(const struct endpoint_table *table,
                     const struct stretch *stretch)
{
    int reach;

    if (stretch->from < stretch->to)
        return table_seconds(table, stretch->from, stretch->to);
    reach = table_reach(table, stretch->to);
    if (table->newer != NULL)
        reach -= table_reach(table->newer, stretch->to);
    return (double)reach / table->balancer->proxies->count;
}

/* Core-seconds of a pod that has this place in the table; at a moment, cores.
 */
static double used_by(const struct endpoint_table *table, int domain,
                      enum endpoint use, int class,
                      const struct stretch *stretch)
{
    const struct backend_class *pods = &table->balancer->classes[class];
    double cpu = stretch->cpu_per_request * table->loads[domain].each[use];
    double rate =
        stretch->from < stretch->to
            ? stretch->offered / time_seconds(stretch->to - stretch->from)
            : stretch->offered;

    return weight(table, stretch) *
           (table->flow.rate > saturation(pods, cpu) ? pods->most : cpu * rate);
}

/* The same over all tables, for each place of the newest. */
static double used_in(const struct balancer *balancer, int domain,
                      enum endpoint use, int class,
                      const struct stretch *stretch)
{
    double sum = 0;

    for (const struct endpoint_table *each = balancer->newest; each != NULL;
         each = each->older)
        sum += used_by(each, domain, use, class, stretch);
    return sum;
}

/* And of a listing, by its use in each table. */
static double used_by_listing(const struct listing *listing,
                              const struct stretch *stretch)
{
    const struct amendment *amendment = listing->latest;
    enum endpoint use = listing->use;
    double sum = 0;

    if (listing->reply != REPLY_SERVES)
        return 0;
    for (const struct endpoint_table *each = listing->balancer->newest;
         each != NULL; each = each->older) {
        if (use != NO_ENDPOINT)
            sum += used_by(each, listing->domain, use, listing->class, stretch);
        if (amendment != NULL && amendment->table == each) {
            use = amendment->before;
            amendment = amendment->older;
        }
    }
    return sum;
}

/* Its place will count what it would have used, had every table listed it as
 * the newest does. */
static void correct(struct listing *listing, const struct stretch *stretch)
{
    double counted = 0;

    if (listing->reply == REPLY_SERVES && listing->use != NO_ENDPOINT)
        counted = used_in(listing->balancer, listing->domain, listing->use,
                          listing->class, stretch);
    metering_of(listing)->before += used_by_listing(listing, stretch) - counted;
}

void meter_advance(struct meter *meter, struct stretch stretch)
{
    const struct balancer *balancer = meter->balancer;

    if (stretch.from == stretch.to)
        return;
    for (const struct endpoint_table *table = balancer->newest;
         table->older != NULL; table = table->older)
        for (struct amendment *each = table->amendments; each != NULL;
             each = each->next)
            if (each == each->listing->latest)
                correct(each->listing, &stretch);
    for (int i = 0; i < balancer->domains.count; i++)
        for (enum endpoint use = 0; use < USABLE_ENDPOINTS; use++)
            for (int k = 0; k < balancer->class_count; k++)
                *place(meter, i, use, k) +=
                    used_in(balancer, i, use, k, &stretch);
}

double meter_read(const struct listing *listing, const struct stretch *stretch)
{
    const struct metering *own = metering_of(listing);
    double used = own->before + counted(listing) - own->joined;

    if (stretch->from < stretch->to)
        used += used_by_listing(listing, stretch);
    return used;
}

double meter_cores(const struct listing *listing, const struct stretch *moment)
{
    return used_by_listing(listing, moment);
}

double meter_load(const struct listing *listing)
{
    return listing->use == NO_ENDPOINT || listing->reply != REPLY_SERVES
               ? 0
               : listing->balancer->newest->loads[listing->domain]
                     .each[listing->use];
}
