/*
 * The Deployment controller: replaces the pods of one template by those of
 * another, as fast as its strategy lets it. It only sizes ReplicaSets; what
 * they do about it, it learns from their status. (Kubernetes 1.36,
 * pkg/controller/deployment)
 */
#include "models/controllers/deployment.h"

#include "models/controllers/owner_controller.h"
#include "models/controllers/progress.h"

static const char by[] = "deployment-controller";

struct deployments {
    struct owner_controller all;
    struct pool members;
    const char **names; /* of ReplicaSets, by the ordinal of their template */
};

static struct deployments *all_of(const struct deployment *each)
{
    return each->work.queue->context;
}

static sim_time now_of(const struct deployment *each)
{
    return all_of(each)->all.component->sim->now;
}

/* Ten letters of the template's identity, as pod-template-hash has them. */
static const char *make_name(struct arena *arena, const struct owner *owner,
                             const struct pod_template *template)
{
    static const char letters[] = "bcdfghjklmnpqrstvwxz2456789";
    uint64_t rest =
        template->ordinal == owner->workload->ordinal
            ? owner->identity
            : identity_child(owner->identity, (uint64_t) template->ordinal, 0);
    char hash[11] = "";

    for (int i = 0; i < 10; i++, rest /= sizeof(letters) - 1)
        hash[i] = letters[rest % (sizeof(letters) - 1)];
    return arena_format(arena, "%s-%s", owner->name, hash);
}

/* It is told long after its ReplicaSet is gone, so it is kept. */
static const char *name_of(struct deployments *self, const struct owner *owner,
                           const struct pod_template *template)
{
    const char **name = &self->names[template->ordinal];

    if (*name == NULL)
        *name = make_name(self->all.component->sim->arena, owner, template);
    return *name;
}

static void leave(struct deployment *each, struct member *member)
{
    struct deployments *self = all_of(each);
    struct rollout_set **at = &each->rollout.first;

    while (*at != &member->size)
        at = &(*at)->next;
    *at = member->size.next;
    if (member->owner != NULL)
        owner_release(self->all.component->api, member->owner);
    pool_give(&self->members, member);
}

/* Forgets ReplicaSets that are gone, or were never made. */
static void leave_gone(struct deployment *each)
{
    struct rollout_set *set = each->rollout.first;

    while (set != NULL) {
        struct member *member = member_of(set);

        set = set->next;
        if (member->owner == NULL ||
            (!member->unseen && !member->owner->seen.exists))
            leave(each, member);
    }
}

static struct owner_spec spec_of(const struct member *member)
{
    return (struct owner_spec){.replicas = member->size.replicas,
                               .template = member->template,
                               .applied = member->applied,
                               .revision = member->revision,
                               .desired = member->size.desired,
                               .most = member->size.most};
}

/* The next one for which there is a call in this step, or NULL. */
static struct member *next_member(const struct deployment *each)
{
    for (struct rollout_set *set = each->rollout.first; set != NULL;
         set = set->next) {
        struct member *member = member_of(set);
        struct owner_spec spec = spec_of(member);

        if (each->step == DEPLOYMENT_CREATE ? member->owner == NULL
            : each->step == DEPLOYMENT_REMOVE
                ? member->unwanted
                : !owner_spec_same(&spec, &member->spec))
            return member;
    }
    return NULL;
}

/* Whether the status, or the condition alone, is news. */
static bool is_news(struct deployment *each)
{
    each->telling = each->told;
    each->telling.progress = each->progress;
    if (each->step == DEPLOYMENT_REPORT)
        each->telling = deployment_status(each, now_of(each));
    return !owner_status_same(&each->telling, &each->told);
}

static sim_time call(struct deployment *each)
{
    client_send(&all_of(each)->all.client, &each->answered);
    return WORK_GOES_ON;
}

/* Once it is complete it stays so, whatever becomes of its pods. */
static void heed(struct deployment *each, bool heeded)
{
    for (struct rollout_set *set = each->rollout.first; set != NULL;
         set = set->next)
        if (member_of(set)->owner != NULL)
            member_of(set)->owner->heeded = heeded;
}

/* Makes the next call; returns as a reconciler does. */
static sim_time proceed(struct deployment *each)
{
    for (; each->step < DEPLOYMENT_DONE; each->step++) {
        bool tells =
            each->step == DEPLOYMENT_NOTE || each->step == DEPLOYMENT_REPORT;

        each->called = tells ? NULL : next_member(each);
        if (each->called != NULL && each->called->unseen)
            return work_failed(&each->work);
        if (each->called != NULL || (tells && is_news(each)))
            return call(each);
    }
    work_succeeded(&each->work);
    heed(each, !rollout_complete(&each->told, each->owner->seen.spec.replicas));
    return deployment_check_after(each, now_of(each));
}

static void forget(struct deployment *each)
{
    struct deployments *self = all_of(each);
    struct owner *owner = each->owner;

    while (each->rollout.first != NULL)
        leave(each, member_of(each->rollout.first));
    work_close(&each->work);
    owner->own = NULL;
    pool_give(&self->all.pool, each);
    owner_release(self->all.component->api, owner);
}

static void forget_gone(struct deployment *each)
{
    if (!each->owner->seen.exists)
        forget(each);
}

static void done(struct deployment *each, sim_time again)
{
    work_done(&each->work, again);
    forget_gone(each);
}

