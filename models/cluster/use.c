/* What the load does: success and CPU, as affine functions of the demand. */
#include "models/cluster/use.h"

#include <assert.h>
#include <string.h>

double use_at(const struct service_use *service, struct affine affine,
              sim_time t)
{
    const struct demand *demand = &service->question->demand;

    if (demand->kind == NULL)
        return affine.constant;
    return affine.constant +
           affine.slope * demand->kind->rate(demand->settings, t);
}

double use_volume(const struct service_use *service, struct affine affine,
                  sim_time from, sim_time to)
{
    const struct demand *demand = &service->question->demand;
    double sum = affine.constant * time_seconds(to - from);

    if (demand->kind == NULL)
        return sum;
    return sum +
           affine.slope * demand->kind->volume(demand->settings, from, to);
}

double use_offered(const struct service_use *service, sim_time from,
                   sim_time to)
{
    const struct demand *demand = &service->question->demand;

    return demand->kind == NULL
               ? 0
               : demand->kind->volume(demand->settings, from, to);
}

double use_success(const struct service_use *service, sim_time t)
{
    const struct balancer *balancer = service->balancer;
    const struct demand *demand = &service->question->demand;
    double rate =
        demand->kind == NULL ? 0 : demand->kind->rate(demand->settings, t);

    if (balancer->listed == 0)
        return 0;
    if (rate <= 0)
        return (double)balancer->serving / balancer->listed;
    return (service->served.constant + service->served.slope * rate) / rate;
}

/* Requests per second at which each pod of a class begins to be saturated. */
static double saturation(const struct service_use *service,
                         const struct use_class *class)
{
    double cpu = service->question->cpu_per_request;

    return cpu > 0 ? service->balancer->listed * class->cores / cpu : INFINITY;
}

static void add_class(struct service_use *service,
                      const struct use_class *class, double rate)
{
    double listed = service->balancer->listed;
    double cpu = service->question->cpu_per_request;

    if (rate > saturation(service, class)) {
        service->overloaded = true;
        service->served.constant += class->serving * class->cores / cpu;
        service->node_share.constant += class->cores * class->per_node;
        service->pod_share.constant += class->cores * class->per_pod;
    } else {
        service->served.slope += class->serving / listed;
        service->node_share.slope += cpu / listed * class->per_node;
        service->pod_share.slope += cpu / listed * class->per_pod;
    }
}

static void earlier(const struct demand *demand, double level, sim_time now,
                    sim_time *least)
{
    sim_time at = demand->kind->crosses(demand->settings, level, now);

    if (at < *least)
        *least = at;
}

/* When the affine functions, or the verdict, will no longer hold. */
static sim_time regime_end(const struct service_use *service, sim_time now)
{
    const struct demand *demand = &service->question->demand;
    double share = service->question->available_at - service->served.slope;
    sim_time end = NEVER;

    if (demand->kind == NULL || service->balancer->listed == 0)
        return NEVER;
    for (int i = 0; i < service->class_count; i++)
        if (service->classes[i].serving > 0 &&
            isfinite(saturation(service, &service->classes[i])))
            earlier(demand, saturation(service, &service->classes[i]), now,
                    &end);
    if (service->served.constant > 0 && share > 0)
        earlier(demand, service->served.constant / share, now, &end);
    return end;
}

static void enter(struct service_use *service)
{
    struct use *use = service->use;
    const struct service_question *question = service->question;
    /* Just after now, so that a crossing is on its far side. */
    sim_time at = use->sim->now + MILLISECONDS(1);
    double rate =
        question->demand.kind == NULL
            ? 0
            : question->demand.kind->rate(question->demand.settings, at);

    service->since = use->sim->now;
    service->served = service->node_share = service->pod_share =
        (struct affine){0, 0};
    service->overloaded = false;
    for (int i = 0; service->balancer->listed > 0 && i < service->class_count;
         i++)
        if (service->classes[i].serving > 0)
            add_class(service, &service->classes[i], rate);
    service->available =
        question->min_ready > 0
            ? service->balancer->serving >= question->min_ready
            : use_success(service, at) >= question->available_at - 1e-12;
    event_schedule(use->sim, &service->regime_left,
                   regime_end(service, use->sim->now));
}

