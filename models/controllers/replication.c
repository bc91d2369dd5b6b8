/* Pods of ReplicaSets and ReplicationControllers. */
#include "models/controllers/replication.h"

#include "models/controllers/surplus.h"

enum { MOST_AT_ONCE = 500 }; /* BurstReplicas */

const struct parameter replication_parameters[] = {
    KEEPER_PARAMETERS(struct replication_settings, "5"),
    {NULL, NULL, 0, NULL, NULL}};

struct replication {
    struct keeper keeper;
    struct surplus surplus;
};

struct set {
    struct kept kept;
    int active; /* pods */
};

static struct set *set_of(struct kept *kept)
{
    return (struct set *)kept;
}

static int at_most(int count)
{
    return count < MOST_AT_ONCE ? count : MOST_AT_ONCE;
}

static void create(struct set *set, int missing)
{
    struct kept *kept = &set->kept;
    struct pod_traits traits = {kept->owner->seen.spec.template, -1, NULL};

    while (missing-- > 0)
        kept_create(kept, &traits, kept->cause);
}

static void delete (struct set *set, int surplus)
{
    struct kept *kept = &set->kept;
    struct replication *self = (struct replication *)keeper_of(kept);
    struct pod *pod;

    surplus_begin(&self->surplus, kept->owner);
    while (surplus-- > 0 && (pod = surplus_next(&self->surplus)) != NULL)
        kept_delete(kept, &kept->at_once, pod);
}

/* (manageReplicas) */
static void manage(struct set *set)
{
    int missing = set->kept.owner->seen.spec.replicas - set->active;

    if (missing > 0)
        create(set, at_most(missing));
    else if (missing < 0)
        delete (set, at_most(-missing));
}

static void find(struct set *set)
{
    struct kept *kept = &set->kept;

    kept->found =
        (struct owner_status){.replicas = set->active,
                              .ready = kept->readiness.ready,
                              .available = kept->readiness.available,
                              .observed = kept->owner->seen.generation};
}

/* (syncReplicaSet) */
static sim_time look(struct kept *kept)
{
    find(set_of(kept));
    if (kept_satisfied(kept))
        manage(set_of(kept));
    return NEVER;
}

/* A look that would only report what nobody heeds is had at once. */
static bool only_reports(const struct set *set)
{
    const struct kept *kept = &set->kept;

    return !kept->owner->heeded && !kept->work.open && !kept->work.queued &&
           kept->readiness.least == 0 &&
           set->active == kept->owner->seen.spec.replicas &&
           kept_satisfied(kept);
}

static sim_time pod_changed(struct kept *kept, struct pod *pod,
                            const struct pod_status *before,
                            const struct pod_status *now, struct cause cause)
{
    struct set *set = set_of(kept);
    int active = pod_active(now) - pod_active(before);
    bool came = now->exists && !before->exists;
    bool left =
        before->exists && !before->deleted && (now->deleted || !now->exists);

    (void)pod;
    (void)cause;
    set->active += active;
    if (active == 0 && !came && !left && before->ready == now->ready)
        return NEVER;
    if (!only_reports(set))
        return 0;
    find(set);
    kept_note(kept);
    return NEVER;
}

void replication_start(struct component *component,
                       const struct replication_settings *settings,
                       enum workload_kind kind, const char *by)
{
    struct arena *arena = component->sim->arena;
    struct replication *self = ARENA_NEW(arena, struct replication);
    struct keeper_kind *made = ARENA_NEW(arena, struct keeper_kind);

    *made =
        (struct keeper_kind){.kind = kind,
                             .by = by,
                             .size = sizeof(struct set),
                             .only_noted = true,
                             .facets = ~(unsigned)(POD_PLACE | POD_RESTARTS),
                             .pod_changed = pod_changed,
                             .look = look};
    surplus_open(&self->surplus, component->sim, component->reader,
                 component->minor, false);
    keeper_open(&self->keeper, component, &settings->keeper, made);
}

const char *replication_check(const void *settings, sim_time heartbeat)
{
    (void)heartbeat;
    return keeper_check(
        &((const struct replication_settings *)settings)->keeper);
}
