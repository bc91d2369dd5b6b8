/* Room for more things. */
#include "sim/pool.h"

enum { TOGETHER = INITIAL_SIZE(16) };

void *pool_grow(struct pool *pool)
{
    size_t count = pool->size % CACHE_LINE == 0 ? TOGETHER : 1;
    char *things = arena_allocate(pool->arena, count * pool->size);

    for (size_t i = count; i-- > 1;)
        pool_give(pool, things + i * pool->size);
    return things;
}
