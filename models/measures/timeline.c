/*
 * What happened, in the words of a timeline: of the replications whose
 * timeline is wanted. Entries wait in the arena for the horizon, because a
 * lease's last renewal and an outage are known only later than they happen.
 */
#include "models/measures/outage.h"

struct entry {
    sim_time at;
    const char *what;
    const char *object;
    const char *detail;
    const char *setting;
    struct entry *next;
};

struct timeline {
    struct observation *observation;
    struct cluster *cluster;
    sim_time opened;
    struct entry *first;
    struct entry **last;
    struct outages outages;
    struct listener written;
    struct listener machine_changed;
    struct listener sandbox_changed;
    struct listener listed_changed;
    struct listener door_changed;
    struct listener begun;
    struct listener ended;
    struct listener leadership_changed;
};

static void add(struct timeline *self, sim_time at, const char *what,
                const char *object, const char *detail, const char *setting)
{
    struct entry *entry;

    if (at < self->opened)
        return;
    entry = ARENA_NEW(self->cluster->sim->arena, struct entry);
    *entry = (struct entry){at, what, object, detail, setting, NULL};
    *self->last = entry;
    self->last = &entry->next;
}

static void add_now(struct timeline *self, const char *what, const char *object,
                    const char *detail, struct cause cause)
{
    add(self, self->cluster->sim->now, what, object, detail, cause.setting);
}

static const char *object_of(const struct timeline *self, const struct pod *pod)
{
    char buffer[POD_OBJECT];

    return arena_copy(self->cluster->sim->arena,
                      pod_object(pod_name(pod), buffer));
}

static void pod_written(struct timeline *self, const struct change *change)
{
    static const char *const words[] = {
        [POD_CREATED] = "pod.created",     [POD_SCHEDULED] = "pod.scheduled",
        [POD_STARTED] = "pod.started",     [POD_READY] = "pod.ready",
        [POD_NOT_READY] = "pod.not-ready", [POD_RESTARTED] = "pod.restarted",
        [POD_DELETED] = "pod.deleted",     [POD_GONE] = "pod.gone"};
    const char *detail = change->kind == POD_DELETED ? change->by : NULL;
    const char *word = words[change->kind];

    if (change->kind == POD_SCHEDULED)
        detail = change->pod.node->design->object;
    if (change->kind == POD_ENDED)
        word =
            change->pod.phase == POD_SUCCEEDED ? "pod.succeeded" : "pod.failed";
    add_now(self, word, object_of(self, change->object), detail, change->cause);
}

static void node_tainted(struct timeline *self, const struct change *change)
{
    const struct node *node = change->object;

    for (int bit = 0; bit < MOST_TAINTS; bit++) {
        const struct taint *taint;

        if (!(change->bits >> bit & 1))
            continue;
        taint = taint_of(node->design->more_taints, bit);
        add_now(self,
                change->kind == NODE_TAINTED ? "node.taint" : "node.untaint",
                node->design->object,
                arena_format(self->cluster->sim->arena, "%s:%s", taint->key,
                             taint_effect_name(taint->effect)),
                change->cause);
    }
}

static void node_leased(struct timeline *self, const struct change *change)
{
    const struct node *node = change->object;
    const struct sim *sim = self->cluster->sim;
    sim_time last;

    if (node->lease.until == NEVER)
        return;
    last = lease_last(&node->lease, &sim->seed, sim->now);
    if (last != NEVER)
        add(self, last, "node.last-lease", node->design->object, NULL, NULL);
}

static void scaled(struct timeline *self, const struct change *change)
{
    struct arena *arena = self->cluster->sim->arena;

    if (change->replicas_before == change->owner.spec.replicas)
        return;
    add_now(self, "workload.scaled", owner_object(arena, change->object),
            arena_format(arena, "%d->%d%s%s", change->replicas_before,
                         change->owner.spec.replicas,
                         change->by == NULL ? "" : " by ",
                         change->by == NULL ? "" : change->by),
            change->cause);
}

/* A Deployment's condition Progressing has another reason. */
static void progressed(struct timeline *self, const struct change *change)
{
    enum progress reason = change->owner.status.progress.reason;

    if (reason == PROGRESS_COMPLETE || reason == PROGRESS_EXCEEDED)
        add_now(self,
                reason == PROGRESS_COMPLETE ? "rollout.end" : "rollout.stuck",
                owner_object(self->cluster->sim->arena, change->object),
                reason == PROGRESS_COMPLETE ? "NewReplicaSetAvailable"
                                            : "ProgressDeadlineExceeded",
                change->cause);
}

