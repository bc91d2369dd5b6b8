/* What earlier recommendations hold back. */
#include "models/autoscalers/stabilization.h"

int32_t stabilize_down(struct journal *recommendations, sim_time window,
                       int32_t desired, sim_time now)
{
    int32_t most = desired;

    for (int i = 0; i < recommendations->count; i++) {
        const struct journal_entry *entry = &recommendations->entries[i];

        if (entry->at >= now - window && entry->replicas > most)
            most = entry->replicas;
    }
    journal_write(recommendations, journal_stale(recommendations, now - window),
                  desired, now);
    return most;
}

int32_t stabilize(struct journal *recommendations, sim_time up, sim_time down,
                  int32_t current, int32_t desired, sim_time now)
{
    sim_time longest = up > down ? up : down;
    int32_t least = desired, most = desired, stable = current;

    for (int i = 0; i < recommendations->count; i++) {
        const struct journal_entry *entry = &recommendations->entries[i];

        if (entry->at > now - up && entry->replicas < least)
            least = entry->replicas;
        if (entry->at > now - down && entry->replicas > most)
            most = entry->replicas;
    }
    if (stable < least)
        stable = least;
    if (stable > most)
        stable = most;
    journal_write(recommendations,
                  journal_stale(recommendations, now - longest), desired, now);
    return stable;
}
