/* Orders of controllers, and how they are carried out. */
#include "models/controllers/keeper.h"

/* ExpectationsTimeout (pkg/controller/controller_utils.go) */
static const sim_time patience = MINUTES(5);

/* A call that creates a pod, or deletes one. */
struct order {
    struct request answered;
    struct kept *kept;
    struct order *next; /* of its list */
    bool batched;
    struct pod *pod; /* to be deleted; NULL: one is to be created */
    struct pod_traits traits;
    struct cause cause;
};

sim_time kept_now(const struct kept *kept)
{
    return keeper_of(kept)->component->sim->now;
}

bool kept_satisfied(const struct kept *kept)
{
    return (kept->creations <= 0 && kept->deletions <= 0) ||
           kept_now(kept) - kept->ordered_at > patience;
}

static void answered(struct request *request);
static void dropped(struct request *request);

static struct order *add_order(struct kept *kept, struct order_list *list,
                               uint64_t identity)
{
    static const struct request_kind kind = {answered, dropped};
    struct order *order = pool_take(&keeper_of(kept)->orders);

    order->kept = kept;
    order->batched = list == &kept->batched;
    request_prepare(&order->answered, &kind, identity);
    *(list->first == NULL ? &list->first : &list->last->next) = order;
    list->last = order;
    list->count++;
    return order;
}

void kept_create(struct kept *kept, const struct pod_traits *traits,
                 struct cause cause)
{
    struct order *order =
        add_order(kept, &kept->batched,
                  identity_child(kept->owner->identity,
                                 (uint64_t)kept->batched.count, 1));

    order->traits = *traits;
    cause_keep(&order->cause, cause);
    kept->creations++;
}

void kept_delete(struct kept *kept, struct order_list *list, struct pod *pod)
{
    struct replica *replica = replica_of(&keeper_of(kept)->replicas, pod);

    if (replica->doomed)
        return;
    replica->doomed = true;
    add_order(kept, list, pod->identity)->pod = pod;
    pod_hold(pod);
    kept->deletions++;
}

static struct order *pop(struct order_list *list)
{
    struct order *order = list->first;

    list->first = order->next;
    list->count--;
    return order;
}

static void issue(struct order *order)
{
    order->kept->unanswered++;
    client_send(&keeper_of(order->kept)->client, &order->answered);
}

static void issue_batch(struct kept *kept)
{
    for (int i = kept->batches.batch; i > 0; i--)
        issue(pop(&kept->batched));
}

static void issue_rest(struct kept *kept)
{
    while (kept->at_once.count > 0)
        issue(pop(&kept->at_once));
}

static void forget_order(struct order *order)
{
    struct keeper *keeper = keeper_of(order->kept);

    if (order->pod != NULL)
        pod_release(keeper->component->api, order->pod);
    cause_drop(&order->cause);
    pool_give(&keeper->orders, order);
}

/* It will not be carried out. */
static void drop(struct order *order)
{
    struct replica *replica = order->pod == NULL ? NULL : order->pod->own;

    order->kept->creations -= order->pod == NULL;
    if (replica != NULL && replica->doomed) {
        replica->doomed = false;
        order->kept->deletions--;
    }
    forget_order(order);
}

/* Its owner is gone: nothing more is created. */
static void drop_batches(struct kept *kept)
{
    while (kept->batched.count > 0)
        drop(pop(&kept->batched));
}

static bool carry_out(struct order *order)
{
    struct kept *kept = order->kept;
    struct keeper *keeper = keeper_of(kept);
    struct api *api = keeper->component->api;
    struct pod *pod = order->pod;

    if (pod != NULL && pod->status.exists && !pod->status.deleted)
        api_delete(api, pod, SPEC_GRACE, keeper->kind->by, kept->owner->cause);
    if (pod != NULL)
        return true;
    if (kept->owner->state.exists)
        api_create_special_pod(api, kept->owner, &order->traits, order->cause);
    else
        kept->creations--;
    return kept->owner->state.exists;
}

