/* Many pieces of work on all processors: one atomic index. */
#include "tests/many.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "sim/failure.h"

enum { MOST_THREADS = 64 };

struct crew {
    atomic_uint_fast64_t next;
    uint64_t end;
    void (*work)(void *context, uint64_t index, struct arena *arena);
    void *context;
};

static void *worker(void *context)
{
    struct crew *crew = context;
    struct arena arena;
    uint64_t index;

    arena_open(&arena);
    while ((index = atomic_fetch_add(&crew->next, 1)) < crew->end) {
        crew->work(crew->context, index, &arena);
        arena_reset(&arena);
    }
    arena_close(&arena);
    return NULL;
}

void many(uint64_t first, uint64_t end,
          void (*work)(void *context, uint64_t index, struct arena *arena),
          void *context)
{
    struct crew crew = {first, end, work, context};
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    pthread_t threads[MOST_THREADS];
    int others = 0;

    for (; others < processors - 1 && others < MOST_THREADS; others++)
        if (pthread_create(&threads[others], NULL, worker, &crew) != 0)
            machine_failed("cannot start a thread");
    worker(&crew);
    for (int i = 0; i < others; i++)
        pthread_join(threads[i], NULL);
}