static void renew_regime(struct service_use *service, struct cause cause)
{
    hook_call(&service->use->leaving, service, cause);
    enter(service);
    hook_call(&service->use->entered, service, cause);
}

static void regime_left(struct sim *sim, struct event *event)
{
    (void)sim;
    renew_regime(EVENT_OWNER(event, struct service_use, regime_left), NO_CAUSE);
}

static void balancer_changed(void *context, void *subject, struct cause cause)
{
    struct use *use = context;
    const struct balancer *balancer = subject;

    renew_regime(&use->services[balancer->service->ordinal], cause);
}

static double pod_cores(const struct pod *pod, double node_cores)
{
    const struct pod_template *template = pod->template;
    int64_t limit = 0;

    for (int i = 0; i < template->container_count; i++) {
        if (template->containers[i].cpu_limit_milli == 0)
            return node_cores;
        limit += template->containers[i].cpu_limit_milli;
    }
    return (double)limit / 1000 < node_cores ? (double)limit / 1000
                                             : node_cores;
}

static double requested_cores(const struct pod *pod)
{
    const struct pod_template *template = pod->template;
    int64_t sum = 0;

    for (int i = 0; i < template->container_count; i++) {
        int64_t request = template->containers[i].cpu_request_milli;

        sum += request > 0 ? request : ASSUMED_REQUEST_MILLI;
    }
    return (double)sum / 1000;
}

static void grow_classes(struct service_use *service)
{
    int capacity = service->class_capacity == 0 ? INITIAL_SIZE(2)
                                                : service->class_capacity * 2;
    struct use_class *grown =
        ARENA_ARRAY(service->use->sim->arena, struct use_class, capacity);

    if (service->class_count > 0)
        memcpy(grown, service->classes,
               sizeof(*grown) * (size_t)service->class_count);
    service->classes = grown;
    service->class_capacity = capacity;
}

static struct use_class *class_of(struct service_use *service, double cores)
{
    for (int i = 0; i < service->class_count; i++)
        if (service->classes[i].cores == cores)
            return &service->classes[i];
    if (service->class_count == service->class_capacity)
        grow_classes(service);
    service->classes[service->class_count].cores = cores;
    return &service->classes[service->class_count++];
}

static void listing_served(void *context, void *subject, struct cause cause)
{
    struct use *use = context;
    const struct listing *listing = subject;
    struct service_use *service =
        &use->services[listing->balancer->service->ordinal];
    const struct node *node = listing->pod->status.node;
    double node_cores = (double)node->design->cpu_milli / 1000;
    struct use_class *class =
        class_of(service, pod_cores(listing->pod, node_cores));
    int sign = listing->serving ? 1 : -1;

    (void)cause;
    class->serving += sign;
    class->per_node += sign / node_cores;
    class->per_pod += sign / requested_cores(listing->pod);
    if (class->serving == 0)
        class->per_node = class->per_pod = 0;
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
                         const struct service_question *question)
{
    struct service_use *service = &use->services[i];

    assert(question->service->ordinal == i);
    service->use = use;
    service->question = question;
    service->balancer = &balancers->all[i];
    event_prepare(&service->regime_left, regime_left, RANK_TRUTH,
                  identity_of(question->service->object));
    enter(service);
}

void use_open(struct use *use, struct kubelets *kubelets,
              struct balancers *balancers,
              const struct service_question *questions, int count)
{
    use->sim = kubelets->sim;
    use->count = count;
    use->services = ARENA_ARRAY(use->sim->arena, struct service_use, count);
    for (int i = 0; i < count; i++)
        open_service(use, i, balancers, &questions[i]);
    use->listing_served = (struct listener){listing_served, use, NULL};
    hook_listen(&balancers->listing_served, &use->listing_served);
    use->balancer_changed = (struct listener){balancer_changed, use, NULL};
    hook_listen(&balancers->changed, &use->balancer_changed);
    use->serving_changed = (struct listener){serving_changed, use, NULL};
    hook_listen(&kubelets->serving_changed, &use->serving_changed);
    use->machine_changing = (struct listener){machine_changing, use, NULL};
    hook_listen(&kubelets->infrastructure->machine_changing,
                &use->machine_changing);
}
