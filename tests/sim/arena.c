/* The memory of one replication: zeroed, restored, used again. */
#include "sim/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sim/pool.h"
#include "tests/suite.h"

static bool all_are(const char *bytes, size_t count, char value)
{
    for (size_t i = 0; i < count; i++)
        if (bytes[i] != value)
            return false;
    return true;
}

static void test_zeroed(void)
{
    struct arena arena;
    char *bytes;

    arena_open(&arena);
    for (int round = 0; round < 3; round++) {
        for (size_t size = 0; size < 5000; size = size * 2 + 1) {
            bytes = arena_allocate(&arena, size);
            CU_ASSERT_EQUAL((uintptr_t)bytes % 16, 0);
            CU_ASSERT(all_are(bytes, size, 0));
            memset(bytes, 0x5a, size);
        }
        CU_ASSERT(arena.used > 5000);
        arena_reset(&arena);
        CU_ASSERT_EQUAL(arena.used, 0);
    }
    arena_close(&arena);
}

static void test_texts(void)
{
    struct arena arena;
    char text[] = "node";
    char *copy, *formatted;

    arena_open(&arena);
    copy = arena_copy(&arena, text);
    formatted = arena_format(&arena, "%s-%d%s", text, 12, "");
    text[0] = 'c';
    CU_ASSERT_STRING_EQUAL(copy, "node");
    CU_ASSERT_STRING_EQUAL(formatted, "node-12");
    arena_close(&arena);
}

struct chain {
    struct chain *next;
    int number;
};

static struct chain *chain_add(struct arena *arena, struct chain *next,
                               int number)
{
    struct chain *chain = ARENA_NEW(arena, struct chain);

    *chain = (struct chain){next, number};
    return chain;
}

static void test_restore(void)
{
    struct arena arena;
    struct chain *chain = NULL;
    struct moment moment;
    char *later;

    arena_open(&arena);
    for (int i = 0; i < 1000; i++)
        chain = chain_add(&arena, chain, i);
    moment = arena_save(&arena);
    for (struct chain *each = chain; each != NULL; each = each->next)
        each->number = -1;
    chain->next = NULL;
    memset(arena_allocate(&arena, 10000), 0x5a, 10000);
    for (int twice = 0; twice < 2; twice++) {
        arena_restore(&arena, &moment);
        CU_ASSERT_EQUAL(arena.used, moment.used);
        for (int i = 999; i >= 0; i--) {
            CU_ASSERT_EQUAL_FATAL(chain->number, i);
            chain->number = -2;
            chain = i > 0 ? chain->next : chain;
        }
        chain = (struct chain *)(void *)(arena.base + arena.used) - 1;
    }
    later = arena_allocate(&arena, 10000);
    CU_ASSERT(all_are(later, 10000, 0));
    moment_release(&moment);
    arena_close(&arena);
}

/* Back to a moment that was larger than what the arena holds now. */
static void test_restore_larger(void)
{
    struct arena arena;
    struct moment moment;
    char *bytes;

    arena_open(&arena);
    bytes = arena_allocate(&arena, 3000);
    memset(bytes, 7, 3000);
    moment = arena_save(&arena);
    arena_reset(&arena);
    CU_ASSERT(all_are(arena_allocate(&arena, 100), 100, 0));
    arena_restore(&arena, &moment);
    CU_ASSERT(all_are(bytes, 3000, 7));
    CU_ASSERT_EQUAL(arena.used, 3000);
    moment_release(&moment);
    arena_close(&arena);
}

/* Room for as much as was asked for, of which there may be many. */
static void test_small(void)
{
    enum { MANY = 4100, LARGE = 1 << 20 };
    struct arena *arenas = calloc(MANY, sizeof(*arenas));

    CU_ASSERT_PTR_NOT_NULL_FATAL(arenas);
    for (int i = 0; i < MANY; i++)
        arena_open_small(&arenas[i], LARGE);
    for (int i = 0; i < MANY; i += 100) {
        char *bytes = arena_allocate(&arenas[i], LARGE);

        bytes[LARGE - 1] = 1;
        CU_ASSERT_EQUAL(bytes[0], 0);
    }
    for (int i = 0; i < MANY; i++)
        arena_close(&arenas[i]);
    free(arenas);
}

