/* The change log and its cursors. */
#include "models/api/log.h"

void log_open(struct log *log, struct sim *sim, size_t change_size,
              void (*forget)(void *context, struct change *change),
              void *context)
{
    *log = (struct log){.sim = sim, .forget = forget, .context = context};
    pool_open(&log->changes, sim->arena, change_size);
}

static void forget(struct log *log, struct change *change)
{
    log->forget(log->context, change);
    cause_drop(&change->cause);
    pool_give(&log->changes, change);
}

static void trim(struct log *log)
{
    while (log->first != NULL && log->first->unread == 0) {
        struct change *change = log->first;

        log->first = change->next;
        if (log->first == NULL)
            log->last = NULL;
        forget(log, change);
    }
}

static bool is_read(const struct watch *watch, const struct change *change)
{
    return (watch->kinds & CHANGE(change->kind)) != 0;
}

static struct change *next_read(const struct watch *watch,
                                struct change *change)
{
    while (change != NULL && !is_read(watch, change))
        change = change->next;
    return change;
}

/* When the next change comes. */
static sim_time due(struct watch *watch)
{
    double delay =
        watch->delay == NULL ? 0 : law_draw(watch->delay, &watch->stream);

    return time_after(watch->next->at, time_from_seconds(delay));
}

static void arrived(struct sim *sim, struct event *event)
{
    struct watch *watch = EVENT_OWNER(event, struct watch, arrived);
    sim_time next = sim->now;

    while (watch->next != NULL && next <= sim->now) {
        struct change *change = watch->next;

        watch->read(watch->context, change);
        watch->next = next_read(watch, change->next);
        change->unread--;
        next = watch->next == NULL ? NEVER : due(watch);
    }
    event_schedule(sim, event, next);
    trim(watch->log);
}

void log_watch(struct log *log, struct watch *watch, uint64_t kinds,
               const struct law *delay,
               void (*read)(void *context, const struct change *change),
               void *context, uint64_t identity)
{
    *watch = (struct watch){.log = log,
                            .sibling = log->watches,
                            .kinds = kinds,
                            .delay = delay,
                            .read = read,
                            .context = context};
    stream_open(&watch->stream, &log->sim->seed, identity);
    event_prepare(&watch->arrived, arrived, RANK_DELIVERY, identity);
    log->watches = watch;
}

void log_pause(struct watch *watch)
{
    watch->paused = true;
    event_cancel(watch->log->sim, &watch->arrived);
}

void log_catch_up(struct watch *watch)
{
    watch->paused = false;
    while (watch->next != NULL) {
        struct change *change = watch->next;

        watch->read(watch->context, change);
        watch->next = next_read(watch, change->next);
        change->unread--;
    }
    event_cancel(watch->log->sim, &watch->arrived);
    trim(watch->log);
}

struct change *log_change(struct log *log, enum change_kind kind, void *object,
                          struct cause cause)
{
    struct change *change = pool_take(&log->changes);

    change->at = log->sim->now;
    change->kind = kind;
    change->object = object;
    cause_keep(&change->cause, cause);
    return change;
}

static void append(struct log *log, struct change *change)
{
    if (log->last == NULL)
        log->first = change;
    else
        log->last->next = change;
    log->last = change;
}

void log_publish(struct log *log, struct change *change)
{
    for (struct watch *each = log->watches; each != NULL;
         each = each->sibling) {
        if (!is_read(each, change))
            continue;
        change->unread++;
        if (each->next == NULL) {
            each->next = change;
            if (!each->paused)
                event_schedule(log->sim, &each->arrived, due(each));
        }
    }
    if (change->unread > 0)
        append(log, change);
    else
        forget(log, change);
}
