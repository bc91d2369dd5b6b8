/* What the load does: success and CPU, as affine functions of the demand. */
#include "models/cluster/use.h"

#include <assert.h>
#include <limits.h>

#include "models/cluster/endpoint_table.h"

double use_at(const struct service_use *service, struct affine affine,
              sim_time t)
{
    return affine.constant + affine.slope * demand_rate(&service->demand, t);
}

double use_volume(const struct service_use *service, struct affine affine,
                  sim_time from, sim_time to)
{
    return affine.constant * time_seconds(to - from) +
           affine.slope * demand_volume(&service->demand, from, to);
}

double use_offered(const struct service_use *service, sim_time from,
                   sim_time to)
{
    return demand_volume(&service->demand, from, to);
}

/* So that a crossing is on its far side. */
static double rate_just_after(const struct service_use *service, sim_time now)
{
    return demand_rate(&service->demand, now + MILLISECONDS(1));
}

static double success(const struct service_use *service, sim_time t,
                      double rate)
{
    const struct balancer *balancer = service->balancer;
    int newer = 0;
    double sum = 0;

    for (const struct endpoint_table *each = balancer->newest; each != NULL;
         each = each->older) {
        struct affine served = each->flow.served;
        int reach = table_reach(each, t);

        if (reach > newer)
            sum += (reach - newer) *
                   (rate > 0 ? (served.constant + served.slope * rate) / rate
                             : served.slope);
        newer = reach;
    }
    return sum / balancer->proxies->count;
}

double use_success(const struct service_use *service, sim_time t)
{
    return success(service, t, demand_rate(&service->demand, t));
}

/* The fewest endpoints that serve by a table that some proxy goes by at t. */
static int fewest(const struct service_use *service, sim_time t)
{
    int least = INT_MAX, newer = 0;

    for (const struct endpoint_table *each = service->balancer->newest;
         each != NULL; each = each->older) {
        int reach = table_reach(each, t);

        if (each->flow.serving < least && reach > newer)
            least = each->flow.serving;
        newer = reach;
    }
    return least;
}

static bool available(const struct service_use *service, sim_time t,
                      double rate)
{
    const struct service_question *question = service->question;

    if (question->min_ready > 0)
        return fewest(service, t) >= question->min_ready;
    return success(service, t, rate) >= question->available_at - 1e-12;
}

static void earlier(const struct demand *demand, double level, sim_time now,
                    sim_time *least)
{
    sim_time at = demand_crosses(demand, level, now);

    if (at < *least)
        *least = at;
}

/* What the pods of a class do, to each of which this load comes. */
static void add_class(struct service_use *service, struct flow *flow,
                      const struct backend_class *class, int serving,
                      double load)
{
    const struct demand *demand = &service->demand;
    double cpu = service->question->cpu_per_request;
    double most = saturation(class, cpu * load);

    if (isfinite(most))
        earlier(demand, most, service->use->sim->now, &flow->until);
    if (flow->rate > most) {
        flow->overloaded = true;
        flow->served.constant += serving * class->most / cpu;
        flow->node_share.constant += serving * class->most / class->node;
        flow->pod_share.constant += serving * class->most / class->requested;
    } else {
        flow->served.slope += serving * load;
        flow->node_share.slope += cpu * load * serving / class->node;
        flow->pod_share.slope += cpu * load * serving / class->requested;
    }
}

/* What would become of the requests if every node went by the table. */
static void follow(struct service_use *service, struct endpoint_table *table,
                   double rate)
{
    const struct balancer *balancer = service->balancer;

    table->followed = true;
    table->flow = (struct flow){.rate = rate, .until = NEVER};
    route(&balancer->domains, table->regions, balancer->shares, table->loads);
    for (int i = 0; i < balancer->domains.count; i++)
        for (enum endpoint use = 0; use < USABLE_ENDPOINTS; use++) {
            const struct backends *some = &table->regions[i].backends[use];
            const int *serving = serving_of(table, i, use);
            double load = table->loads[i].each[use];

            if (load <= 0 || some->serving == 0)
                continue;
            table->flow.serving += some->serving;
            for (int k = 0; k < balancer->class_count; k++)
                if (serving[k] > 0)
                    add_class(service, &table->flow, &balancer->classes[k],
                              serving[k], load);
        }
}

