/* Pods of ReplicaSets and ReplicationControllers. */
#include "models/controllers/replication.h"

#include "models/api/workqueue.h"
#include "models/controllers/readiness.h"
#include "models/controllers/slow_start.h"
#include "models/controllers/surplus.h"

enum { MOST_AT_ONCE = 500 }; /* BurstReplicas */
/* ExpectationsTimeout */
static const sim_time patience = MINUTES(5);

#define SETTING(member, kind, standard, meaning)                               \
    PARAMETER(struct replication_settings, member, kind, standard, meaning)

const struct parameter replication_parameters[] = {
    SETTING(qps, of_rate, "20/s",
            "calls that its client may make (kube-api-qps)"),
    SETTING(burst, of_count, "30",
            "calls that its client may make at once (kube-api-burst)"),
    SETTING(workers, of_some, "5", "how many it looks at at the same time"),
    {NULL, NULL, 0, NULL, NULL}};

struct replication {
    struct controller controller;
    struct component *component;
    enum workload_kind kind;
    const char *by;
    struct client client;
    struct workqueue queue;
    struct surplus surplus;
    struct pool sets;     /* of struct set */
    struct pool calls;    /* of struct call */
    struct pool replicas; /* of struct replica */
};

/* What is known of one owner. */
struct set {
    struct work work;
    struct owner *owner;
    struct readiness readiness;
    int active; /* pods */
    /* What was decided and is not seen yet, and when it was. */
    int creations;
    int deletions;
    sim_time decided_at;
    struct slow_start creating;
    int unanswered;            /* calls */
    struct owner_status found; /* at the beginning of this look */
    struct owner_status told;  /* and what the API server was told last */
    struct event reported;
    struct cause cause; /* of what woke it */
};

/* A call that creates a pod, or deletes one. */
struct call {
    struct event answered;
    struct set *set;
    struct pod *pod; /* NULL: to be created */
};

static struct replication *all_of(const struct set *set)
{
    return set->work.queue->context;
}

static sim_time now_of(const struct set *set)
{
    return all_of(set)->component->sim->now;
}

static void answered(struct sim *sim, struct event *event);

static void make_call(struct set *set, struct pod *pod)
{
    struct replication *self = all_of(set);
    struct call *call = pool_take(&self->calls);

    call->set = set;
    call->pod = pod;
    if (pod != NULL)
        pod_hold(pod);
    set->unanswered++;
    event_prepare(&call->answered, answered, RANK_DECISION,
                  pod == NULL ? set->owner->identity : pod->identity);
    event_schedule(self->component->sim, &call->answered,
                   client_call(&self->client));
}

static void make_batch(struct set *set)
{
    for (int i = set->creating.batch; i > 0; i--)
        make_call(set, NULL);
}

static void create(struct set *set, int missing)
{
    set->creations = missing;
    slow_start_begin(&set->creating, missing, SLOW_START_INITIAL_BATCH);
    make_batch(set);
}

static void delete (struct set *set, int surplus)
{
    struct replication *self = all_of(set);
    struct pod *pod;

    surplus_begin(&self->surplus, set->owner);
    while (surplus-- > 0 && (pod = surplus_next(&self->surplus)) != NULL) {
        replica_of(&self->replicas, pod)->doomed = true;
        set->deletions++;
        make_call(set, pod);
    }
}

/* (SatisfiedExpectations) */
static bool satisfied(const struct set *set)
{
    return (set->creations <= 0 && set->deletions <= 0) ||
           now_of(set) - set->decided_at > patience;
}

static int at_most(int count)
{
    return count < MOST_AT_ONCE ? count : MOST_AT_ONCE;
}

/* (manageReplicas) */
static void manage(struct set *set)
{
    int missing = set->owner->seen.spec.replicas - set->active;

    if (missing == 0)
        return;
    set->creations = set->deletions = 0;
    set->decided_at = now_of(set);
    if (missing > 0)
        create(set, at_most(missing));
    else
        delete (set, at_most(-missing));
}

static struct owner_status status_of(const struct set *set)
{
    return (struct owner_status){.replicas = set->active,
                                 .ready = set->readiness.ready,
                                 .available = set->readiness.available,
                                 .observed = set->owner->seen.generation};
}

/* Reports what the look found, if that is new; returns as a reconciler does. */
static sim_time report(struct set *set)
{
    struct replication *self = all_of(set);

    if (!owner_status_same(&set->found, &set->told)) {
        sim_time at = client_call(&self->client);

        if (set->owner->heeded) {
            event_schedule(self->component->sim, &set->reported, at);
            return WORK_GOES_ON;
        }
        owner_note(set->owner, &set->found);
        set->told = set->found;
    }
    return readiness_next(&set->readiness, now_of(set));
}

static void forget(struct set *set)
{
    struct replication *self = all_of(set);

    work_close(&set->work);
    readiness_end(&set->readiness);
    cause_drop(&set->cause);
    set->owner->own = NULL;
    owner_release(self->component->api, set->owner);
    pool_give(&self->sets, set);
}

static void done(struct set *set, sim_time again)
{
    work_done(&set->work, again);
    if (!set->owner->seen.exists)
        forget(set);
}

static void reported(struct sim *sim, struct event *event)
{
    struct set *set = EVENT_OWNER(event, struct set, reported);

    (void)sim;
    if (set->owner->state.exists)
        owner_report(all_of(set)->component->api, set->owner, &set->found,
                     set->cause);
    set->told = set->found;
    done(set, readiness_next(&set->readiness, now_of(set)));
}