static void write_member(struct deployment *each, struct member *member)
{
    struct deployments *self = all_of(each);
    struct api *api = self->all.component->api;
    struct owner_spec spec = spec_of(member);
    struct cause cause = each->owner->cause;

    if (member->owner == NULL) {
        member->owner =
            owner_create(api, WORKLOAD_REPLICA_SET, member->applied,
                         name_of(self, each->owner, member->template),
                         each->owner, &spec, by, cause);
        owner_hold(member->owner);
        member->owner->heeded = true;
    } else
        owner_set_spec(api, member->owner, &spec, by, cause);
    member->spec = spec;
    member->unseen = true;
}

/* False where somebody else has changed the object meanwhile. */
static bool carry_out(struct deployment *each)
{
    struct api *api = all_of(each)->all.component->api;
    struct member *member = each->called;

    if (member == NULL) {
        each->told = each->telling;
        owner_report(api, each->owner, &each->told, each->owner->cause);
        each->step++;
        return true;
    }
    if (member->owner != NULL &&
        (!member->owner->state.exists ||
         !owner_spec_same(&member->owner->state.spec, &member->spec)))
        return false;
    if (each->step != DEPLOYMENT_REMOVE) {
        write_member(each, member);
    } else {
        owner_remove(api, member->owner, by, each->owner->cause);
        leave(each, member);
    }
    return true;
}

static void dropped(struct request *request)
{
    forget_gone(REQUEST_OWNER(request, struct deployment, answered));
}

static void answered(struct request *request)
{
    struct deployment *each =
        REQUEST_OWNER(request, struct deployment, answered);
    sim_time again = NEVER;

    if (each->owner->state.exists)
        again = carry_out(each) ? proceed(each) : work_failed(&each->work);
    if (again != WORK_GOES_ON)
        done(each, again);
}

static sim_time look(void *context, struct work *work)
{
    struct deployments *self = context;
    struct deployment *each = WORK_OWNER(work, struct deployment, work);

    leave_gone(each);
    heed(each, true);
    deployment_decide(each, &self->members, self->all.component->sim->now);
    return proceed(each);
}

static void deployment_changed(struct deployments *self, struct owner *owner,
                               const struct owner_state *before,
                               const struct owner_state *now)
{
    static const struct request_kind kind = {answered, dropped};
    struct deployment *each = owner->own;

    if (!before->exists) {
        each = owner->own = pool_take(&self->all.pool);
        owner_hold(owner);
        each->owner = owner;
        work_open(&each->work, &self->all.queue, owner->identity);
        request_prepare(&each->answered, &kind, owner->identity);
    }
    /* Other news of its own status change nothing. */
    if (!before->exists || !owner_spec_same(&now->spec, &before->spec) ||
        now->status.progress.reason != before->status.progress.reason)
        work_add(&each->work);
    if (!now->exists && !each->work.open)
        forget(each);
}

/* The member that stands for the ReplicaSet, or NULL. */
static struct member *find(struct deployment *each, const struct owner *owner)
{
    for (struct rollout_set *set = each->rollout.first; set != NULL;
         set = set->next)
        if (member_of(set)->owner == owner)
            return member_of(set);
    return NULL;
}

/* The Deployment that owns it, or NULL. */
static struct deployment *deployment_of(const struct owner *owner)
{
    return owner != NULL && owner->parent != NULL &&
                   owner->parent->kind == WORKLOAD_DEPLOYMENT
               ? owner->parent->own
               : NULL;
}

static void owner_changed(void *context, struct owner *owner,
                          const struct owner_state *before,
                          const struct owner_state *now, struct cause cause)
{
    struct deployment *each = deployment_of(owner);
    struct member *member;

    (void)cause;
    if (owner->kind == WORKLOAD_DEPLOYMENT)
        deployment_changed(context, owner, before, now);
    if (each == NULL)
        return;
    member = find(each, owner);
    if (member != NULL &&
        (!now->exists || owner_spec_same(&now->spec, &member->spec)))
        member->unseen = false;
    work_add(&each->work);
}

static bool runs(const struct pod_status *status)
{
    return status->exists && !pod_ended(status);
}

/* What is recreated waits for the last old pod to be gone. */
static void pod_changed(void *context, struct pod *pod,
                        const struct pod_status *before,
                        const struct pod_status *now, struct cause cause)
{
    struct deployment *each;
    struct member *member;

    (void)context;
    (void)cause;
    if (runs(before) == runs(now))
        return;
    each = deployment_of(pod->owner);
    member = each == NULL ? NULL : find(each, pod->owner);
    if (member == NULL)
        return;
    member->pods += runs(now) - runs(before);
    if (member->pods == 0 && each->rollout.recreate)
        work_add(&each->work);
}

static void start(struct component *component, const void *settings)
{
    static const struct owner_controller_kind kind = {
        by, sizeof(struct deployment), look, owner_changed};
    struct arena *arena = component->sim->arena;
    struct deployments *self = ARENA_NEW(arena, struct deployments);

    self->names = ARENA_ARRAY(arena, const char *, component->template_count);
    pool_open(&self->members, arena, sizeof(struct member));
    self->all.controller =
        (struct controller){.facets = POD_EXISTENCE | POD_PHASE,
                            .owners = 1u << WORKLOAD_REPLICA_SET,
                            .pod_changed = pod_changed};
    owner_controller_open(&self->all, component, settings, &kind);
}

const struct controller_kind controller_deployment = {
    {"deployment", "replaces pods by those of a new template",
     owner_controller_parameters},
    CONTROLLER_MANAGER,
    sizeof(struct owner_controller_settings),
    start,
    owner_controller_check};
