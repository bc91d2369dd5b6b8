/*
 * What an autoscaler remembers of sizes: those that it would have chosen, and
 * by how much it has changed them. An entry that is too old makes room for a
 * new one, so there are no more than the longest window holds.
 * (Kubernetes 1.36, pkg/controller/podautoscaler/horizontal.go,
 * timestampedRecommendation and timestampedScaleEvent)
 */
#ifndef MODELS_AUTOSCALERS_JOURNAL_H
#define MODELS_AUTOSCALERS_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/time.h"

struct journal_entry {
    int32_t replicas;
    bool outdated; /* a change that no policy looks back upon */
    sim_time at;
};

struct journal {
    struct journal_entry *entries; /* the owner's */
    int count;
    int room;
};

/* The last of those from before that time, or -1. */
int journal_stale(const struct journal *journal, sim_time before);

/* Writes into that entry, or into a new one for -1; there is room. */
void journal_write(struct journal *journal, int entry, int32_t replicas,
                   sim_time now);

/* Remembers a change, where policies look back so long: those before it are
 * outdated for good, and the last of them is written over. (storeScaleEvent) */
void journal_change(struct journal *journal, int32_t change, sim_time longest,
                    sim_time now);

/* All changes of the last period. (getReplicasChangePerPeriod) */
int32_t journal_changes(const struct journal *journal, sim_time period,
                        sim_time now);

#endif
