/*
 * What a Deployment's ReplicaSets are to be. (Kubernetes 1.36,
 * pkg/controller/deployment/{deployment_controller,sync,rolling,recreate,
 * progress}.go)
 */
#include "models/controllers/deployment.h"
#include "models/controllers/pod_availability.h"
#include "models/controllers/progress.h"

static sim_time deadline(const struct deployment *deployment)
{
    return deployment->owner->seen.spec.applied->progress_deadline;
}

/* What was seen, as numbers to reckon with. */
static void read(struct deployment *deployment)
{
    const struct owner *owner = deployment->owner;
    const struct strategy *strategy = &owner->seen.spec.applied->strategy;
    struct rollout *rollout = &deployment->rollout;

    deployment->observed = owner->seen.generation;
    rollout->replicas = owner->seen.spec.replicas;
    rollout->recreate = strategy->recreate;
    strategy_bounds(strategy->max_surge, strategy->max_unavailable,
                    rollout->replicas, &rollout->surge, &rollout->unavailable);
    rollout->counted = deployment->told.replicas;
    rollout->current = NULL;
    for (struct rollout_set *set = rollout->first; set != NULL;
         set = set->next) {
        struct member *each = member_of(set);

        if (!each->unseen)
            each->spec = each->owner->seen.spec;
        each->status = each->owner->seen.status;
        each->unwanted = false;
        each->applied = each->spec.applied;
        each->revision = each->spec.revision;
        set->replicas = each->spec.replicas;
        set->desired = each->spec.desired;
        set->most = each->spec.most;
        set->available = each->status.available;
        if (rollout->current == NULL &&
            each->template == owner->seen.spec.template)
            rollout->current = set;
    }
}

static void condition(struct deployment *deployment, enum progress reason,
                      sim_time now)
{
    deployment->progress = (struct progress_condition){reason, timestamp(now)};
    deployment->step = DEPLOYMENT_NOTE;
}

/* A pause stops the clock of the deadline. (checkPausedConditions) */
static void note_pause(struct deployment *deployment, sim_time now)
{
    bool paused = deployment->owner->seen.spec.paused;
    enum progress reason = deployment->progress.reason;

    if (deadline(deployment) == NEVER || reason == PROGRESS_EXCEEDED ||
        paused == (reason == PROGRESS_PAUSED))
        return;
    condition(deployment, paused ? PROGRESS_PAUSED : PROGRESS_RESUMED, now);
}

/* The present template's ReplicaSet has the last revision. */
static void number(struct deployment *deployment)
{
    const struct rollout *rollout = &deployment->rollout;
    int last = 0;

    for (struct rollout_set *set = rollout->first; set != NULL; set = set->next)
        if (set != rollout->current && member_of(set)->revision > last)
            last = member_of(set)->revision;
    if (rollout->current != NULL &&
        member_of(rollout->current)->revision <= last)
        member_of(rollout->current)->revision = last + 1;
}

/* Of the present one minReadySeconds follows what is applied; old ones keep
 * theirs. */
static void follow(const struct deployment *deployment, struct member *current)
{
    const struct workload *applied = deployment->owner->seen.spec.applied;

    if (current->applied->min_ready != applied->min_ready)
        current->applied = applied;
}

/* (getNewReplicaSet) */
static void find_or_create(struct deployment *deployment, struct pool *members,
                           sim_time now)
{
    struct rollout *rollout = &deployment->rollout;
    struct rollout_set **last = &rollout->first;
    struct member *made;

    if (rollout->current != NULL) {
        follow(deployment, member_of(rollout->current));
        if (deadline(deployment) != NEVER &&
            deployment->progress.reason == PROGRESS_UNKNOWN)
            condition(deployment, PROGRESS_FOUND, now);
        return;
    }
    made = pool_take(members);
    made->template = deployment->owner->seen.spec.template;
    made->applied = deployment->owner->seen.spec.applied;
    while (*last != NULL)
        last = &(*last)->next;
    *last = rollout->current = &made->size;
    made->size.replicas = rollout_growth(rollout);
    made->size.desired = rollout->replicas;
    made->size.most = rollout->replicas + rollout_surge(rollout);
    number(deployment);
    if (deadline(deployment) != NEVER)
        condition(deployment, PROGRESS_CREATED, now);
    deployment->step = DEPLOYMENT_CREATE;
}

static bool complete(const struct deployment *deployment)
{
    return rollout_complete(&deployment->told, deployment->rollout.replicas);
}

