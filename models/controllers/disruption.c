/*
 * The disruption controller: writes of each PodDisruptionBudget how many of its
 * pods are healthy, how many shall be, and so how many may be evicted. It
 * counts as changes pass its watch. (pkg/controller/disruption)
 */
#include "models/api/budget.h"
#include "models/api/component.h"
#include "models/api/workqueue.h"

struct settings {
    double qps;
    int burst;
};

static const struct parameter parameters[] = {
    PARAMETER(struct settings, qps, of_rate, "20/s",
              "calls that its client may make (kube-api-qps)"),
    PARAMETER(struct settings, burst, of_count, "30",
              "calls that its client may make at once (kube-api-burst)"),
    {NULL, NULL, 0, NULL, NULL}};

/* An owner of some of a budget's pods, at the top. */
struct scale {
    struct owner *owner; /* held */
    int pods;
    struct scale *next;
};

/* What is known of one budget's pods. */
struct guarded {
    struct work work;
    struct budget *budget;
    struct request written;
    int pods;
    int ready; /* of these, and not going */
    struct scale *scales;
};

struct disruption {
    struct controller controller;
    struct component *component;
    struct client client;
    struct workqueue queue;
    struct pool scales;
    struct guarded *all; /* by the budgets' ordinals */
};

/* Of these alone it is asked how many pods they want. (finders) */
static bool has_scale(const struct owner *owner)
{
    return owner->kind != WORKLOAD_DAEMON_SET && owner->kind != WORKLOAD_JOB &&
           owner->kind != WORKLOAD_CRON_JOB;
}

/* What its pods' owners want; false where one of them cannot be asked.
 * (getExpectedScale) */
static bool expected_of(const struct guarded *guarded, int *expected)
{
    *expected = guarded->pods;
    if (!budget_scaled(guarded->budget->design))
        return true;
    *expected = 0;
    for (const struct scale *each = guarded->scales; each; each = each->next) {
        if (!has_scale(each->owner))
            return false;
        *expected += each->owner->seen.spec.replicas;
    }
    return true;
}

/* Pods that are promised an end are not healthy, though they are ready still.
 * Where it is not known how many are expected, nothing is allowed, and the rest
 * stays as it was. (failSafe) */
static struct budget_status status_of(const struct guarded *guarded)
{
    const struct budget_design *design = guarded->budget->design;
    struct budget_status status = guarded->budget->status;
    bool known = expected_of(guarded, &status.expected);

    status.allowed = 0;
    if (!known) {
        status.expected = guarded->budget->status.expected;
        return status;
    }
    status.healthy = guarded->ready;
    for (const struct promise *each = guarded->budget->promises; each != NULL;
         each = each->next)
        status.healthy -= each->pod->seen[CONTROLLER_MANAGER].ready;
    status.desired = budget_desired(design, status.expected);
    if (design->least_given || design->most_given)
        status.allowed = budget_allowed(&status);
    return status;
}

static bool is_over(const struct promise *promise, sim_time now)
{
    const struct pod_status *seen = &promise->pod->seen[CONTROLLER_MANAGER];

    return !seen->exists || seen->deleted || promise->until <= now;
}

static bool same(const struct budget_status *a, const struct budget_status *b)
{
    return a->healthy == b->healthy && a->desired == b->desired &&
           a->expected == b->expected && a->allowed == b->allowed;
}

/* A write that finds another version is made anew: as if it knew of all
 * evictions up to now. */
static void written(struct request *request)
{
    struct guarded *guarded = REQUEST_OWNER(request, struct guarded, written);
    struct disruption *self = guarded->work.queue->context;

    budget_forget(self->component->api, guarded->budget, is_over);
    guarded->budget->status = status_of(guarded);
    guarded->budget->observed = true;
    work_done(&guarded->work, NEVER);
}

static sim_time look(void *context, struct work *work)
{
    struct disruption *self = context;
    struct guarded *guarded = WORK_OWNER(work, struct guarded, work);
    struct budget_status status;

    budget_forget(self->component->api, guarded->budget, is_over);
    status = status_of(guarded);
    if (guarded->budget->observed && same(&status, &guarded->budget->status))
        return NEVER;
    client_send(&self->client, &guarded->written);
    return WORK_GOES_ON;
}

static void count_scale(struct disruption *self, struct guarded *guarded,
                        struct owner *owner, int more)
{
    struct scale **place = &guarded->scales;
    struct scale *scale;

