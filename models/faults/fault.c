/*
 * Faults at work. A clock (struct arm) waits for the next blow, on one thing or
 * on a group; a blow breaks a thing and opens the order that will mend it.
 */
#include "models/faults/fault.h"

#include <string.h>

struct process;

/* One clock of a fault. There may be one for each container: it keeps no
 * stream, but draws from one for each time that it is set. */
struct arm {
    struct event due;
    struct process *process;
    uint64_t identity;
    uint32_t settings; /* so far */
    uint32_t strikes;  /* likewise */
    void *thing;       /* the machine or container; NULL: a group */
    struct arm *next;  /* of the same thing */
};

/* What its streams are for: identity_child()'s incarnations. */
enum purpose { WHEN, HOW_LONG, WHOM };

/* One thing that a fault has broken. */
struct blow {
    struct order order;
    struct process *process;
    struct arm *arm; /* to be set again when it is mended, or NULL */
    void *thing;
    struct incident *incident;
};

/* One fault of the scenario. */
struct process {
    struct cluster *cluster;
    const struct fault_design *design;
    int index;
    uint64_t identity; /* "fault/<name>" */
    struct pool arms;
    struct pool blows;
    struct listener container_started;
    struct listener container_stopped;
    struct listener container_removed;
    void **candidates; /* scratch for groups */
    int candidate_count;
    int candidate_capacity;
};

static bool befalls_containers(const struct process *process)
{
    return process->design->kind->befalls == BEFALLS_CONTAINERS;
}

static void set_arm(struct arm *arm)
{
    struct sim *sim = arm->process->cluster->sim;
    uint64_t name = identity_child(arm->identity, arm->settings++, WHEN);

    event_schedule(
        sim, &arm->due,
        time_after(sim->now, law_delay_of(&arm->process->design->every,
                                          &sim->seed, name)));
}

static const struct victims *victims_of(const struct process *process)
{
    return &victims[process->design->kind->befalls];
}

static bool is_well(const struct process *process, const void *thing)
{
    return victims_of(process)->well(thing);
}

static bool is_meant(const struct process *process, const void *thing)
{
    return victims_of(process)->meant(process->cluster,
                                      &process->design->target, thing);
}

static uint64_t thing_identity(const struct process *process, const void *thing)
{
    return victims_of(process)->identity(thing);
}

static void mended(struct sim *sim, struct order *order)
{
    struct blow *blow = EVENT_OWNER(order, struct blow, order);
    struct process *process = blow->process;

    (void)sim;
    incident_end(&process->cluster->infrastructure->ledger, blow->incident);
    process->design->kind->end(process->cluster, blow->thing,
                               incident_cause(blow->incident));
    if (blow->arm != NULL)
        set_arm(blow->arm);
    pool_give(&process->blows, blow);
}

/* How long the thing stays broken: from a stream of this strike on it, so that
 * neither when nor whom the fault strikes next depends on it. */
static sim_time duration(const struct arm *arm, uint64_t thing)
{
    const struct process *process = arm->process;

    return law_delay_of(
        &process->design->lasts, &process->cluster->sim->seed,
        identity_child(identity_child(arm->identity, thing, HOW_LONG),
                       arm->strikes, 0));
}

/* What lasts is mended by an order of work; what does not is over at once. */
static void strike(struct process *process, struct arm *arm, void *thing)
{
    struct cluster *cluster = process->cluster;
    struct ledger *ledger = &cluster->infrastructure->ledger;
    const struct fault_kind *kind = process->design->kind;
    struct incident *incident = incident_begin(
        ledger, process->index, victims_of(process)->victim(cluster, thing));
    struct blow *blow;

    kind->begin(cluster, thing, incident_cause(incident));
    if (!kind->lasting) {
        incident_end(ledger, incident);
        return;
    }
    blow = pool_take(&process->blows);
    blow->process = process;
    blow->arm = arm->thing != NULL ? arm : NULL;
    blow->thing = thing;
    blow->incident = incident;
    order_open(&cluster->infrastructure->repair, &blow->order,
               duration(arm, thing_identity(process, thing)),
               thing_identity(process, thing), mended);
}

/* Those that match and are well: a group's fault strikes rarely. */
static void add_candidate(void *context, void *thing)
{
    struct process *process = context;
    int count = process->candidate_count;

    if (!is_well(process, thing) || !is_meant(process, thing))
        return;
    if (count == process->candidate_capacity) {
        int capacity = count == 0 ? INITIAL_SIZE(16) : count * 2;
        void **grown =
            ARENA_ARRAY(process->cluster->sim->arena, void *, capacity);

        if (count > 0)
            memcpy(grown, process->candidates, sizeof(*grown) * (size_t)count);
        process->candidates = grown;
        process->candidate_capacity = capacity;
    }
    process->candidates[process->candidate_count++] = thing;
}

