/*
 * An event that happens a random while after its timer was started. A timer
 * has a stream of its own, by name.
 */
#ifndef SIM_TIMER_H
#define SIM_TIMER_H

#include "sim/event.h"
#include "sim/law.h"

struct timer {
    struct event event;
    struct stream stream;
    const struct law *law;
};

/* The event happens in the sim, as a truth; law and name are those of the
 * while that it takes. A timer must not be moved in memory afterwards. */
static inline void timer_open(struct timer *timer, const struct sim *sim,
                              event_action *action, const struct law *law,
                              const char *name)
{
    timer->law = law;
    stream_open(&timer->stream, &sim->seed, identity_of(name));
    event_prepare(&timer->event, action, RANK_TRUTH, identity_of(name));
}

/* The event will happen once, after a draw; a timer that runs begins anew. */
static inline void timer_start(struct sim *sim, struct timer *timer)
{
    event_schedule(sim, &timer->event,
                   time_after(sim->now, law_delay(timer->law, &timer->stream)));
}

#endif
