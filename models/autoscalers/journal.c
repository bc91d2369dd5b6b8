/* What an autoscaler remembers of sizes. */
#include "models/autoscalers/journal.h"

#include <assert.h>

#include "models/autoscalers/conversion.h"

int journal_stale(const struct journal *journal, sim_time before)
{
    for (int i = journal->count - 1; i >= 0; i--)
        if (journal->entries[i].at < before)
            return i;
    return -1;
}

void journal_write(struct journal *journal, int entry, int32_t replicas,
                   sim_time now)
{
    assert(entry >= 0 || journal->count < journal->room);
    journal->entries[entry >= 0 ? entry : journal->count++] =
        (struct journal_entry){replicas, false, now};
}

void journal_change(struct journal *journal, int32_t change, sim_time longest,
                    sim_time now)
{
    int last = -1;

    for (int i = 0; i < journal->count; i++) {
        struct journal_entry *entry = &journal->entries[i];

        entry->outdated = entry->outdated || entry->at < now - longest;
        if (entry->outdated)
            last = i;
    }
    journal_write(journal, last, change, now);
}

int32_t journal_changes(const struct journal *journal, sim_time period,
                        sim_time now)
{
    int32_t sum = 0;

    for (int i = 0; i < journal->count; i++)
        if (journal->entries[i].at > now - period)
            sum = sum_32(sum, journal->entries[i].replicas);
    return sum;
}