static void test_pool(void)
{
    struct arena arena;
    struct pool pool;
    struct chain *things[100];
    size_t used;

    arena_open(&arena);
    pool_open(&pool, &arena, sizeof(struct chain));
    for (int i = 0; i < 100; i++) {
        things[i] = pool_take(&pool);
        CU_ASSERT(things[i]->next == NULL && things[i]->number == 0);
        *things[i] = (struct chain){things[0], i};
    }
    used = arena.used;
    for (int round = 0; round < 10; round++) {
        for (int i = round; i < 100; i += 3)
            pool_give(&pool, things[i]);
        for (int i = round; i < 100; i += 3) {
            things[i] = pool_take(&pool);
            CU_ASSERT(things[i]->next == NULL && things[i]->number == 0);
            *things[i] = (struct chain){things[0], i};
        }
    }
    CU_ASSERT_EQUAL(arena.used, used);
    for (int i = 0; i < 100; i++)
        CU_ASSERT_EQUAL(things[i]->number, i);
    arena_close(&arena);
}

/* What was free at a moment is free again, and only that. */
static void test_pool_restored(void)
{
    struct arena arena;
    struct pool *pool;
    struct moment moment;
    int *kept, *freed;

    arena_open(&arena);
    pool = ARENA_NEW(&arena, struct pool);
    pool_open(pool, &arena, sizeof(int));
    kept = pool_take(pool);
    freed = pool_take(pool);
    *kept = 1;
    pool_give(pool, freed);
    moment = arena_save(&arena);
    CU_ASSERT_PTR_EQUAL(pool_take(pool), freed);
    pool_give(pool, kept);
    arena_restore(&arena, &moment);
    CU_ASSERT_EQUAL(*kept, 1);
    CU_ASSERT_PTR_EQUAL(pool_take(pool), freed);
    CU_ASSERT_PTR_NOT_EQUAL(pool_take(pool), kept);
    moment_release(&moment);
    arena_close(&arena);
}

/* Whether a process that reads the thing dies of it. */
static bool is_caught(const volatile int *thing)
{
    pid_t child = fork();
    int status = 0;

    if (child == 0) {
        freopen("/dev/null", "w", stderr);
        _exit(*thing == -1 ? 1 : 0);
    }
    CU_ASSERT_EQUAL_FATAL(waitpid(child, &status, 0), child);
    return status != 0;
}

/* Under the address sanitizer, that is; elsewhere nothing is. */
static void test_poison_restored(void)
{
    struct arena arena;
    struct pool pool;
    struct moment moment;
    int *kept, *freed, *later;

    arena_open(&arena);
    pool_open(&pool, &arena, sizeof(int));
    kept = pool_take(&pool);
    freed = pool_take(&pool);
    later = pool_take(&pool);
    pool_give(&pool, freed);
    moment = arena_save(&arena);
    CU_ASSERT_FALSE(is_caught(kept));
    CU_ASSERT_EQUAL(is_caught(freed), POISON_IS_KEPT);
    CU_ASSERT_PTR_EQUAL(pool_take(&pool), freed);
    pool_give(&pool, later);
    CU_ASSERT_FALSE(is_caught(freed));
    CU_ASSERT_EQUAL(is_caught(later), POISON_IS_KEPT);
    arena_restore(&arena, &moment);
    CU_ASSERT_FALSE(is_caught(kept));
    CU_ASSERT_FALSE(is_caught(later));
    CU_ASSERT_EQUAL(is_caught(freed), POISON_IS_KEPT);
    moment_release(&moment);
    arena_close(&arena);
}

SUITE("sim/arena", {"zeroed memory", test_zeroed}, {"texts", test_texts},
      {"save and restore", test_restore},
      {"restore what is larger", test_restore_larger},
      {"a free thing is caught, restored or not", test_poison_restored},
      {"small ones", test_small}, {"a pool uses things again", test_pool},
      {"a pool, restored", test_pool_restored})
