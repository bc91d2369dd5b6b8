/* Completion indexes. */
#include "models/controllers/job_indexes.h"

void job_index_pool_open(struct job_index_pool *pool, struct arena *arena)
{
    for (int i = 0; i < 31; i++)
        pool_open(&pool->rooms[i], arena, sizeof(struct job_index) << i);
}

static struct pool *room(struct job_index_pool *pool, int count)
{
    int i = 0;

    while (1 << i < count)
        i++;
    return &pool->rooms[i];
}

void job_indexes_open(struct job_indexes *indexes, struct job_index_pool *pool,
                      int count)
{
    *indexes = (struct job_indexes){.all = pool_take(room(pool, count)),
                                    .count = count};
}

void job_indexes_close(struct job_indexes *indexes, struct job_index_pool *pool)
{
    if (indexes->all != NULL)
        pool_give(room(pool, indexes->count), indexes->all);
}

void job_indexes_occupy(struct job_indexes *indexes, int index, int pods)
{
    struct job_index *each = &indexes->all[index];

    each->pods = (uint8_t)(each->pods + pods);
    if (each->pods == 0 && index < indexes->first)
        indexes->first = index;
}

bool job_indexes_succeed(struct job_indexes *indexes, int index)
{
    bool first = !indexes->all[index].done;

    indexes->all[index].done = true;
    return first;
}

bool job_indexes_fail(struct job_indexes *indexes, int index, int limit,
                      sim_time at)
{
    struct job_index *each = &indexes->all[index];
    bool before = each->failed;

    each->back_off.failures++;
    each->back_off.last_failure = at;
    each->failed = each->back_off.failures > limit;
    return each->failed && !before;
}

static bool is_pending(const struct job_indexes *indexes, int index)
{
    const struct job_index *each = &indexes->all[index];

    return !each->done && !each->failed && each->pods == 0;
}

int job_indexes_pending(struct job_indexes *indexes, int from)
{
    while (indexes->first < indexes->count &&
           !is_pending(indexes, indexes->first))
        indexes->first++;
    from = from > indexes->first ? from : indexes->first;
    while (from < indexes->count && !is_pending(indexes, from))
        from++;
    return from < indexes->count ? from : -1;
}
