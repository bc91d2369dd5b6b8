/* Batches of calls. */
#include "models/controllers/slow_start.h"

static void next_batch(struct slow_start *start, int most)
{
    start->batch = most < start->remaining ? most : start->remaining;
    start->remaining -= start->batch;
    start->unanswered = start->batch;
}

void slow_start_begin(struct slow_start *start, int calls, int initial_batch)
{
    *start = (struct slow_start){.remaining = calls};
    next_batch(start, initial_batch);
}

bool slow_start_answer(struct slow_start *start, bool success)
{
    start->successes += success;
    start->failed = start->failed || !success;
    if (--start->unanswered > 0)
        return false;
    if (start->failed)
        start->remaining = 0;
    next_batch(start, 2 * start->batch);
    return true;
}
