/*
 * How late the control plane knows and acts: from a node's crash until it is
 * Unknown and until its pods are deleted; from the moment that a pod serves no
 * more until it, or what replaces it, serves. Also restarts, and pods pending.
 */
#include "models/measures/measure.h"
#include "sim/stats.h"

enum {
    DETECTION_SECONDS,
    DETECTIONS,
    EVICTION_SECONDS,
    EVICTIONS,
    RECOVERY_SECONDS,
    RECOVERIES,
    RESTARTS,
    PENDING_SECONDS
};

/* A pod was deleted while it did not serve; the next new one replaces it. */
struct vacancy {
    sim_time since;
    struct vacancy *next;
};

/* Of one ReplicaSet, the oldest first. */
struct vacancies {
    struct vacancy *first;
    struct vacancy *last;
};

struct detection {
    struct observation *observation;
    struct cluster *cluster;
    sim_time *crashed;  /* when each machine that is down went down; NEVER */
    sim_time *detected; /* likewise, until its node is Unknown */
    sim_time began;     /* to be observed */
    struct vacancies *vacancies; /* by the ReplicaSets' ordinals */
    struct pool pool;            /* of vacancies */
    struct level pending;
    struct listener machine_changed;
    struct listener serving_changed;
    struct listener written;
};

static const struct number_name names[] = {
    {"detection_seconds", "cluster", "s"},
    {"detections", "cluster", "1"},
    {"eviction_seconds", "cluster", "s"},
    {"evictions", "cluster", "1"},
    {"recovery_seconds", "cluster", "s"},
    {"recoveries", "cluster", "1"},
    {"restarts", "cluster", "1"},
    {"pods_pending_seconds", "cluster", "s"},
    {NULL, NULL, NULL}};

/* Adds the time since then, if it is known, to a sum, and one to the count
 * after it. */
static void add(struct detection *self, int sum, sim_time since)
{
    double *numbers = observation_numbers(self->observation);

    if (since == NEVER || since < self->began)
        return;
    numbers[sum] += time_seconds(self->cluster->sim->now - since);
    numbers[sum + 1]++;
}

static void machine_changed(void *context, void *subject, struct cause cause)
{
    struct detection *self = context;
    const struct machine *machine = subject;
    sim_time when = machine_up(machine) || machine->absent
                        ? NEVER
                        : self->cluster->sim->now;

    (void)cause;
    self->crashed[machine->ordinal] = when;
    self->detected[machine->ordinal] = when;
}

static void vacate(struct detection *self, struct pod *pod)
{
    struct vacancies *vacancies;
    struct vacancy *vacancy;

    if (pod->unserved_since == NEVER)
        return;
    if (pod->owner != NULL) {
        vacancies = &self->vacancies[pod_workload(pod)->ordinal];
        vacancy = pool_take(&self->pool);
        *vacancy = (struct vacancy){pod->unserved_since, NULL};
        if (vacancies->first == NULL)
            vacancies->first = vacancy;
        else
            vacancies->last->next = vacancy;
        vacancies->last = vacancy;
    }
    pod->unserved_since = NEVER;
}

static void fill_vacancy(struct detection *self, const struct pod *pod)
{
    struct vacancies *vacancies;
    struct vacancy *vacancy;

    if (pod->owner == NULL)
        return;
    vacancies = &self->vacancies[pod_workload(pod)->ordinal];
    vacancy = vacancies->first;
    if (vacancy == NULL)
        return;
    add(self, RECOVERY_SECONDS, vacancy->since);
    vacancies->first = vacancy->next;
    pool_give(&self->pool, vacancy);
}

static void serving_changed(void *context, void *subject, struct cause cause)
{
    struct detection *self = context;
    const struct sandbox *sandbox = subject;
    struct pod *pod = sandbox->pod;

    (void)cause;
    if (!sandbox->serving) {
        if (pod_active(&pod->status) && pod->unserved_since == NEVER)
            pod->unserved_since = self->cluster->sim->now;
    } else if (pod->unserved_since != NEVER) {
        add(self, RECOVERY_SECONDS, pod->unserved_since);
        pod->unserved_since = NEVER;
    } else {
        fill_vacancy(self, pod);
    }
}

static void set_pending(struct detection *self, int change)
{
    level_set(&self->pending, self->cluster->sim->now,
              self->pending.value + change);
}

static void pod_deleted(struct detection *self, struct pod *pod)
{
    const struct node *node = pod->status.node;

    if (node != NULL)
        add(self, EVICTION_SECONDS, self->crashed[node->ordinal]);
    vacate(self, pod);
}

static void pod_gone(struct detection *self, struct pod *pod)
{
    if (pod->status.node == NULL)
        set_pending(self, -1);
    vacate(self, pod);
}

static void node_unknown(struct detection *self, const struct node *node)
{
    add(self, DETECTION_SECONDS, self->detected[node->ordinal]);
    self->detected[node->ordinal] = NEVER;
}

static void written(void *context, void *subject, struct cause cause)
{
    struct detection *self = context;
    const struct change *change = subject;

    (void)cause;
    if (change->kind == POD_CREATED)
        set_pending(self, 1);
    else if (change->kind == POD_SCHEDULED)
        set_pending(self, -1);
    else if (change->kind == POD_GONE)
        pod_gone(self, change->object);
    else if (change->kind == POD_DELETED)
        pod_deleted(self, change->object);
    else if (change->kind == POD_RESTARTED)
        observation_numbers(self->observation)[RESTARTS]++;
    else if (change->kind == NODE_UNKNOWN)
        node_unknown(self, change->object);
}

/* What does not serve where it should has not since some time before. */
static void look(void *context, struct pod *pod)
{
    struct detection *self = context;

    if (pod->status.node == NULL)
        set_pending(self, 1);
    else if (pod_active(&pod->status) && !pod_serves(pod))
        pod->unserved_since = self->began - 1;
}

static void listen(struct detection *self)
{
    struct cluster *cluster = self->cluster;

    self->machine_changed = (struct listener){machine_changed, self, NULL};
    hook_listen(&cluster->infrastructure->machine_changed,
                &self->machine_changed);
    self->serving_changed = (struct listener){serving_changed, self, NULL};
    hook_listen(&cluster->kubelets.serving_changed, &self->serving_changed);
    self->written = (struct listener){written, self, NULL};
    hook_listen(cluster->api->written, &self->written);
}

static void *open(struct observation *observation)
{
    struct cluster *cluster = observation->cluster;
    struct arena *arena = cluster->sim->arena;
    int machines = cluster->infrastructure->machine_count;
    struct detection *self = ARENA_NEW(arena, struct detection);

    self->observation = observation;
    self->cluster = cluster;
    self->crashed = ARENA_ARRAY(arena, sim_time, machines);
    self->detected = ARENA_ARRAY(arena, sim_time, machines);
    for (int i = 0; i < machines; i++)
        self->crashed[i] = self->detected[i] = NEVER;
    self->began = cluster->sim->now;
    self->vacancies = ARENA_ARRAY(arena, struct vacancies,
                                  observation->measured->workload_count);
    pool_open(&self->pool, arena, sizeof(struct vacancy));
    level_open(&self->pending, cluster->sim->now, 0);
    visit_pods(cluster, look, self);
    listen(self);
    return self;
}

static void close(void *state)
{
    struct detection *self = state;

    observation_numbers(self->observation)[PENDING_SECONDS] =
        level_integral(&self->pending, self->cluster->sim->now);
}

const struct measure_kind measure_detection = {
    {"detection", "how late failures are detected, answered and overcome",
     no_parameters},
    names,
    NULL,
    NULL,
    open,
    close};