static void add(struct affine *sum, struct affine affine, double weight)
{
    sum->constant += weight * affine.constant;
    sum->slope += weight * affine.slope;
}

static void add_flow(struct service_use *service, const struct flow *flow,
                     double weight)
{
    add(&service->served, flow->served, weight);
    add(&service->node_share, flow->node_share, weight);
    add(&service->pod_share, flow->pod_share, weight);
}

static void clear(struct service_use *service)
{
    service->served = service->node_share = service->pod_share =
        (struct affine){0, 0};
}

/* The next time after t at which another proxy has a table; NEVER. */
static sim_time next_step(const struct balancer *balancer, sim_time t)
{
    sim_time next = NEVER;

    for (const struct endpoint_table *each = balancer->newest;
         each->older != NULL; each = each->older) {
        int reached = table_reach(each, t);

        if (reached < balancer->proxies->count && each->at[reached] < next)
            next = each->at[reached];
    }
    return next;
}

/* When the affine functions, or the verdict, will no longer hold. Whenever a
 * table's last proxy has it, the regime is left anyway. */
static sim_time regime_end(const struct service_use *service, double rate)
{
    const struct demand *demand = &service->demand;
    const struct balancer *balancer = service->balancer;
    const struct endpoint_table *second = balancer->oldest->newer;
    double share = service->question->available_at - service->served.slope;
    sim_time now = service->use->sim->now, end = demand_until(demand);
    sim_time settled =
        second == NULL ? now : second->at[balancer->proxies->count - 1];

    for (const struct endpoint_table *each = balancer->newest; each != NULL;
         each = each->older)
        if (each->flow.until < end)
            end = each->flow.until;
    if (service->served.constant > 0 && share > 0)
        earlier(demand, service->served.constant / share, now, &end);
    for (sim_time t = next_step(balancer, now); t < end && t < settled;
         t = next_step(balancer, t))
        if (available(service, t, rate) != service->available)
            return t;
    return end;
}

static void enter(struct service_use *service)
{
    struct use *use = service->use;
    const struct balancer *balancer = service->balancer;
    sim_time now = use->sim->now;
    double rate = rate_just_after(service, now);
    int newer = 0;

    service->since = now;
    service->overloaded = false;
    clear(service);
    for (struct endpoint_table *each = balancer->newest; each != NULL;
         each = each->older) {
        int reach = table_reach(each, now);

        if (!each->followed)
            follow(service, each, rate);
        add_flow(service, &each->flow,
                 (double)(reach - newer) / balancer->proxies->count);
        service->overloaded |= reach > newer && each->flow.overloaded;
        newer = reach;
    }
    service->available = available(service, now, rate);
    event_schedule(use->sim, &service->regime_left, regime_end(service, rate));
}

/* The functions become their means over the regime. */
static void average(struct service_use *service)
{
    const struct balancer *balancer = service->balancer;
    sim_time now = service->use->sim->now;
    double seconds = time_seconds(now - service->since);

    if (balancer->newest->older == NULL || seconds <= 0)
        return;
    clear(service);
    for (const struct endpoint_table *each = balancer->newest; each != NULL;
         each = each->older)
        add_flow(service, &each->flow,
                 table_seconds(each, service->since, now) / seconds);
}

/* What is so far true of the regime. */
static struct stretch stretch_until(const struct service_use *service,
                                    sim_time t)
{
    return (struct stretch){.from = service->since,
                            .to = t,
                            .offered = use_offered(service, service->since, t),
                            .cpu_per_request =
                                service->question->cpu_per_request};
}

/* Whoever asks of one pod asks of many, at the same two times. */
static const struct stretch *told_until(struct service_use *service, sim_time t)
{
    struct stretch *told = service->told;

    for (int i = 0; i < 2; i++)
        if (told[i].from == service->since && told[i].to == t)
            return &told[i];
    told[1] = told[0];
    told[0] = stretch_until(service, t);
    return &told[0];
}

