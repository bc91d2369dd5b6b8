/*
 * The EndpointSlice controller: what a pod's status says of its address is
 * written to the slices of its Services. What changes in one instant is one
 * write. A Service whose last write the controller has not seen come back is
 * looked at a second later: its cache is stale.
 * (pkg/controller/endpointslice/endpointslice_controller.go, 1.36)
 */
#include "models/api/component.h"
#include "models/api/endpoint.h"

struct settings {
    double qps;
    int burst;
};

static const struct parameter parameters[] = {
    {"qps", &of_rate, offsetof(struct settings, qps), "20/s",
     "calls that its client may make (kube-api-qps)"},
    {"burst", &of_count, offsetof(struct settings, burst), "30",
     "calls that its client may make at once (kube-api-burst)"},
    {NULL, NULL, 0, NULL, NULL}};

/* defaultSyncBackOff; the next attempt succeeds, so it never doubles. */
static const sim_time retry = SECONDS(1);

struct endpoints {
    struct controller controller;
    struct component *component;
    struct client client;
    struct stream stream; /* how late its writes come back */
    struct pool entries;
    struct slices *all; /* by the Services' ordinals */
};

/* A Service's slices. */
struct slices {
    struct endpoints *self;
    const struct service *service;
    struct event due;    /* the call is to be made */
    struct request call; /* or has been */
    bool calling;
    sim_time called_at;           /* the call tells of what was known then */
    sim_time seen_at;             /* when the last write comes back */
    struct endpoint_entry *first; /* not written yet */
    struct endpoint_entry **last;
};

/* A pod whose place in a Service's slices has changed. */
struct endpoint_entry {
    struct slices *slices;
    struct pod *pod;
    enum endpoint use; /* as it is written */
    sim_time since;
    struct cause cause;
    struct endpoint_entry *next_of_pod;
    struct endpoint_entry *next;
};

static enum endpoint use_of(const struct slices *slices,
                            const struct pod_status *status)
{
    return endpoint_use(endpoint_conditions(
        status, slices->service->publish_not_ready_addresses));
}

static void call(struct slices *slices)
{
    slices->calling = true;
    slices->called_at = slices->self->component->sim->now;
    event_cancel(slices->self->component->sim, &slices->due);
    client_send(&slices->self->client, &slices->call);
}

static void forget(struct endpoint_entry *entry)
{
    struct endpoints *self = entry->slices->self;
    struct endpoint_entry **place = &entry->pod->endpoints;

    while (*place != entry)
        place = &(*place)->next_of_pod;
    *place = entry->next_of_pod;
    pod_release(self->component->api, entry->pod);
    cause_drop(&entry->cause);
    pool_give(&self->entries, entry);
}

static void write(struct endpoint_entry *entry)
{
    struct endpoints *self = entry->slices->self;
    enum endpoint use =
        use_of(entry->slices, &entry->pod->seen[self->component->reader]);

    if (use != entry->use)
        api_set_endpoint(self->component->api, entry->slices->service,
                         entry->pod, use, entry->cause);
    forget(entry);
}

/* Writes what was known when the call was made. */
static void carried_out(struct request *request)
{
    struct slices *slices = REQUEST_OWNER(request, struct slices, call);
    struct endpoints *self = slices->self;
    sim_time now = self->component->sim->now;

    slices->calling = false;
    slices->seen_at = time_after(
        now, law_delay(&self->component->network->watch, &self->stream));
    while (slices->first != NULL && slices->first->since <= slices->called_at) {
        struct endpoint_entry *entry = slices->first;

        slices->first = entry->next;
        write(entry);
    }
    if (slices->first != NULL)
        event_schedule(self->component->sim, &slices->due, now + retry);
    else
        slices->last = &slices->first;
}

static void due(struct sim *sim, struct event *event)
{
    (void)sim;
    call(EVENT_OWNER(event, struct slices, due));
}

static void dropped(struct request *request)
{
    REQUEST_OWNER(request, struct slices, call)->calling = false;
}