/* The pod is made, unless its owner is gone by now. */
static void carry_out_creation(struct set *set)
{
    bool possible = set->owner->state.exists;

    if (possible)
        api_create_pod(all_of(set)->component->api, set->owner, set->cause);
    else
        set->creations--;
    if (slow_start_answer(&set->creating, possible))
        make_batch(set);
}

static void carry_out_deletion(struct set *set, struct pod *pod)
{
    struct replication *self = all_of(set);

    if (pod->status.exists && !pod->status.deleted)
        api_delete(self->component->api, pod, SPEC_GRACE, self->by,
                   set->owner->cause);
    pod_release(self->component->api, pod);
}

static void answered(struct sim *sim, struct event *event)
{
    struct call *call = EVENT_OWNER(event, struct call, answered);
    struct set *set = call->set;
    sim_time again;

    (void)sim;
    set->unanswered--;
    if (call->pod == NULL)
        carry_out_creation(set);
    else
        carry_out_deletion(set, call->pod);
    pool_give(&all_of(set)->calls, call);
    if (set->unanswered > 0)
        return;
    again = report(set);
    if (again != WORK_GOES_ON)
        done(set, again);
}

/* (syncReplicaSet) */
static sim_time look(void *context, struct work *work)
{
    struct set *set = WORK_OWNER(work, struct set, work);

    (void)context;
    readiness_advance(&set->readiness, now_of(set));
    set->found = status_of(set);
    if (satisfied(set))
        manage(set);
    return set->unanswered > 0 ? WORK_GOES_ON : report(set);
}

static void begin(struct replication *self, struct owner *owner)
{
    struct set *set = owner->own = pool_take(&self->sets);

    owner_hold(owner);
    set->owner = owner;
    set->readiness.least = owner->workload->min_ready;
    work_open(&set->work, &self->queue, owner->identity);
    event_prepare(&set->reported, reported, RANK_DECISION, owner->identity);
}

static void owner_changed(void *context, struct owner *owner,
                          const struct owner_state *before,
                          const struct owner_state *now, struct cause cause)
{
    struct replication *self = context;
    struct set *set;

    if (owner->kind != self->kind)
        return;
    if (now->exists && !before->exists)
        begin(self, owner);
    set = owner->own;
    if (now->exists != before->exists ||
        now->spec.replicas != before->spec.replicas) {
        cause_keep(&set->cause, cause);
        work_add(&set->work);
    }
    if (!now->exists && !set->work.open)
        forget(set);
}

/* Counts a change of a pod; false where it changes nothing here. */
static bool counted(struct set *set, struct pod *pod,
                    const struct pod_status *before,
                    const struct pod_status *now)
{
    struct replication *self = all_of(set);
    struct replica *replica = pod->own;
    int active = pod_active(now) - pod_active(before);
    bool created = now->exists && !before->exists;
    bool obeyed =
        replica != NULL && replica->doomed && (now->deleted || !now->exists);

    readiness_change(&set->readiness, &self->replicas, pod, before, now,
                     now_of(set));
    set->active += active;
    set->creations -= created;
    set->deletions -= obeyed;
    if (obeyed)
        replica->doomed = false;
    return active != 0 || created || obeyed || before->ready != now->ready;
}

/* A look that would only report what nobody heeds is had at once. */
static void look_again(struct set *set)
{
    if (set->owner->heeded || set->work.open || set->work.queued ||
        set->readiness.least > 0 ||
        set->active != set->owner->seen.spec.replicas || !satisfied(set)) {
        work_add(&set->work);
        return;
    }
    set->found = status_of(set);
    report(set);
}

static void pod_changed(void *context, struct pod *pod,
                        const struct pod_status *before,
                        const struct pod_status *now, struct cause cause)
{
    struct replication *self = context;
    struct set *set;

    set = pod->owner->own;
    if (set != NULL && counted(set, pod, before, now)) {
        if (pod_active(before) && !pod_active(now))
            cause_keep(&set->cause, cause);
        look_again(set);
    }
    if (!now->exists)
        replica_forget(&self->replicas, pod);
}

void replication_start(struct component *component,
                       const struct replication_settings *settings,
                       enum workload_kind kind, const char *by)
{
    struct sim *sim = component->sim;
    struct replication *self = ARENA_NEW(sim->arena, struct replication);
    uint64_t identity = identity_of(by);

    self->component = component;
    self->kind = kind;
    self->by = by;
    self->controller =
        (struct controller){.facets = ~(unsigned)(POD_PLACE | POD_RESTARTS),
                            .owners = 1u << kind,
                            .pod_changed = pod_changed,
                            .owner_changed = owner_changed,
                            .self = self};
    surplus_open(&self->surplus, sim, component->reader, component->minor);
    pool_open(&self->sets, sim->arena, sizeof(struct set));
    pool_open(&self->calls, sim->arena, sizeof(struct call));
    pool_open(&self->replicas, sim->arena, sizeof(struct replica));
    client_open(&self->client, sim, settings->qps, settings->burst,
                &component->network->call, identity);
    workqueue_open(&self->queue, sim, settings->workers, look, self, identity);
    component_join(component, &self->controller);
}

const char *replication_check(const void *settings, sim_time heartbeat)
{
    const struct replication_settings *given = settings;

    (void)heartbeat;
    return given->qps > 0 && given->burst > 0
               ? NULL
               : "qps and burst must be more than nothing, or no pod is "
                 "created";
}
