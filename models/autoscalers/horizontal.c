/*
 * The horizontal pod autoscaler: every few seconds it looks at what the pods of
 * a workload use, and writes how many there shall be. Looks that would change
 * nothing are computed, not simulated. (Kubernetes 1.36,
 * pkg/controller/podautoscaler/horizontal.go)
 *
 * The next look is due a period after one has ended, and each takes the same
 * time, but for the call that writes the scale. So a size that is held for five
 * minutes is given up by the twentieth look after it, and not by the next one.
 */
#include <string.h>

#include "models/autoscalers/sizing.h"

static const char by[] = "horizontal-pod-autoscaler";

struct settings {
    double qps;
    int burst;
    int workers;
    sim_time period;
    sim_time look;
    struct horizontal_settings each; /* of an autoscaler */
};

#define SETTING(member) offsetof(struct settings, member)

static const struct parameter parameters[] = {
    {"period", &of_period, SETTING(period), "15s",
     "time from one look to the next "
     "(--horizontal-pod-autoscaler-sync-period)"},
    {"look", &of_duration, SETTING(look), "30ms", "how long a look takes"},
    {"tolerance", &of_fraction, SETTING(each.tolerance), "10%",
     "how far usage may be from its target before anything is done "
     "(--horizontal-pod-autoscaler-tolerance)"},
    {"downscale-stabilization", &of_duration, SETTING(each.down_window), "5m",
     "nothing is made smaller than it would have been so long ago "
     "(--horizontal-pod-autoscaler-downscale-stabilization)"},
    {"cpu-initialization-period", &of_duration,
     SETTING(each.initialization.cpu_period), "5m",
     "after its start a pod's CPU counts only once it is ready for a whole "
     "sample (--horizontal-pod-autoscaler-cpu-initialization-period)"},
    {"initial-readiness-delay", &of_duration,
     SETTING(each.initialization.readiness_delay), "30s",
     "a pod that is not ready since so soon after its start never was "
     "(--horizontal-pod-autoscaler-initial-readiness-delay)"},
    {"workers", &of_some, SETTING(workers), "5",
     "how many it looks at at the same time "
     "(--concurrent-horizontal-pod-autoscaler-syncs)"},
    {"qps", &of_rate, SETTING(qps), "20/s",
     "calls that its client may make (kube-api-qps)"},
    {"burst", &of_count, SETTING(burst), "30",
     "calls that its client may make at once (kube-api-burst)"},
    {NULL, NULL, 0, NULL, NULL}};

/* The features that are on from these versions on. */
enum { CONFIGURABLE_TOLERANCE = 35 };

struct horizontal {
    struct controller controller;
    struct component *component;
    const struct settings *given;
    struct horizontal_settings settings;
    sim_time period; /* from the beginning of one look to that of the next */
    struct client client;
    struct workqueue queue;
    struct roster roster;
    int count;
    struct sizing *all;
    struct sizing **of; /* by the workloads' ordinals; NULL: nobody sizes it */
    int workload_count;
    bool running;
};

static struct horizontal *horizontal_of(const struct sizing *sizing)
{
    return sizing->work.queue->context;
}

/* How long until the first look from then on, or after now. */
static sim_time wait(struct sizing *sizing, sim_time from)
{
    const struct horizontal *self = horizontal_of(sizing);
    sim_time now = self->component->sim->now;

    if (from == NEVER)
        return NEVER;
    return sizing_due(sizing, self->period, from > now ? from : now + 1) - now;
}

static sim_time look(void *context, struct work *work)
{
    struct horizontal *self = context;
    struct sizing *sizing = WORK_OWNER(work, struct sizing, work);
    sim_time now = self->component->sim->now;
    bool ticked = self->component->ticked;

    if (now < sizing->phase)
        return wait(sizing, sizing->phase);
    if (sizing->target == NULL || !sizing->target->seen.exists)
        return wait(sizing, ticked ? now : NEVER);
    sizing_look(sizing, self->period);
    if (!sizing->decision.rescale)
        return wait(sizing, ticked ? now : sizing_steady(sizing));
    client_send(&self->client, &sizing->written);
    return WORK_GOES_ON;
}

/* Pods that are more are not missing because of it. */
static struct cause cause_of(const struct sizing *sizing)
{
    const struct component *component = sizing->component;

    return sizing->decision.replicas > sizing->size
               ? NO_CAUSE
               : component->sized(component->world, sizing->autoscaler.design);
}

static void written(struct request *request)
{
    struct sizing *sizing = REQUEST_OWNER(request, struct sizing, written);
    struct owner *target = sizing->target;
    struct owner_spec spec;

    if (target != NULL && target->state.exists) {
        spec = target->state.spec;
        spec.replicas = sizing->decision.replicas;
        owner_set_spec(sizing->component->api, target, &spec, by,
                       cause_of(sizing));
        sizing_written(sizing);
    }
    work_done(&sizing->work, wait(sizing, sizing->looked));
}

/* The next look may change something again. */
static void disturbed(void *context)
{
    struct sizing *sizing = context;
    const struct horizontal *self = horizontal_of(sizing);
    sim_time now = self->component->sim->now;
    sim_time due =
        sizing_due(sizing, self->period, sizing->looked == now ? now + 1 : now);

    sizing_disturb(sizing);
    if (!self->component->ticked && self->running)
        work_add_after(&sizing->work, due - now);
}