static void owner_written(struct timeline *self, const struct change *change)
{
    bool created = change->kind == OWNER_CREATED;
    const struct owner *owner = change->object;

    if (change->kind == OWNER_PROGRESSED)
        progressed(self, change);
    if (owner->kind == WORKLOAD_DEPLOYMENT &&
        (created || change->kind == OWNER_UPDATED))
        add_now(self, "rollout.begin",
                owner_object(self->cluster->sim->arena, owner), change->by,
                change->cause);
    if (created || change->kind == OWNER_SCALED ||
        change->kind == OWNER_UPDATED)
        scaled(self, change);
}

static void volume_changed(struct timeline *self, const struct change *change)
{
    struct arena *arena = self->cluster->sim->arena;
    const struct volume *volume = change->object;
    const char *object = volume->design->object;

    if (volume->ordinal >= 0)
        object = arena_format(arena, "%s-%d", object, volume->ordinal);
    if (change->kind == VOLUME_ATTACHED)
        add_now(self, "volume.attached", object,
                change->volume.attached->design->object, change->cause);
    else if (change->kind == VOLUME_DETACHED)
        add_now(self, "volume.detached", object, NULL, change->cause);
}

static void node_written(struct timeline *self, const struct change *change)
{
    static const char *const words[] = {[NODE_CREATED] = "node.created",
                                        [NODE_GONE] = "node.gone",
                                        [NODE_ORDERED] = "node.ordered",
                                        [NODE_RELEASED] = "node.released"};
    const struct node *node = change->object;

    add_now(self, words[change->kind], node->design->object, change->by,
            change->cause);
}

static void written(void *context, void *subject, struct cause cause)
{
    static const char *const conditions[] = {"node.ready", "node.not-ready",
                                             "node.unknown"};
    struct timeline *self = context;
    const struct change *change = subject;
    const struct node *node = change->object;

    switch (change->kind) {
    case NODE_LEASED:
        node_leased(self, change);
        break;
    case NODE_READY:
    case NODE_NOT_READY:
    case NODE_UNKNOWN:
        add_now(self, conditions[change->kind - NODE_READY],
                node->design->object, NULL, cause);
        break;
    case NODE_PRESSURE:
        add_now(self,
                change->node.memory_pressure ? "node.pressure"
                                             : "node.relieved",
                node->design->object, NULL, cause);
        break;
    case NODE_CREATED:
    case NODE_GONE:
    case NODE_ORDERED:
    case NODE_RELEASED:
        node_written(self, change);
        break;
    case NODE_TAINTED:
    case NODE_UNTAINTED:
        node_tainted(self, change);
        break;
    case OWNER_CREATED:
    case OWNER_SCALED:
    case OWNER_UPDATED:
    case OWNER_CHANGED:
    case OWNER_REPORTED:
    case OWNER_PROGRESSED:
    case OWNER_GONE:
        owner_written(self, change);
        break;
    case POD_UNSCHEDULABLE:
        break; /* nothing happens: it waits */
    case VOLUME_ATTACHED:
    case VOLUME_DETACHED:
    case VOLUME_USED:
        volume_changed(self, change);
        break;
    case ENDPOINT_READY:
    case ENDPOINT_TERMINATING:
    case ENDPOINT_REMOVED:
        break; /* the balancers' tables say when it counts */
    default:
        pod_written(self, change);
    }
}

static void machine_changed(void *context, void *subject, struct cause cause)
{
    struct timeline *self = context;
    const struct machine *machine = subject;

    add_now(self, machine_up(machine) ? "node.up" : "node.down",
            self->cluster->api->nodes[machine->ordinal].design->object, NULL,
            cause);
}

static void listed_changed(void *context, void *subject, struct cause cause)
{
    struct timeline *self = context;
    const struct listing *listing = subject;

    add_now(self, listing->listed ? "endpoint.added" : "endpoint.removed",
            object_of(self, listing->pod), listing->balancer->service->object,
            cause);
}

/* As its kubelet's Event says. */
static void sandbox_changed(void *context, void *subject, struct cause cause)
{
    const struct sandbox *sandbox = subject;

    add_now(context, "pod.sandbox-changed", object_of(context, sandbox->pod),
            NULL, cause_after(cause, "controllers.kubelet.relist"));
}

static const struct fault_name *name_of(const struct timeline *self,
                                        const struct incident *incident)
{
    return &self->observation->measured->faults[incident->fault];
}

static void door_changed(void *context, void *subject, struct cause cause)
{
    struct timeline *self = context;
    const struct door *door = subject;
    const struct node *node =
        &self->cluster->api->nodes[door->machine->ordinal];

    if (door->open != door->was_open)
        add_now(self, door->open ? "entrance.added" : "entrance.removed",
                node->design->object, "load-balancer",
                cause_after(cause, "controllers.load-balancer.interval"));
}

static void leadership_changed(void *context, void *subject, struct cause cause)
{
    const struct leadership *leadership = subject;

    if (leadership->state != LEADING)
        add_now(context,
                leadership->state == LEADERLESS ? "leader.lost"
                                                : "leader.acquired",
                leadership->election->object, NULL, cause);
}