static struct endpoint_entry *entry_of(struct slices *slices, struct pod *pod)
{
    struct endpoint_entry *entry = pod->endpoints;

    while (entry != NULL && entry->slices != slices)
        entry = entry->next_of_pod;
    return entry;
}

static struct endpoint_entry *begin(struct slices *slices, struct pod *pod,
                                    enum endpoint use)
{
    struct endpoint_entry *entry = pool_take(&slices->self->entries);

    entry->slices = slices;
    entry->pod = pod;
    entry->use = use;
    entry->next_of_pod = pod->endpoints;
    pod->endpoints = entry;
    pod_hold(pod);
    return entry;
}

static void mark(struct endpoint_entry *entry, struct cause cause)
{
    struct slices *slices = entry->slices;
    struct sim *sim = slices->self->component->sim;

    entry->since = sim->now;
    cause_keep(&entry->cause, cause);
    *slices->last = entry;
    slices->last = &entry->next;
    if (slices->calling)
        return;
    if (sim->now >= slices->seen_at)
        call(slices);
    else if (!event_pending(&slices->due))
        event_schedule(sim, &slices->due, sim->now + retry);
}

static void pod_changed(void *context, struct pod *pod,
                        const struct pod_status *before,
                        const struct pod_status *now, struct cause cause)
{
    struct endpoints *self = context;
    const struct pod_template *template = pod->template;

    for (int i = 0; i < template->service_count; i++) {
        struct slices *slices = &self->all[template->services[i]->ordinal];
        enum endpoint written = use_of(slices, before);

        if (written != use_of(slices, now) && entry_of(slices, pod) == NULL)
            mark(begin(slices, pod, written), cause);
    }
}

static void open_slices(struct endpoints *self,
                        const struct component *component)
{
    static const struct request_kind kind = {carried_out, dropped};

    self->all = ARENA_ARRAY(component->sim->arena, struct slices,
                            component->service_count);
    for (int i = 0; i < component->service_count; i++) {
        struct slices *slices = &self->all[i];

        slices->self = self;
        slices->service = &component->services[i];
        slices->last = &slices->first;
        event_prepare(&slices->due, due, RANK_DECISION,
                      identity_of(slices->service->object));
        request_prepare(&slices->call, &kind,
                        identity_of(slices->service->object));
    }
}

static void stopped(void *context)
{
    struct endpoints *self = context;

    for (int i = 0; i < self->component->service_count; i++) {
        event_cancel(self->component->sim, &self->all[i].due);
        self->all[i].seen_at = 0;
    }
}

/* Each Service's slices are compared with what they are to be. */
static void started(void *context)
{
    struct endpoints *self = context;

    for (int i = 0; i < self->component->service_count; i++)
        if (self->all[i].first != NULL && !self->all[i].calling)
            call(&self->all[i]);
}

static void start(struct component *component, const void *settings)
{
    const struct settings *given = settings;
    struct sim *sim = component->sim;
    struct endpoints *self = ARENA_NEW(sim->arena, struct endpoints);
    uint64_t identity = identity_of("endpointslice-controller");

    self->component = component;
    self->controller = (struct controller){
        .facets = POD_EXISTENCE | POD_PHASE | POD_DELETION | POD_READINESS,
        .pod_changed = pod_changed,
        .stopped = stopped,
        .started = started,
        .self = self};
    pool_open(&self->entries, sim->arena, sizeof(struct endpoint_entry));
    component_client(component, &self->client, given->qps, given->burst,
                     identity);
    stream_open(&self->stream, &sim->seed, identity_child(identity, 1, 0));
    open_slices(self, component);
    component_join(component, &self->controller);
}

static const char *check(const void *settings, sim_time heartbeat)
{
    const struct settings *given = settings;

    (void)heartbeat;
    return given->qps > 0 && given->burst > 0
               ? NULL
               : "qps and burst must be more than nothing, or no endpoint is "
                 "written";
}

const struct controller_kind controller_endpoints = {
    {"endpoints", "keeps the Services' EndpointSlices", parameters},
    CONTROLLER_MANAGER,
    sizeof(struct settings),
    start,
    check};