double use_cpu(const struct use *use, const struct listing *listing, sim_time t)
{
    return meter_read(
        listing,
        told_until(&use->services[listing->balancer->service->ordinal], t));
}

static void leave(struct service_use *service, struct cause cause)
{
    average(service);
    hook_call(&service->use->leaving, service, cause);
    if (service->balancer->meter != NULL)
        meter_advance(service->balancer->meter,
                      stretch_until(service, service->use->sim->now));
}

static void regime_left(struct sim *sim, struct event *event)
{
    struct service_use *service =
        EVENT_OWNER(event, struct service_use, regime_left);

    leave(service, NO_CAUSE);
    tables_forget(service->balancer);
    if (demand_until(&service->demand) <= sim->now)
        demand_turn(&service->demand);
    enter(service);
    hook_call(&service->use->entered, service, NO_CAUSE);
}

static void balancer_changing(void *context, void *subject, struct cause cause)
{
    struct use *use = context;
    const struct balancer *balancer = subject;

    leave(&use->services[balancer->service->ordinal], cause);
}

static void balancer_changed(void *context, void *subject, struct cause cause)
{
    struct use *use = context;
    const struct balancer *balancer = subject;
    struct service_use *service = &use->services[balancer->service->ordinal];

    enter(service);
    hook_call(&use->entered, service, cause);
}

/* The regime goes on, but perhaps not for as long. */
static void balancer_travelling(void *context, void *subject,
                                struct cause cause)
{
    struct use *use = context;
    const struct balancer *balancer = subject;
    struct service_use *service = &use->services[balancer->service->ordinal];
    double rate = rate_just_after(service, use->sim->now);

    (void)cause;
    follow(service, balancer->newest, rate);
    if (!event_pending(&service->regime_left) ||
        event_time(use->sim, &service->regime_left) > use->sim->now)
        event_schedule(use->sim, &service->regime_left,
                       regime_end(service, rate));
}

static void serving_changed(void *context, void *subject, struct cause cause)
{
    struct use *use = context;
    const struct sandbox *sandbox = subject;

    hook_call(&use->counting, NULL, cause);
    use->running_pods += sandbox->serving ? 1 : -1;
}

static void machine_changing(void *context, void *subject, struct cause cause)
{
    struct use *use = context;

    (void)subject;
    hook_call(&use->counting, NULL, cause);
}

static void open_service(struct use *use, int i, struct balancers *balancers,
                         const struct service_question *question, sim_time zero)
{
    struct service_use *service = &use->services[i];

    assert(question->service->ordinal == i);
    service->use = use;
    service->question = question;
    service->demand = question->demand;
    demand_open(&service->demand, use->sim, question->service->object, zero);
    service->balancer = &balancers->all[i];
    event_prepare(&service->regime_left, regime_left, RANK_TRUTH,
                  identity_of(question->service->object));
    if (use->metered && question->demand.kind != NULL &&
        question->cpu_per_request > 0)
        meter_open(&balancers->all[i]);
    enter(service);
}

void use_open(struct use *use, struct kubelets *kubelets,
              struct balancers *balancers,
              const struct service_question *questions, int count,
              sim_time zero, bool metered)
{
    use->sim = kubelets->sim;
    use->metered = metered;
    use->count = count;
    use->services = ARENA_ARRAY(use->sim->arena, struct service_use, count);
    for (int i = 0; i < count; i++)
        open_service(use, i, balancers, &questions[i], zero);
    use->balancer_changing = (struct listener){balancer_changing, use, NULL};
    hook_listen(&balancers->changing, &use->balancer_changing);
    use->balancer_changed = (struct listener){balancer_changed, use, NULL};
    hook_listen(&balancers->changed, &use->balancer_changed);
    use->balancer_travelling =
        (struct listener){balancer_travelling, use, NULL};
    hook_listen(&balancers->travelling, &use->balancer_travelling);
    use->serving_changed = (struct listener){serving_changed, use, NULL};
    hook_listen(&kubelets->serving_changed, &use->serving_changed);
    use->machine_changing = (struct listener){machine_changing, use, NULL};
    hook_listen(&kubelets->infrastructure->machine_changing,
                &use->machine_changing);
}
