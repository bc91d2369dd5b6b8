/* Ready and available pods of an owner. */
#include "models/controllers/readiness.h"

#include "models/controllers/pod_availability.h"

struct replica *replica_of(struct pool *replicas, struct pod *pod)
{
    struct replica *replica = pod->own;

    if (replica == NULL) {
        replica = pod->own = pool_take(replicas);
        replica->pod = pod;
    }
    return replica;
}

void replica_forget(struct pool *replicas, struct pod *pod)
{
    if (pod->own != NULL)
        pool_give(replicas, pod->own);
    pod->own = NULL;
}

static void wait(struct readiness *readiness, struct replica *replica)
{
    struct replica *before = readiness->last;

    while (before != NULL && before->available_at > replica->available_at)
        before = before->previous;
    replica->waiting = true;
    replica->previous = before;
    replica->next = before == NULL ? readiness->first : before->next;
    *(before == NULL ? &readiness->first : &before->next) = replica;
    *(replica->next == NULL ? &readiness->last : &replica->next->previous) =
        replica;
}

static void wait_no_more(struct readiness *readiness, struct replica *replica)
{
    *(replica->previous == NULL ? &readiness->first
                                : &replica->previous->next) = replica->next;
    *(replica->next == NULL ? &readiness->last : &replica->next->previous) =
        replica->previous;
    replica->waiting = false;
}

static bool counts(const struct pod_status *status)
{
    return pod_active(status) && status->ready;
}

static void is_ready(struct readiness *readiness, struct pool *replicas,
                     struct pod *pod, sim_time since, sim_time now)
{
    struct replica *replica;

    readiness->ready++;
    if (pod_available(true, since, readiness->least, now)) {
        readiness->available++;
        return;
    }
    replica = replica_of(replicas, pod);
    replica->available_at =
        now + pod_available_after(true, since, readiness->least, now);
    wait(readiness, replica);
}

static void was_ready(struct readiness *readiness, struct pod *pod)
{
    struct replica *replica = pod->own;

    readiness->ready--;
    if (replica != NULL && replica->waiting)
        wait_no_more(readiness, replica);
    else
        readiness->available--;
}

void readiness_change(struct readiness *readiness, struct pool *replicas,
                      struct pod *pod, const struct pod_status *before,
                      const struct pod_status *now, sim_time at)
{
    bool was = counts(before), is = counts(now);

    if (was == is && (!is || before->ready_second == now->ready_second))
        return;
    readiness_advance(readiness, at);
    if (was)
        was_ready(readiness, pod);
    if (is)
        is_ready(readiness, replicas, pod, pod_ready_since(now), at);
}

void readiness_set_least(struct readiness *readiness, struct pool *replicas,
                         struct pod *pods, enum reader reader, sim_time least,
                         sim_time now)
{
    if (least == readiness->least)
        return;
    readiness_advance(readiness, now);
    readiness->least = least;
    for (struct pod *pod = pods; pod != NULL; pod = pod->next) {
        const struct pod_status *seen = &pod->seen[reader];

        if (!counts(seen))
            continue;
        was_ready(readiness, pod);
        is_ready(readiness, replicas, pod, pod_ready_since(seen), now);
    }
}

void readiness_advance(struct readiness *readiness, sim_time now)
{
    while (readiness->first != NULL && readiness->first->available_at <= now) {
        wait_no_more(readiness, readiness->first);
        readiness->available++;
    }
}

sim_time readiness_next(const struct readiness *readiness, sim_time now)
{
    return readiness->first == NULL ? NEVER
                                    : readiness->first->available_at - now;
}

void readiness_end(struct readiness *readiness)
{
    while (readiness->first != NULL)
        wait_no_more(readiness, readiness->first);
}