/* Of old ones without pods, only the latest are kept. (cleanupDeployment) */
static void clean_up(struct deployment *deployment)
{
    int surplus = -deployment->owner->seen.spec.applied->revision_history;
    struct rollout *rollout = &deployment->rollout;

    for (struct rollout_set *set = rollout->first; set != NULL; set = set->next)
        surplus += set != rollout->current;
    for (int passed = 0; surplus > 0; surplus--) {
        struct member *first = NULL;

        for (struct rollout_set *set = rollout->first; set != NULL;
             set = set->next) {
            struct member *each = member_of(set);

            if (set != rollout->current && each->revision > passed &&
                (first == NULL || each->revision < first->revision))
                first = each;
        }
        if (first == NULL)
            return;
        passed = first->revision;
        first->unwanted =
            first->status.replicas == 0 && first->spec.replicas == 0;
    }
}

/* (rolloutRolling) */
static void roll(struct deployment *deployment, struct pool *members,
                 sim_time now)
{
    find_or_create(deployment, members, now);
    if (!rollout_scale_current(&deployment->rollout) &&
        !rollout_scale_old(&deployment->rollout) && complete(deployment))
        clean_up(deployment);
}

/* (oldPodsRunning) */
static bool old_pods_run(const struct deployment *deployment)
{
    for (struct rollout_set *set = deployment->rollout.first; set != NULL;
         set = set->next)
        if (set != deployment->rollout.current &&
            (member_of(set)->status.replicas > 0 || member_of(set)->pods > 0))
            return true;
    return false;
}

/* (rolloutRecreate) */
static void recreate(struct deployment *deployment, struct pool *members,
                     sim_time now)
{
    if (rollout_end_old(&deployment->rollout) || old_pods_run(deployment))
        return;
    find_or_create(deployment, members, now);
    rollout_scale_current(&deployment->rollout);
    if (complete(deployment))
        clean_up(deployment);
}

/* (syncDeployment) */
void deployment_decide(struct deployment *deployment, struct pool *members,
                       sim_time now)
{
    struct rollout *rollout = &deployment->rollout;

    deployment->step = DEPLOYMENT_SIZE;
    deployment->progress = deployment->told.progress;
    deployment->judged = false;
    read(deployment);
    number(deployment);
    note_pause(deployment, now);
    if (deployment->owner->seen.spec.paused || rollout_resized(rollout)) {
        rollout_resize(rollout);
        if (deployment->owner->seen.spec.paused)
            clean_up(deployment);
        return;
    }
    deployment->judged = true;
    if (rollout->recreate)
        recreate(deployment, members, now);
    else
        roll(deployment, members, now);
}

/* (syncRolloutStatus) */
static struct progress_condition judge(const struct deployment *deployment,
                                       const struct owner_status *status,
                                       sim_time now)
{
    struct progress_condition before = status->progress;
    struct progress_condition after = {before.reason, timestamp(now)};

    if (deadline(deployment) == NEVER)
        return (struct progress_condition){PROGRESS_UNKNOWN, 0};
    if (status->replicas == status->updated &&
        before.reason == PROGRESS_COMPLETE)
        return before;
    if (rollout_complete(status, deployment->rollout.replicas))
        after.reason = PROGRESS_COMPLETE;
    else if (rollout_progressed(&deployment->told, status))
        after.reason = PROGRESS_UPDATED;
    else if (progress_timed_out(&before, deadline(deployment), now))
        after.reason = PROGRESS_EXCEEDED;
    else
        return before;
    return after.reason == before.reason && after.reason != PROGRESS_UPDATED
               ? before
               : after;
}

/* (calculateStatus) */
struct owner_status deployment_status(const struct deployment *deployment,
                                      sim_time now)
{
    struct owner_status status = {.observed = deployment->observed,
                                  .progress = deployment->progress};

    for (struct rollout_set *set = deployment->rollout.first; set != NULL;
         set = set->next) {
        const struct owner_status *each = &member_of(set)->status;

        status.replicas += each->replicas;
        status.ready += each->ready;
        status.available += each->available;
        status.unavailable += set->replicas;
        if (set == deployment->rollout.current)
            status.updated = each->replicas;
    }
    status.unavailable = status.unavailable > status.available
                             ? status.unavailable - status.available
                             : 0;
    if (deployment->judged)
        status.progress = judge(deployment, &status, now);
    return status;
}

sim_time deployment_check_after(const struct deployment *deployment,
                                sim_time now)
{
    const struct progress_condition *condition = &deployment->told.progress;
    sim_time after = progress_check_after(condition, &deployment->told,
                                          deployment->rollout.replicas,
                                          deadline(deployment), now);

    /* What was complete is not judged any more; Kubernetes looks all the same,
     * again and again, where pods are missing. */
    if (!deployment->judged || after == NEVER ||
        condition->reason == PROGRESS_COMPLETE)
        return NEVER;
    if (after > 0)
        return after + SECONDS(1);
    /* It looks every 5 ms. */
    after = condition->updated + deadline(deployment) - now;
    return (after > 0 ? after : 0) + MILLISECONDS(5);
}
