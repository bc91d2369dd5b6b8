/* Due times of a CronJob. */
#include "models/controllers/cron_due.h"

static const sim_time padding = MILLISECONDS(100);

/* (mostRecentScheduleTime) */
static sim_time last_due(const struct cron *schedule, sim_time since,
                         sim_time now)
{
    sim_time first = cron_next(schedule, since);
    sim_time second = cron_next(schedule, first);
    sim_time last = NEVER, between, missed;

    if (now < first)
        return NEVER;
    if (now < second)
        return first;
    between = (second - first) / SECONDS(1);
    missed = (now - first) / SECONDS(1) / between + 1;
    for (sim_time t =
             cron_next(schedule, first + (missed - 2) * between * SECONDS(1));
         t <= now; t = cron_next(schedule, t))
        last = t;
    return last;
}

sim_time cron_due(const struct cron_clock *clock, sim_time now)
{
    sim_time since = clock->since;

    if (clock->deadline != NEVER && now - clock->deadline > since)
        since = now - clock->deadline;
    return last_due(clock->schedule, since, now);
}

sim_time cron_due_after(const struct cron_clock *clock, sim_time now)
{
    sim_time last = last_due(clock->schedule, clock->since, now);
    sim_time next;

    if (last == NEVER)
        last =
            cron_next(clock->schedule, clock->since) > now ? clock->since : now;
    next = cron_next(clock->schedule, last);
    return next == NEVER ? NEVER : next + padding - now;
}