static void add_fault(struct timeline *self, const char *what,
                      const struct incident *incident, struct cause cause)
{
    const struct fault_name *fault = name_of(self, incident);
    char buffer[POD_OBJECT];

    if (what == NULL)
        return;
    add_now(self, what,
            arena_copy(self->cluster->sim->arena,
                       incident_object(incident, buffer)),
            arena_format(self->cluster->sim->arena, "%s (%s)", fault->name,
                         fault->kind),
            cause);
}

static void begun(void *context, void *subject, struct cause cause)
{
    add_fault(context, name_of(context, subject)->begin, subject, cause);
}

static void ended(void *context, void *subject, struct cause cause)
{
    add_fault(context, name_of(context, subject)->end, subject, cause);
}

static void over(void *context, const struct outage *outage)
{
    struct timeline *self = context;
    const char *object =
        self->observation->measured->services[outage->service].service->object;

    add(self, outage->start, "outage.begin", object, NULL, NULL);
    if (outage->end < self->opened + self->observation->measured->horizon)
        add(self, outage->end, "outage.end", object, NULL, NULL);
}

static void listen(struct timeline *self)
{
    struct cluster *cluster = self->cluster;
    struct ledger *ledger = &cluster->infrastructure->ledger;

    self->written = (struct listener){written, self, NULL};
    hook_listen(cluster->api->written, &self->written);
    self->machine_changed = (struct listener){machine_changed, self, NULL};
    hook_listen(&cluster->infrastructure->machine_changed,
                &self->machine_changed);
    self->sandbox_changed = (struct listener){sandbox_changed, self, NULL};
    hook_listen(&cluster->kubelets.sandbox_changed, &self->sandbox_changed);
    self->listed_changed = (struct listener){listed_changed, self, NULL};
    hook_listen(&cluster->balancers.listed_changed, &self->listed_changed);
    self->door_changed = (struct listener){door_changed, self, NULL};
    hook_listen(&cluster->balancers.door_changed, &self->door_changed);
    self->leadership_changed =
        (struct listener){leadership_changed, self, NULL};
    hook_listen(&cluster->control_plane->leadership_changed,
                &self->leadership_changed);
    self->begun = (struct listener){begun, self, NULL};
    hook_listen(&ledger->begun, &self->begun);
    self->ended = (struct listener){ended, self, NULL};
    hook_listen(&ledger->ended, &self->ended);
}

static void *open(struct observation *observation)
{
    struct timeline *self =
        ARENA_NEW(observation->cluster->sim->arena, struct timeline);

    self->observation = observation;
    self->cluster = observation->cluster;
    self->opened = observation->cluster->sim->now;
    self->last = &self->first;
    if (!observation->traced)
        return self;
    outages_open(&self->outages, observation, over, self);
    listen(self);
    return self;
}

static struct entry *merge(struct entry *a, struct entry *b)
{
    struct entry *first = NULL;
    struct entry **last = &first;

    while (a != NULL && b != NULL) {
        struct entry **least = b->at < a->at ? &b : &a;
        struct entry *taken = *least;

        *least = taken->next;
        *last = taken;
        last = &taken->next;
    }
    *last = a != NULL ? a : b;
    return first;
}

/* By time; what was heard first stays first. Bottom-up merge sort: runs[i] is
 * empty or holds 2^i entries that came before those of runs[i - 1]. */
static struct entry *sort(struct entry *entries)
{
    enum { RUNS = 64 };
    struct entry *runs[RUNS] = {NULL};
    struct entry *sorted = NULL;

    while (entries != NULL) {
        struct entry *run = entries;
        int i = 0;

        entries = entries->next;
        run->next = NULL;
        for (; runs[i] != NULL; i++) {
            run = merge(runs[i], run);
            runs[i] = NULL;
        }
        runs[i] = run;
    }
    for (int i = 0; i < RUNS; i++)
        sorted = merge(runs[i], sorted);
    return sorted;
}

static void close(void *state)
{
    struct timeline *self = state;

    if (!self->observation->traced)
        return;
    outages_close(&self->outages);
    for (const struct entry *each = sort(self->first); each != NULL;
         each = each->next)
        outcome_row(self->observation->outcome, TABLE_TIMELINE,
                    (struct value[]){{.kind = VALUE_NUMBER,
                                      .number = time_seconds(each->at)},
                                     value_text(each->what),
                                     value_text(each->object),
                                     value_text(each->detail),
                                     value_text(each->setting)});
}

const struct measure_kind measure_timeline = {
    {"timeline", "what happened when, in a traced replication", no_parameters},
    NULL,
    NULL,
    NULL,
    open,
    close};
