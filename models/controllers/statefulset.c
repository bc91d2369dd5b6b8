/*
 * The StatefulSet controller: one pod for each ordinal, and never two. What is
 * as it should be is not looked at again: it is remembered up to which ordinal
 * all are healthy, and down to which all are of the present template.
 * (Kubernetes 1.36, pkg/controller/statefulset/stateful_set_control.go)
 */
#include <assert.h>

#include "models/controllers/keeper.h"
#include "models/controllers/pod_availability.h"

struct settings {
    struct keeper_settings keeper;
    bool max_unavailable;
};

static const struct parameter parameters[] = {
    KEEPER_PARAMETERS(struct settings, "5"),
    {"max-unavailable", &of_flag, offsetof(struct settings, max_unavailable),
     "false", "the gate MaxUnavailableStatefulSet: maxUnavailable counts"},
    {NULL, NULL, 0, NULL, NULL}};

struct stateful_sets {
    struct keeper keeper;
    bool max_unavailable;
};

/* The pod of an ordinal, while there is one. */
struct slot {
    struct pod *pod;
    struct cause cause; /* why the last one went */
};

struct stateful_set {
    struct kept kept;
    struct slot *slots; /* from the first ordinal on */
    int capacity;       /* a power of two, or 0 */
    int end;            /* from there on there are no pods */
    int front;          /* all before it are as they should be */
    int back; /* all after it too, and of the template they should be of */
    int created;
    int updated;                         /* of these, of the new template */
    const struct pod_template *current;  /* what is below the partition */
    const struct pod_template *template; /* the new one */
};

static struct stateful_set *set_of(struct kept *kept)
{
    return (struct stateful_set *)kept;
}

static const struct workload *workload_of(const struct stateful_set *set)
{
    return set->kept.owner->seen.spec.applied;
}

static int replicas_of(const struct stateful_set *set)
{
    return set->kept.owner->seen.spec.replicas;
}

static const struct pod_status *seen(const struct pod *pod)
{
    return &pod->seen[CONTROLLER_MANAGER];
}

static void make_room(struct stateful_set *set, int count)
{
    struct arena *arena = keeper_of(&set->kept)->component->sim->arena;
    int before = set->capacity;
    struct slot *made;

    if (count <= before)
        return;
    set->capacity = before == 0 ? INITIAL_SIZE(4) : before;
    while (set->capacity < count)
        set->capacity *= 2;
    made = ARENA_ARRAY(arena, struct slot, set->capacity);
    if (before > 0) {
        memcpy(made, set->slots, sizeof(*made) * (size_t)before);
        arena_forget(arena, set->slots, sizeof(*made) * (size_t)before);
    }
    set->slots = made;
}

/* Running, Ready and available, and to stay. */
static bool healthy(const struct stateful_set *set, const struct pod *pod)
{
    return pod != NULL && pod_active(seen(pod)) &&
           seen(pod)->phase == POD_RUNNING &&
           pod_available(seen(pod)->ready, pod_ready_since(seen(pod)),
                         workload_of(set)->min_ready, kept_now(&set->kept));
}

static bool of_template(const struct pod *pod,
                        const struct pod_template *template)
{
    return seen(pod)->exists && !seen(pod)->deleted &&
           pod->template == template;
}

static void recount(struct stateful_set *set)
{
    set->updated = 0;
    for (int i = 0; i < set->end; i++)
        set->updated += set->slots[i].pod != NULL &&
                        of_template(set->slots[i].pod, set->template);
}

static void begin(struct kept *kept)
{
    struct stateful_set *set = set_of(kept);

    set->current = set->template = kept->owner->seen.spec.template;
}

static void end(struct kept *kept)
{
    struct stateful_set *set = set_of(kept);

    for (int i = 0; i < set->capacity; i++)
        cause_drop(&set->slots[i].cause);
    if (set->capacity > 0)
        arena_forget(keeper_of(kept)->component->sim->arena, set->slots,
                     sizeof(*set->slots) * (size_t)set->capacity);
}

static void spec_changed(struct kept *kept, const struct owner_spec *before)
{
    struct stateful_set *set = set_of(kept);
    int replicas = replicas_of(set);

    (void)before;
    make_room(set, replicas);
    set->front = 0;
    set->back = replicas - 1;
    set->template = kept->owner->seen.spec.template;
    recount(set);
}

/* (newVersionedStatefulSetPod) */
static void create(struct stateful_set *set, int index)
{
    const struct workload *workload = workload_of(set);
    struct pod_traits traits = {.template = index < workload->strategy.partition
                                                ? set->current
                                                : set->template,
                                .ordinal = workload->first_ordinal + index};

    kept_create(&set->kept, &traits, set->slots[index].cause);
}

/* Makes the pod of an ordinal, or removes one that has ended: nothing else is
 * made in its place before it is gone. False if nothing is to be done. */
static bool mend(struct stateful_set *set, int index)
{
    struct pod *pod = set->slots[index].pod;

    if (pod == NULL)
        create(set, index);
    else if (pod_ended(seen(pod)) && !seen(pod)->deleted)
        kept_delete(&set->kept, &set->kept.batched, pod);
    else
        return false;
    return true;
}

/* In order, up to the first one that is not healthy; true if all are.
 * (processReplica) */
static bool mend_in_order(struct stateful_set *set)
{
    for (; set->front < replicas_of(set); set->front++)
        if (mend(set, set->front) || !healthy(set, set->slots[set->front].pod))
            return false;
    return true;
}

static void mend_all(struct stateful_set *set)
{
    for (; set->front < replicas_of(set); set->front++)
        mend(set, set->front);
}

