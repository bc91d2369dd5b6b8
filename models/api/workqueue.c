/* The queue of a controller. */
#include "models/api/workqueue.h"

#include <assert.h>

static const sim_time first_delay = MILLISECONDS(5);
static const sim_time longest_delay = SECONDS(1000);

static void wake(struct workqueue *queue)
{
    if (queue->first != NULL && queue->idle > 0 && !event_pending(&queue->turn))
        event_schedule(queue->sim, &queue->turn, queue->sim->now);
}

static void turn(struct sim *sim, struct event *event)
{
    struct workqueue *queue = EVENT_OWNER(event, struct workqueue, turn);
    struct work *work = queue->first;
    sim_time again;

    (void)sim;
    queue->first = work->next;
    queue->idle--;
    work->queued = false;
    work->open = true;
    wake(queue);
    again = queue->reconcile(queue->context, work);
    if (again != WORK_GOES_ON)
        work_done(work, again);
}

void workqueue_open(struct workqueue *queue, struct sim *sim, int workers,
                    reconciler *reconcile, void *context, uint64_t identity)
{
    *queue = (struct workqueue){.sim = sim,
                                .workers = workers,
                                .idle = workers,
                                .reconcile = reconcile,
                                .context = context};
    event_prepare(&queue->turn, turn, RANK_DECISION, identity);
}

void work_done(struct work *work, sim_time again)
{
    struct workqueue *queue = work->queue;

    work->open = false;
    queue->idle++;
    if (again != NEVER)
        work_add_after(work, again);
    if (work->again)
        work_add(work);
    work->again = false;
    wake(queue);
}

static void later(struct sim *sim, struct event *event)
{
    (void)sim;
    work_add(EVENT_OWNER(event, struct work, later));
}

void work_open(struct work *work, struct workqueue *queue, uint64_t identity)
{
    *work = (struct work){.queue = queue, .before = queue->newest};
    *(work->before == NULL ? &queue->oldest : &work->before->after) = work;
    queue->newest = work;
    event_prepare(&work->later, later, RANK_DECISION, identity);
}

static void leave_all(struct work *work)
{
    struct workqueue *queue = work->queue;

    *(work->before == NULL ? &queue->oldest : &work->before->after) =
        work->after;
    *(work->after == NULL ? &queue->newest : &work->after->before) =
        work->before;
}

void work_close(struct work *work)
{
    struct workqueue *queue = work->queue;
    struct work *before = NULL;

    assert(!work->open);
    event_cancel(queue->sim, &work->later);
    leave_all(work);
    if (!work->queued)
        return;
    while ((before == NULL ? queue->first : before->next) != work)
        before = before == NULL ? queue->first : before->next;
    *(before == NULL ? &queue->first : &before->next) = work->next;
    if (queue->last == work)
        queue->last = before;
    if (queue->first == NULL)
        event_cancel(queue->sim, &queue->turn);
    work->queued = false;
}

void workqueue_clear(struct workqueue *queue)
{
    event_cancel(queue->sim, &queue->turn);
    queue->first = queue->last = NULL;
    queue->idle = queue->workers;
    for (struct work *each = queue->oldest; each != NULL; each = each->after) {
        event_cancel(queue->sim, &each->later);
        each->failures = 0;
        each->queued = each->open = each->again = false;
    }
}

void workqueue_fill(struct workqueue *queue)
{
    for (struct work *each = queue->oldest; each != NULL; each = each->after)
        work_add(each);
}

void work_add(struct work *work)
{
    struct workqueue *queue = work->queue;

    work->again = work->open;
    if (work->open)
        return;
    event_cancel(queue->sim, &work->later);
    if (work->queued)
        return;
    work->queued = true;
    work->next = NULL;
    *(queue->first == NULL ? &queue->first : &queue->last->next) = work;
    queue->last = work;
    wake(queue);
}

void work_add_after(struct work *work, sim_time delay)
{
    struct sim *sim = work->queue->sim;
    sim_time at = time_after(sim->now, delay);

    if (!work->queued && at < event_time(sim, &work->later))
        event_schedule(sim, &work->later, at);
}

sim_time work_failed(struct work *work)
{
    sim_time delay = first_delay;

    for (uint32_t i = 0; i < work->failures && delay < longest_delay; i++)
        delay *= 2;
    work->failures++;
    return delay < longest_delay ? delay : longest_delay;
}

void work_succeeded(struct work *work)
{
    work->failures = 0;
}
