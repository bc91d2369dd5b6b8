/* Objects that own others: their writes. */
#include "models/api/owner.h"

#include <assert.h>
#include <string.h>

#include "models/api/api.h"
#include "models/api/history.h"
#include "models/api/manifest.h"

const char *workload_kind_name(enum workload_kind kind)
{
    static const char *const names[WORKLOAD_KINDS] = {
        [WORKLOAD_POD] = "Pod",
        [WORKLOAD_DEPLOYMENT] = "Deployment",
        [WORKLOAD_REPLICA_SET] = "ReplicaSet",
        [WORKLOAD_REPLICATION_CONTROLLER] = "ReplicationController",
        [WORKLOAD_STATEFUL_SET] = "StatefulSet",
        [WORKLOAD_DAEMON_SET] = "DaemonSet",
        [WORKLOAD_JOB] = "Job",
        [WORKLOAD_CRON_JOB] = "CronJob"};

    return names[kind];
}

const char *owner_object(struct arena *arena, const struct owner *owner)
{
    const char *word =
        manifest_kind_word(arena, workload_kind_name(owner->kind));
    int64_t minute = owner->state.spec.scheduled_minute;

    if (minute != 0)
        return arena_format(arena, "%s/%s-%lld", word, owner->name,
                            (long long)minute);
    return arena_format(arena, "%s/%s", word, owner->name);
}

uint64_t workload_identity(struct api *api, const struct workload *workload)
{
    struct lives *lives = &api->lives;
    uint64_t identity = identity_of(workload->object);
    int before = lives->count;
    uint32_t *made;

    if (workload->ordinal >= before) {
        lives->count = before == 0 ? INITIAL_SIZE(16) : before;
        while (lives->count <= workload->ordinal)
            lives->count *= 2;
        made = ARENA_ARRAY(api->sim->arena, uint32_t, lives->count);
        if (before > 0)
            memcpy(made, lives->of, sizeof(*made) * (size_t)before);
        lives->of = made;
    }
    if (lives->of[workload->ordinal]++ == 0)
        return identity;
    return identity_child(identity, 0, lives->of[workload->ordinal]);
}

static void write_owner(struct api *api, struct owner *owner,
                        enum change_kind kind, int replicas_before,
                        const char *by, struct cause cause)
{
    struct change *change = log_change(&api->owner_log, kind, owner, cause);

    owner_hold(owner);
    change->owner = owner->state;
    change->replicas_before = replicas_before;
    change->by = by;
    api_publish(api, &api->owner_log, change);
}

static void join_parent(struct owner *parent, struct owner *owner)
{
    owner_hold(parent);
    owner->previous_sibling = parent->last_child;
    *(parent->last_child == NULL ? &parent->children
                                 : &parent->last_child->next_sibling) = owner;
    parent->last_child = owner;
}

static void leave_parent(struct owner *parent, struct owner *owner)
{
    *(owner->previous_sibling == NULL
          ? &parent->children
          : &owner->previous_sibling->next_sibling) = owner->next_sibling;
    *(owner->next_sibling == NULL ? &parent->last_child
                                  : &owner->next_sibling->previous_sibling) =
        owner->previous_sibling;
}

struct owner *owner_create(struct api *api, enum workload_kind kind,
                           const struct workload *workload, const char *name,
                           struct owner *parent, const struct owner_spec *spec,
                           const char *by, struct cause cause)
{
    struct owner *owner = pool_take(&api->owner_pool);

    owner->kind = kind;
    owner->workload = workload;
    owner->name = name;
    owner->identity = parent == NULL
                          ? workload_identity(api, workload)
                          : identity_child(parent->identity, identity_of(name),
                                           parent->created++);
    owner->parent = parent;
    owner->state.spec = *spec;
    owner->state.spec.applied = workload;
    owner->state.generation = 1;
    owner->state.exists = true;
    owner->created_at = api->sim->now;
    owner->holders = 1;
    owner->previous = api->last_owner;
    *(owner->previous == NULL ? &api->owners : &owner->previous->next) = owner;
    api->last_owner = owner;
    cause_keep(&owner->cause, cause);
    if (parent != NULL)
        join_parent(parent, owner);
    history_add(api, owner);
    write_owner(api, owner, OWNER_CREATED, 0, by, cause);
    return owner;
}

bool owner_spec_same(const struct owner_spec *a, const struct owner_spec *b)
{
    return a->replicas == b->replicas && a->paused == b->paused &&
           a->template == b->template && a->applied == b->applied &&
           a->revision == b->revision && a->desired == b->desired &&
           a->most == b->most;
}

void owner_set_spec(struct api *api, struct owner *owner,
                    const struct owner_spec *spec, const char *by,
                    struct cause cause)
{
    struct owner_spec before = owner->state.spec;
    enum change_kind kind = before.template != spec->template   ? OWNER_UPDATED
                            : before.replicas != spec->replicas ? OWNER_SCALED
                                                                : OWNER_CHANGED;

    assert(owner->state.exists);
    if (owner_spec_same(&before, spec))
        return;
    owner->state.spec = *spec;
    owner->state.generation += kind != OWNER_CHANGED ||
                               before.paused != spec->paused ||
                               before.applied != spec->applied;
    cause_keep(&owner->cause, cause);
    if (before.template != spec->template)
        history_add(api, owner);
    write_owner(api, owner, kind, before.replicas, by, cause);
}

bool owner_status_same(const struct owner_status *a,
                       const struct owner_status *b)
{
    return a->replicas == b->replicas && a->updated == b->updated &&
           a->ready == b->ready && a->available == b->available &&
           a->unavailable == b->unavailable && a->observed == b->observed &&
           a->progress.reason == b->progress.reason &&
           a->progress.updated == b->progress.updated &&
           a->succeeded == b->succeeded && a->failed == b->failed &&
           a->result == b->result && a->last_minute == b->last_minute;
}

void owner_report(struct api *api, struct owner *owner,
                  const struct owner_status *status, struct cause cause)
{
    const struct owner_status *before = &owner->state.status;
    bool progressed = before->progress.reason != status->progress.reason;

    if (owner_status_same(before, status))
        return;
    owner->state.status = *status;
    write_owner(api, owner, progressed ? OWNER_PROGRESSED : OWNER_REPORTED,
                owner->state.spec.replicas, NULL, cause);
}

void owner_note(struct owner *owner, const struct owner_status *status)
{
    assert(!owner->heeded);
    owner->state.status = owner->seen.status = *status;
}

void owner_remove(struct api *api, struct owner *owner, const char *by,
                  struct cause cause)
{
    owner->state.exists = false;
    *(owner->previous == NULL ? &api->owners : &owner->previous->next) =
        owner->next;
    *(owner->next == NULL ? &api->last_owner : &owner->next->previous) =
        owner->previous;
    if (owner->parent != NULL)
        leave_parent(owner->parent, owner);
    write_owner(api, owner, OWNER_GONE, owner->state.spec.replicas, by, cause);
    owner_release(api, owner);
}

void owner_hold(struct owner *owner)
{
    owner->holders++;
}

void owner_release(struct api *api, struct owner *owner)
{
    struct owner *parent = owner->parent;

    if (--owner->holders > 0)
        return;
    cause_drop(&owner->cause);
    history_end(api, owner);
    pool_give(&api->owner_pool, owner);
    if (parent != NULL)
        owner_release(api, parent);
}
