/*
 * PodTopologySpread: pods of a kind shall be spread over the domains of a
 * topology. (pkg/scheduler/framework/plugins/podtopologyspread, 1.36)
 */
#ifndef MODELS_CONTROLLERS_SPREAD_H
#define MODELS_CONTROLLERS_SPREAD_H

#include <stdint.h>

#include "models/api/affinity.h"
#include "models/controllers/census.h"

/* One of a pod's constraints; all of a pod are of one kind: DoNotSchedule, or
 * ScheduleAnyway. Nodes that lack the key of any do not count in the census of
 * each, but for the scheduler's default constraints. */
struct spread_rule {
    struct census *census; /* matching pods that are not terminating */
    const struct spread_constraint *constraint; /* NULL: a default one */
    int max_skew;
    int min_domains;
    bool itself; /* the pod matches its own constraint */
    int least;   /* pods in any domain, since spread_begin() */
};

enum spread_verdict { SPREAD_FITS, SPREAD_LACKS_KEY, SPREAD_TOO_SKEWED };

/* Finds the fewest pods in any domain, with which the next verdicts compare: 0
 * where there are fewer domains than wanted. */
void spread_begin(struct spread_rule *rules, int count);

/* DoNotSchedule: whether the pod may go to the node. */
enum spread_verdict spread_judge(const struct spread_rule *rules, int count,
                                 int node);

/* ScheduleAnyway: the normalised scores of the candidates (nodes), 0..100.
 * `every_key`: candidates that lack one are worth nothing (not so for default
 * constraints). `raw` is room for as many numbers. */
void spread_score(const struct spread_rule *rules, int count, bool every_key,
                  const int *candidates, int candidate_count, double *raw,
                  int64_t *scores);

#endif