    while (owner->parent != NULL)
        owner = owner->parent;
    while (*place != NULL && (*place)->owner != owner)
        place = &(*place)->next;
    if (*place == NULL) {
        *place = pool_take(&self->scales);
        (*place)->owner = owner;
        owner_hold(owner);
    }
    scale = *place;
    scale->pods += more;
    if (scale->pods > 0)
        return;
    *place = scale->next;
    owner_release(self->component->api, owner);
    pool_give(&self->scales, scale);
}

static bool counts(const struct pod_status *status)
{
    return status->exists && status->ready && !status->deleted &&
           !pod_ended(status);
}

static void pod_changed(void *context, struct pod *pod,
                        const struct pod_status *before,
                        const struct pod_status *now, struct cause cause)
{
    struct disruption *self = context;
    const struct pod_template *template = pod->template;
    int pods = now->exists - before->exists;
    int ready = counts(now) - counts(before);

    (void)cause;
    for (int i = 0; i < template->budget_count; i++) {
        struct guarded *guarded = &self->all[template->budgets[i]->ordinal];

        guarded->pods += pods;
        guarded->ready += ready;
        if (pods != 0 && pod->owner != NULL)
            count_scale(self, guarded, pod->owner, pods);
        if (pods != 0 || ready != 0 || before->deleted != now->deleted)
            work_add(&guarded->work);
    }
}

/* The budgets of its pods are those of its template. */
static void owner_changed(void *context, struct owner *owner,
                          const struct owner_state *before,
                          const struct owner_state *now, struct cause cause)
{
    struct disruption *self = context;
    const struct pod_template *template = now->spec.template;

    (void)cause;
    if (before->spec.replicas == now->spec.replicas || template == NULL)
        return;
    for (int i = 0; owner->parent == NULL && i < template->budget_count; i++)
        work_add(&self->all[template->budgets[i]->ordinal].work);
}

static void open_guarded(struct disruption *self)
{
    static const struct request_kind kind = {written, NULL};
    struct budgets *budgets = self->component->api->budgets;

    for (int i = 0; i < budgets->count; i++) {
        struct guarded *guarded = &self->all[i];
        uint64_t identity =
            identity_child(identity_of("budget"),
                           identity_of(budgets->all[i].design->object), 0);

        guarded->budget = &budgets->all[i];
        work_open(&guarded->work, &self->queue, identity);
        request_prepare(&guarded->written, &kind, identity);
        work_add(&guarded->work);
    }
}

static void stopped(void *context)
{
    struct disruption *self = context;

    for (int i = 0; i < self->component->api->budgets->count; i++) {
        struct guarded *guarded = &self->all[i];

        guarded->pods = guarded->ready = 0;
        while (guarded->scales != NULL)
            count_scale(self, guarded, guarded->scales->owner,
                        -guarded->scales->pods);
    }
}

static void start(struct component *component, const void *settings)
{
    const struct settings *given = settings;
    struct sim *sim = component->sim;
    struct disruption *self = ARENA_NEW(sim->arena, struct disruption);
    uint64_t identity = identity_of("disruption-controller");

    self->component = component;
    self->controller = (struct controller){
        .facets = POD_EXISTENCE | POD_PHASE | POD_DELETION | POD_READINESS,
        .pod_changed = pod_changed,
        .owner_changed = owner_changed,
        .stopped = stopped,
        .lists = true,
        .self = self};
    self->all =
        ARENA_ARRAY(sim->arena, struct guarded, component->api->budgets->count);
    pool_open(&self->scales, sim->arena, sizeof(struct scale));
    component_client(component, &self->client, given->qps, given->burst,
                     identity);
    component_queue(component, &self->queue, 1, look, self, identity);
    open_guarded(self);
    component_join(component, &self->controller);
}

static const char *check(const void *settings, sim_time heartbeat)
{
    const struct settings *given = settings;

    (void)heartbeat;
    return given->qps > 0 && given->burst > 0
               ? NULL
               : "qps and burst must be more than nothing, or no eviction is "
                 "allowed";
}

const struct controller_kind controller_disruption = {
    {"disruption", "says how many pods each PodDisruptionBudget lets go",
     parameters},
    CONTROLLER_MANAGER,
    sizeof(struct settings),
    start,
    check};