static struct sizing *sizing_of(const struct horizontal *self,
                                const struct owner *owner)
{
    int ordinal = owner->workload->ordinal;

    return ordinal < self->workload_count ? self->of[ordinal] : NULL;
}

static void owner_changed(void *context, struct owner *owner,
                          const struct owner_state *before,
                          const struct owner_state *now, struct cause cause)
{
    struct horizontal *self = context;
    struct sizing *sizing = sizing_of(self, owner);

    (void)cause;
    if (sizing == NULL || owner->parent != NULL ||
        (before->exists == now->exists &&
         before->spec.replicas == now->spec.replicas))
        return;
    if (now->exists)
        sizing->target = owner;
    else if (sizing->target == owner)
        sizing->target = NULL;
    disturbed(sizing);
}

/* To what comes by the Services that select the pod, if it did not before. */
static void listen(struct sizing *sizing, const struct pod_template *template)
{
    for (int i = 0; i < template->service_count; i++) {
        const struct service *service = template->services[i];
        struct scrape_reader *reader;

        if (service->ordinal < 0)
            continue;
        reader = &sizing->readers[service->ordinal];
        if (reader->context == NULL) {
            *reader = (struct scrape_reader){disturbed, sizing, NULL};
            scrape_listen(sizing->component->scrape, service, reader);
        }
    }
}

static void pod_changed(void *context, struct pod *pod,
                        const struct pod_status *before,
                        const struct pod_status *now, struct cause cause)
{
    struct horizontal *self = context;
    struct sizing *sizing = sizing_of(self, pod->owner);
    struct rostered *each;

    (void)cause;
    if (sizing == NULL)
        return;
    each = roster_find(&self->roster, pod);
    if (now->exists && each == NULL) {
        each = roster_enter(&self->roster, &sizing->pods, pod);
        listen(sizing, pod->template);
    }
    if (each != NULL && now->node != NULL && before->node == NULL)
        each->started = object_time(self->component->sim->now);
    if (each != NULL && !now->exists)
        roster_leave(&self->roster, &sizing->pods, each);
    disturbed(sizing);
}

/* The first look is somewhere in the first period. */
static void open(struct horizontal *self, struct sizing *sizing,
                 const struct autoscaler_design *design)
{
    static const struct request_kind kind = {written, NULL};
    struct sim *sim = self->component->sim;
    uint64_t identity =
        identity_child(identity_of(by), identity_of(design->object), 0);
    double turn = uniform_at(&sim->seed, identity, 0);

    sizing_open(sizing, self->component, design, &self->settings);
    work_open(&sizing->work, &self->queue, identity);
    request_prepare(&sizing->written, &kind, identity);
    sizing_begin(sizing, sim->now + time_from_seconds(
                                        turn * time_seconds(self->period)));
    self->of[design->target->ordinal] = sizing;
    sizing->readers = ARENA_ARRAY(sim->arena, struct scrape_reader,
                                  self->component->service_count);
    work_add_after(&sizing->work, sizing->phase - sim->now);
}

static void stopped(void *context)
{
    struct horizontal *self = context;

    self->running = false;
}

/* What was remembered is lost; each waits for a period again. */
static void started(void *context)
{
    struct horizontal *self = context;
    sim_time first = self->component->sim->now + self->period;

    self->running = true;
    for (int i = 0; i < self->count; i++)
        sizing_begin(&self->all[i], first);
}

static void start(struct component *component, const void *given)
{
    struct horizontal *self =
        ARENA_NEW(component->sim->arena, struct horizontal);
    struct arena *arena = component->sim->arena;

    self->component = component;
    self->given = given;
    self->settings = self->given->each;
    self->period = self->given->period + self->given->look;
    self->settings.minor = component->minor;
    self->settings.scale_up = usual_scale_up_limit;
    self->settings.configurable_tolerance =
        component->minor >= CONFIGURABLE_TOLERANCE;
    self->workload_count = component->workload_count;
    self->of = ARENA_ARRAY(arena, struct sizing *, component->workload_count);
    self->all = ARENA_ARRAY(arena, struct sizing, component->autoscaler_count);
    self->running = true;
    component_client(component, &self->client, self->given->qps,
                     self->given->burst, identity_of(by));
    component_queue(component, &self->queue, self->given->workers, look, self,
                    identity_of(by));
    roster_open(&self->roster, arena);
    for (int i = 0; i < component->autoscaler_count; i++)
        if (component->autoscalers[i].target != NULL)
            open(self, &self->all[self->count++], &component->autoscalers[i]);
    self->controller =
        (struct controller){.facets = POD_EXISTENCE | POD_PLACE | POD_PHASE |
                                      POD_DELETION | POD_READINESS,
                            .owners = 1 << WORKLOAD_REPLICA_SET |
                                      1 << WORKLOAD_REPLICATION_CONTROLLER |
                                      1 << WORKLOAD_STATEFUL_SET,
                            .pod_changed = pod_changed,
                            .owner_changed = owner_changed,
                            .stopped = stopped,
                            .started = started,
                            .self = self};
    if (self->count > 0)
        component_join(component, &self->controller);
}

static const char *check(const void *settings, sim_time heartbeat)
{
    const struct settings *given = settings;

    (void)heartbeat;
    return given->qps > 0 && given->burst > 0
               ? NULL
               : "qps and burst must be more than nothing, or it sizes nothing";
}

const struct controller_kind controller_horizontal = {
    {"horizontal", "sizes workloads by what their pods use", parameters},
    CONTROLLER_MANAGER,
    sizeof(struct settings),
    start,
    check};
