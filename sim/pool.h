/*
 * A free list of things of one size in an arena: what comes and goes is used
 * again, so memory is bounded by what exists. Free things are poisoned under
 * the address sanitizer.
 */
#ifndef SIM_POOL_H
#define SIM_POOL_H

#include <string.h>

#include "sim/arena.h"
#include "sim/poison.h"

struct pool {
    struct arena *arena;
    size_t size;
    void *free; /* each free thing begins with the address of the next */
};

static inline void pool_open(struct pool *pool, struct arena *arena,
                             size_t size)
{
    *pool = (struct pool){arena, size < sizeof(void *) ? sizeof(void *) : size,
                          NULL};
}

/* A new thing; several come together, so that no room is lost between them. */
void *pool_grow(struct pool *pool);

static inline void pool_give(struct pool *pool, void *thing)
{
    memcpy(thing, &pool->free, sizeof(void *));
    pool->free = thing;
    MEMORY_POISON(thing, pool->size);
}

/* A zeroed thing; give it back with pool_give(). Never NULL. */
static inline void *pool_take(struct pool *pool)
{
    void *thing = pool->free;

    if (thing == NULL)
        return pool_grow(pool);
    MEMORY_UNPOISON(thing, pool->size);
    memcpy(&pool->free, thing, sizeof(void *));
    return memset(thing, 0, pool->size);
}

#endif
