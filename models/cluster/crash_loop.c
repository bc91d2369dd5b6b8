/* CrashLoopBackOff. */
#include "models/cluster/crash_loop.h"

#include "models/cluster/tick.h"

/* pkg/kubelet/kubelet.go; the second pair with the reduced defaults. */
static const sim_time first_wait = SECONDS(10), longest_wait = MINUTES(5);
static const sim_time reduced_first = SECONDS(1), reduced_most = MINUTES(1);

enum { RESET_IS_CONSTANT = 32 };

struct backoff crash_loop_backoff(bool reduced, sim_time most, int minor)
{
    struct backoff backoff = {.first = reduced ? reduced_first : first_wait,
                              .most = reduced ? reduced_most : longest_wait};

    if (most != NEVER)
        backoff.most = most;
    if (backoff.first > backoff.most)
        backoff.first = backoff.most;
    backoff.reset =
        minor >= RESET_IS_CONSTANT ? 2 * longest_wait : 2 * backoff.most;
    return backoff;
}

bool crash_loop_waits(const struct backoff *backoff,
                      struct backoff_entry *entry, sim_time finished,
                      sim_time now, sim_time *end)
{
    if (backoff_waits(backoff, entry, finished, now)) {
        *end = finished + entry->wait;
        return true;
    }
    backoff_next(backoff, entry, finished, now);
    return false;
}

sim_time crash_loop_look(const struct looks *looks, sim_time now, sim_time end)
{
    const struct look look = {.failed = true,
                              .backoff_end = looks->end_told ? end : NEVER};

    for (uint64_t i = 0; now < end; i++)
        now = tick_at_or_after(
            now + requeue_wait(&looks->periods, &look, now,
                               uniform_at(looks->seed, looks->name, i)),
            looks->phase, REQUEUE_TICK);
    return now;
}
