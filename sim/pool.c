/* Room for more things. */
#include "sim/pool.h"

enum { TOGETHER = INITIAL_SIZE(16) };

void *pool_grow(struct pool *pool)
{
    char *things = arena_allocate(pool->arena, TOGETHER * pool->size);

    for (size_t i = TOGETHER; i-- > 1;)
        pool_give(pool, things + i * pool->size);
    return things;
}