static void forget(struct kept *kept)
{
    struct keeper *keeper = keeper_of(kept);

    work_close(&kept->work);
    readiness_end(&kept->readiness);
    if (keeper->kind->end != NULL)
        keeper->kind->end(kept);
    cause_drop(&kept->cause);
    kept->owner->own = NULL;
    owner_release(keeper->component->api, kept->owner);
    pool_give(&keeper->all, kept);
}

/* How long until the next look, if nothing happens. */
static sim_time again(const struct kept *kept)
{
    sim_time now = kept_now(kept);
    sim_time wait = kept->again_at == NEVER ? NEVER : kept->again_at - now;
    sim_time available = readiness_next(&kept->readiness, now);

    wait = available < wait ? available : wait;
    return wait > 0 ? wait : 0;
}

void kept_note(struct kept *kept)
{
    if (owner_status_same(&kept->found, &kept->told))
        return;
    client_call(&keeper_of(kept)->client);
    owner_note(kept->owner, &kept->found);
    kept->told = kept->found;
}

/* Reports what the look found, if that is new; returns as a reconciler does. */
static sim_time report(struct kept *kept)
{
    struct keeper *keeper = keeper_of(kept);

    if (owner_status_same(&kept->found, &kept->told))
        return again(kept);
    if (keeper->kind->only_noted && !kept->owner->heeded) {
        kept_note(kept);
        return again(kept);
    }
    client_send(&keeper->client, &kept->reported);
    return WORK_GOES_ON;
}

static void forget_gone(struct kept *kept)
{
    if (!kept->owner->seen.exists)
        forget(kept);
}

static void done(struct kept *kept, sim_time wait)
{
    work_done(&kept->work, wait);
    forget_gone(kept);
}

static void reported(struct request *request)
{
    struct kept *kept = REQUEST_OWNER(request, struct kept, reported);

    if (kept->owner->state.exists)
        owner_report(keeper_of(kept)->component->api, kept->owner, &kept->found,
                     kept->cause);
    kept->told = kept->found;
    done(kept, again(kept));
}

static void unreported(struct request *request)
{
    forget_gone(REQUEST_OWNER(request, struct kept, reported));
}

/* With the last one of a look goes all that waited for it. */
static void dropped(struct request *request)
{
    struct order *order = REQUEST_OWNER(request, struct order, answered);
    struct kept *kept = order->kept;

    drop(order);
    if (--kept->unanswered > 0)
        return;
    drop_batches(kept);
    while (kept->at_once.count > 0)
        drop(pop(&kept->at_once));
    forget_gone(kept);
}

static void answered(struct request *request)
{
    struct order *order = REQUEST_OWNER(request, struct order, answered);
    struct kept *kept = order->kept;
    bool success = carry_out(order), batched = order->batched;
    sim_time wait;

    forget_order(order);
    kept->unanswered--;
    if (!success)
        drop_batches(kept);
    if (batched && slow_start_answer(&kept->batches, success))
        issue_batch(kept);
    if (kept->unanswered == 0)
        issue_rest(kept);
    if (kept->unanswered > 0)
        return;
    wait = report(kept);
    if (wait != WORK_GOES_ON)
        done(kept, wait);
}

/* Tells of the pods that have become available. */
static void advance(struct kept *kept)
{
    const struct keeper_kind *kind = keeper_of(kept)->kind;
    sim_time now = kept_now(kept);

    for (struct replica *each = kept->readiness.first;
         kind->pod_available != NULL && each != NULL &&
         each->available_at <= now;
         each = each->next)
        kind->pod_available(kept, each->pod);
    readiness_advance(&kept->readiness, now);
}

static sim_time look(void *context, struct work *work)
{
    struct keeper *keeper = context;
    struct kept *kept = WORK_OWNER(work, struct kept, work);

    advance(kept);
    /* Later ones are not waited for. (SetExpectations) */
    if (kept_satisfied(kept))
        kept->creations = kept->deletions = 0;
    kept->again_at = time_after(kept_now(kept), keeper->kind->look(kept));
    if (kept->batched.count + kept->at_once.count > 0)
        kept->ordered_at = kept_now(kept);
    slow_start_begin(&kept->batches, kept->batched.count,
                     SLOW_START_INITIAL_BATCH);
    issue_batch(kept);
    if (kept->unanswered == 0)
        issue_rest(kept);
    return kept->unanswered > 0 ? WORK_GOES_ON : report(kept);
}