static int first_unavailable(const struct stateful_set *set, int from)
{
    while (from < set->end &&
           (set->slots[from].pod == NULL || healthy(set, set->slots[from].pod)))
        from++;
    return from;
}

/* The highest of those that are too many goes, when all others are healthy, or
 * it is the only one that is not. True if there are none. (processCondemned) */
static bool condemn_in_order(struct stateful_set *set)
{
    struct pod *pod;
    int last = set->end - 1;

    if (set->end <= replicas_of(set))
        return true;
    pod = set->slots[last].pod;
    if (!seen(pod)->deleted &&
        (healthy(set, pod) || first_unavailable(set, replicas_of(set)) == last))
        kept_delete(&set->kept, &set->kept.batched, pod);
    return false;
}

static void condemn_all(struct stateful_set *set)
{
    for (int i = set->end - 1; i >= replicas_of(set); i--)
        if (set->slots[i].pod != NULL && !seen(set->slots[i].pod)->deleted)
            kept_delete(&set->kept, &set->kept.batched, set->slots[i].pod);
}

static bool outdated(const struct stateful_set *set, const struct pod *pod)
{
    return pod != NULL && pod->template != set->template && !seen(pod)->deleted;
}

/* From the highest down to the partition, one after the other. */
static void update_one(struct stateful_set *set)
{
    for (; set->back >= workload_of(set)->strategy.partition; set->back--) {
        struct pod *pod = set->slots[set->back].pod;

        if (outdated(set, pod))
            kept_delete(&set->kept, &set->kept.at_once, pod);
        if (!healthy(set, pod) || outdated(set, pod))
            return;
    }
}

/* So many that no more than maxUnavailable are unavailable.
 * (updateStatefulSetAfterInvariantEstablished) */
static void update_several(struct stateful_set *set)
{
    const struct strategy *strategy = &workload_of(set)->strategy;
    int replicas = replicas_of(set);
    int room = int_or_percent_down(strategy->max_unavailable, replicas);

    if (set->updated == set->created)
        return;
    room = room < 1 ? 1 : room;
    for (int i = 0; i < replicas; i++)
        room -= !healthy(set, set->slots[i].pod);
    for (int i = replicas - 1; i >= strategy->partition && room > 0; i--)
        if (outdated(set, set->slots[i].pod)) {
            kept_delete(&set->kept, &set->kept.at_once, set->slots[i].pod);
            room--;
        }
}

/* (updateStatefulSet) */
static void act(struct stateful_set *set)
{
    const struct stateful_sets *self = (const void *)keeper_of(&set->kept);

    if (workload_of(set)->parallel) {
        mend_all(set);
        condemn_all(set);
    } else if (!mend_in_order(set) || !condemn_in_order(set)) {
        return;
    }
    if (workload_of(set)->strategy.on_delete)
        return;
    if (self->max_unavailable)
        update_several(set);
    else
        update_one(set);
}

/* (completeRollingUpdate) */
static void complete(struct stateful_set *set)
{
    int replicas = replicas_of(set);

    if (!workload_of(set)->strategy.on_delete && set->updated == replicas &&
        set->created == replicas && set->kept.readiness.ready == replicas)
        set->current = set->template;
}

static sim_time look(struct kept *kept)
{
    struct stateful_set *set = set_of(kept);

    kept->found =
        (struct owner_status){.replicas = set->created,
                              .updated = set->updated,
                              .ready = kept->readiness.ready,
                              .available = kept->readiness.available,
                              .observed = kept->owner->seen.generation};
    complete(set);
    if (kept_satisfied(kept))
        act(set);
    return NEVER;
}

static sim_time pod_changed(struct kept *kept, struct pod *pod,
                            const struct pod_status *before,
                            const struct pod_status *now, struct cause cause)
{
    struct stateful_set *set = set_of(kept);
    int index = pod->ordinal - workload_of(set)->first_ordinal;
    struct slot *slot;

    make_room(set, index + 1);
    slot = &set->slots[index];
    assert(slot->pod == NULL || slot->pod == pod);
    slot->pod = now->exists ? pod : NULL;
    if (pod_active(before) && !pod_active(now))
        cause_keep(&slot->cause, cause);
    set->created += now->exists - before->exists;
    set->updated +=
        (now->exists && !now->deleted) && pod->template == set->template;
    set->updated -=
        (before->exists && !before->deleted) && pod->template == set->template;
    set->end = index < set->end ? set->end : index + 1;
    while (set->end > 0 && set->slots[set->end - 1].pod == NULL)
        set->end--;
    set->front = index < set->front ? index : set->front;
    if (index > set->back && index < replicas_of(set))
        set->back = index;
    return 0;
}

static void start(struct component *component, const void *settings)
{
    static const struct keeper_kind kind = {.kind = WORKLOAD_STATEFUL_SET,
                                            .by = "statefulset-controller",
                                            .size = sizeof(struct stateful_set),
                                            .begin = begin,
                                            .end = end,
                                            .spec_changed = spec_changed,
                                            .pod_changed = pod_changed,
                                            .look = look};
    const struct settings *given = settings;
    struct stateful_sets *self =
        ARENA_NEW(component->sim->arena, struct stateful_sets);

    self->max_unavailable = given->max_unavailable;
    keeper_open(&self->keeper, component, &given->keeper, &kind);
}

static const char *check(const void *settings, sim_time heartbeat)
{
    (void)heartbeat;
    return keeper_check(&((const struct settings *)settings)->keeper);
}

const struct controller_kind controller_statefulset = {
    {"statefulset", "gives each ordinal of a StatefulSet its pod", parameters},
    CONTROLLER_MANAGER,
    sizeof(struct settings),
    start,
    check};
