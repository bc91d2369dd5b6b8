/* One entry of client-go's flowcontrol.Backoff. */
#include "models/api/backoff.h"

static bool is_over(const struct backoff *backoff,
                    const struct backoff_entry *entry, sim_time event)
{
    return entry->wait == 0 || event - entry->updated > backoff->reset;
}

bool backoff_waits(const struct backoff *backoff,
                   const struct backoff_entry *entry, sim_time event,
                   sim_time now)
{
    return !is_over(backoff, entry, event) && now - event < entry->wait;
}

bool backoff_waits_since_update(const struct backoff *backoff,
                                const struct backoff_entry *entry, sim_time now)
{
    return !is_over(backoff, entry, now) && now - entry->updated < entry->wait;
}

void backoff_next(const struct backoff *backoff, struct backoff_entry *entry,
                  sim_time event, sim_time now)
{
    if (is_over(backoff, entry, event))
        entry->wait = backoff->first;
    else if (entry->wait > backoff->most / 2)
        entry->wait = backoff->most;
    else
        entry->wait *= 2;
    entry->updated = now;
}