static void begin(struct keeper *keeper, struct owner *owner)
{
    static const struct request_kind report = {reported, unreported};
    struct kept *kept = owner->own = pool_take(&keeper->all);

    owner_hold(owner);
    kept->owner = owner;
    kept->readiness.least = owner->seen.spec.applied->min_ready;
    work_open(&kept->work, &keeper->queue, owner->identity);
    request_prepare(&kept->reported, &report, owner->identity);
    if (keeper->kind->begin != NULL)
        keeper->kind->begin(kept);
}

static void heed_spec(struct kept *kept, const struct owner_spec *before,
                      struct cause cause)
{
    struct keeper *keeper = keeper_of(kept);

    cause_keep(&kept->cause, cause);
    readiness_set_least(&kept->readiness, &keeper->replicas, kept->owner->first,
                        keeper->component->reader,
                        kept->owner->seen.spec.applied->min_ready,
                        kept_now(kept));
    if (keeper->kind->spec_changed != NULL)
        keeper->kind->spec_changed(kept, before);
}

static void owner_changed(void *context, struct owner *owner,
                          const struct owner_state *before,
                          const struct owner_state *now, struct cause cause)
{
    struct keeper *keeper = context;
    struct kept *kept;

    if (owner->kind != keeper->kind->kind)
        return;
    if (now->exists && !before->exists)
        begin(keeper, owner);
    kept = owner->own;
    if (now->generation != before->generation)
        heed_spec(kept, &before->spec, cause);
    if (now->generation != before->generation || before->exists != now->exists)
        work_add(&kept->work);
    if (!now->exists && !kept->work.open)
        forget(kept);
}

static void count(struct kept *kept, struct pod *pod,
                  const struct pod_status *before, const struct pod_status *now)
{
    struct keeper *keeper = keeper_of(kept);
    struct replica *replica = pod->own;

    readiness_change(&kept->readiness, &keeper->replicas, pod, before, now,
                     kept_now(kept));
    kept->creations -= now->exists && !before->exists;
    if (replica == NULL || !replica->doomed || (now->exists && !now->deleted))
        return;
    replica->doomed = false;
    kept->deletions--;
}

static void pod_changed(void *context, struct pod *pod,
                        const struct pod_status *before,
                        const struct pod_status *now, struct cause cause)
{
    struct keeper *keeper = context;
    struct kept *kept;
    sim_time wait;

    kept = pod->owner->own;
    if (kept != NULL) {
        count(kept, pod, before, now);
        if (pod_active(before) && !pod_active(now))
            cause_keep(&kept->cause, cause);
        wait = keeper->kind->pod_changed(kept, pod, before, now, cause);
        if (wait == 0)
            work_add(&kept->work);
        else if (wait != NEVER)
            work_add_after(&kept->work, wait);
    }
    if (!now->exists)
        replica_forget(&keeper->replicas, pod);
}

void keeper_open(struct keeper *keeper, struct component *component,
                 const struct keeper_settings *settings,
                 const struct keeper_kind *kind)
{
    struct sim *sim = component->sim;
    uint64_t identity = identity_of(kind->by);

    keeper->component = component;
    keeper->kind = kind;
    keeper->controller = (struct controller){.facets = kind->facets,
                                             .owners = 1u << kind->kind,
                                             .pod_changed = pod_changed,
                                             .owner_changed = owner_changed,
                                             .self = keeper};
    pool_open(&keeper->all, sim->arena, kind->size);
    pool_open(&keeper->orders, sim->arena, sizeof(struct order));
    pool_open(&keeper->replicas, sim->arena,
              kind->replica_size > 0 ? kind->replica_size
                                     : sizeof(struct replica));
    component_client(component, &keeper->client, settings->qps, settings->burst,
                     identity);
    component_queue(component, &keeper->queue, settings->workers, look, keeper,
                    identity);
    component_join(component, &keeper->controller);
}

const char *keeper_check(const struct keeper_settings *settings)
{
    return settings->qps > 0 && settings->burst > 0
               ? NULL
               : "qps and burst must be more than nothing, or no pod is "
                 "created";
}