static void strike_group(struct process *process, struct arm *arm)
{
    struct stream whom;
    int count, number;

    process->candidate_count = 0;
    victims_of(process)->each(process->cluster, add_candidate, process);
    count = process->candidate_count;
    number = target_number(&process->design->target, count);
    stream_open(&whom, &process->cluster->sim->seed,
                identity_child(arm->identity, arm->strikes, WHOM));

    for (int i = 0; i < number; i++) {
        int chosen = i + (int)stream_below(&whom, (uint32_t)(count - i));
        void *thing = process->candidates[chosen];

        process->candidates[chosen] = process->candidates[i];
        if (is_well(process, thing))
            strike(process, arm, thing);
    }
    set_arm(arm);
}

static void due(struct sim *sim, struct event *event)
{
    struct arm *arm = EVENT_OWNER(event, struct arm, due);

    (void)sim;
    arm->strikes++;
    if (arm->thing == NULL)
        strike_group(arm->process, arm);
    else if (is_well(arm->process, arm->thing))
        strike(arm->process, arm, arm->thing);
    else if (!befalls_containers(arm->process))
        set_arm(arm);
}

static struct arm *new_arm(struct process *process, void *thing)
{
    struct arm *arm = pool_take(&process->arms);
    uint64_t identity = process->identity;

    if (thing != NULL)
        identity = identity_child(identity, thing_identity(process, thing), 0);
    arm->process = process;
    arm->identity = identity;
    arm->thing = thing;
    event_prepare(&arm->due, due, RANK_TRUTH, identity);
    return arm;
}

/* Where the process's clock of the container is linked, or would be. */
static struct arm **arm_of(const struct process *process,
                           struct container *container)
{
    struct arm **place = &container->arms;

    while (*place != NULL && (*place)->process != process)
        place = &(*place)->next;
    return place;
}

/* A container's clock runs while it does, each time anew. */
static void container_started(void *context, void *subject, struct cause cause)
{
    struct process *process = context;
    struct arm **place = arm_of(process, subject);

    (void)cause;
    if (*place == NULL && is_meant(process, subject))
        *place = new_arm(process, subject);
    if (*place != NULL)
        set_arm(*place);
}

static void container_stopped(void *context, void *subject, struct cause cause)
{
    struct process *process = context;
    struct arm *arm = *arm_of(process, subject);

    (void)cause;
    if (arm != NULL)
        event_cancel(process->cluster->sim, &arm->due);
}

static void container_removed(void *context, void *subject, struct cause cause)
{
    struct process *process = context;
    struct arm **place = arm_of(process, subject);
    struct arm *arm = *place;

    (void)cause;
    if (arm == NULL)
        return;
    *place = arm->next;
    pool_give(&process->arms, arm);
}

static void watch_container(void *context, void *thing)
{
    if (is_well(context, thing))
        container_started(context, thing, NO_CAUSE);
}

static void watch_containers(struct process *process)
{
    struct kubelets *kubelets = &process->cluster->kubelets;

    process->container_started =
        (struct listener){container_started, process, NULL};
    hook_listen(&kubelets->container_started, &process->container_started);
    process->container_stopped =
        (struct listener){container_stopped, process, NULL};
    hook_listen(&kubelets->container_stopped, &process->container_stopped);
    process->container_removed =
        (struct listener){container_removed, process, NULL};
    hook_listen(&kubelets->container_removed, &process->container_removed);
    victims_of(process)->each(process->cluster, watch_container, process);
}

static void watch_thing(void *context, void *thing)
{
    if (is_meant(context, thing))
        set_arm(new_arm(context, thing));
}

static void open_process(struct process *process, struct cluster *cluster,
                         const struct fault_design *design, int index)
{
    struct arena *arena = cluster->sim->arena;

    process->cluster = cluster;
    process->design = design;
    process->index = index;
    process->identity =
        identity_child(identity_of("fault"), identity_of(design->name), 0);
    pool_open(&process->arms, arena, sizeof(struct arm));
    pool_open(&process->blows, arena, sizeof(struct blow));
    if (design->target.mode != TARGET_EACH)
        set_arm(new_arm(process, NULL));
    else if (befalls_containers(process))
        watch_containers(process);
    else
        victims_of(process)->each(cluster, watch_thing, process);
}

void faults_open(struct cluster *cluster, const struct fault_design *designs,
                 int count)
{
    struct process *processes =
        ARENA_ARRAY(cluster->sim->arena, struct process, count);

    for (int i = 0; i < count; i++)
        open_process(&processes[i], cluster, &designs[i], i);
}
