/*
 * Many replications on several threads. Worker w runs index after index of one
 * counter; index i leaves its outcome in slot i modulo the number of slots,
 * once the caller has consumed what was there before.
 */
#include "sim/replicate.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "sim/failure.h"

/* Address space for an outcome, which is a small part of its replication. */
#define OUTCOME_RESERVED (ARENA_RESERVED / 16)

/* Outcomes that may wait, for each thread; and of all, for which there must be
 * address space (see sim/arena.h). */
enum { SLOTS = 32, MOST_SLOTS = 2048 };

enum { DOZE = 20000000, SECOND = 1000000000 }; /* nanoseconds */

struct slot {
    struct arena arena;
    struct outcome *outcome; /* NULL while it is not finished */
};

struct crew {
    const struct replication_order *order;
    atomic_uint_fast64_t next;
    uint32_t slot_count;
    struct slot *slots;
    pthread_mutex_t lock; /* of the outcomes, and of what follows */
    pthread_cond_t finished;
    pthread_cond_t consumed;
    uint64_t filled;
    uint64_t done;
    bool stopped;
};

/* The replication at hand, to be named when an assert fails in it. */
static _Thread_local const struct seed *at_hand;

static void write_text(const char *text)
{
    if (write(STDERR_FILENO, text, strlen(text)) < 0)
        return;
}

static void write_number(uint64_t number)
{
    char digits[21];
    char *first = digits + sizeof(digits) - 1;

    *first = '\0';
    do
        *--first = (char)('0' + number % 10);
    while ((number /= 10) != 0);
    write_text(first);
}

/* Calls nothing that POSIX does not allow in a handler. */
static void name_replication(int signal_number)
{
    if (at_hand != NULL) {
        write_text("nines: replication ");
        write_number(at_hand->replication);
        write_text(" of seed ");
        write_number(at_hand->seed);
        write_text(" failed; run it alone with --seed ");
        write_number(at_hand->seed);
        write_text(" --replication ");
        write_number(at_hand->replication);
        write_text("\n");
    }
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

/* Waits until the slot of an index is free; false when there is no more to do.
 */
static bool slot_wait(struct crew *crew, uint64_t index)
{
    bool go;

    pthread_mutex_lock(&crew->lock);
    while (!crew->stopped && index >= crew->done + crew->slot_count)
        pthread_cond_wait(&crew->consumed, &crew->lock);
    go = !crew->stopped;
    pthread_mutex_unlock(&crew->lock);
    return go;
}

/* The caller is woken for half of what it can take: where replications are
 * short, waking it for each would cost as much as they do. */
static void slot_fill(struct crew *crew, uint64_t index,
                      const struct outcome *outcome)
{
    struct slot *slot = &crew->slots[index % crew->slot_count];
    struct outcome *copy;

    arena_reset(&slot->arena);
    copy = outcome_copy(&slot->arena, outcome);
    pthread_mutex_lock(&crew->lock);
    slot->outcome = copy;
    crew->filled++;
    if (crew->filled == crew->order->count ||
        crew->filled >= crew->done + crew->slot_count / 2)
        pthread_cond_signal(&crew->finished);
    pthread_mutex_unlock(&crew->lock);
}

static void *work(void *context)
{
    struct crew *crew = context;
    const struct replication_order *order = crew->order;
    struct arena arena;
    uint64_t index;

    arena_open(&arena);
    while ((index = atomic_fetch_add(&crew->next, 1)) < order->count &&
           slot_wait(crew, index)) {
        struct seed seed = {.seed = order->seed,
                            .replication = order->first + (uint32_t)index};

        at_hand = &seed;
        slot_fill(crew, index, model.run(order->scenario, &arena, seed));
        at_hand = NULL;
        arena_reset(&arena);
    }
    arena_close(&arena);
    return NULL;
}

/* Waits until there may be something to consume; where replications are long, a
 * moment's delay is nothing. */
static void doze(struct crew *crew)
{
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += DOZE;
    if (until.tv_nsec >= SECOND) {
        until.tv_nsec -= SECOND;
        until.tv_sec++;
    }
    pthread_cond_timedwait(&crew->finished, &crew->lock, &until);
}

/* Hands one outcome to the caller; false when the caller wants no more. */
static bool consume(struct crew *crew, uint64_t index)
{
    struct slot *slot = &crew->slots[index % crew->slot_count];
    const struct outcome *outcome;
    bool more;

    pthread_mutex_lock(&crew->lock);
    while (slot->outcome == NULL)
        doze(crew);
    outcome = slot->outcome;
    pthread_mutex_unlock(&crew->lock);
    more = crew->order->done(crew->order->context, outcome);
    pthread_mutex_lock(&crew->lock);
    slot->outcome = NULL;
    crew->done = index + 1;
    crew->stopped = !more;
    pthread_cond_broadcast(&crew->consumed);
    pthread_mutex_unlock(&crew->lock);
    return more;
}

static void crew_open(struct crew *crew, const struct replication_order *order,
                      uint32_t threads)
{
    pthread_condattr_t steady; /* whatever is done to the time of day */

    *crew = (struct crew){.order = order, .slot_count = SLOTS * threads};
    if (crew->slot_count > MOST_SLOTS)
        crew->slot_count = MOST_SLOTS;
    if (crew->slot_count > order->count)
        crew->slot_count = order->count;
    crew->slots = calloc(crew->slot_count, sizeof(*crew->slots));
    if (crew->slots == NULL)
        machine_failed("no memory for the outcomes of replications");
    for (uint32_t i = 0; i < crew->slot_count; i++)
        arena_open_small(&crew->slots[i].arena, OUTCOME_RESERVED);
    pthread_mutex_init(&crew->lock, NULL);
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_cond_init(&crew->finished, &steady);
    pthread_condattr_destroy(&steady);
    pthread_cond_init(&crew->consumed, NULL);
}

static void crew_close(struct crew *crew)
{
    for (uint32_t i = 0; i < crew->slot_count; i++)
        arena_close(&crew->slots[i].arena);
    free(crew->slots);
    pthread_cond_destroy(&crew->consumed);
    pthread_cond_destroy(&crew->finished);
    pthread_mutex_destroy(&crew->lock);
}

static pthread_t *workers_start(struct crew *crew, uint32_t threads)
{
    pthread_t *workers = calloc(threads, sizeof(*workers));

    if (workers == NULL)
        machine_failed("no memory for threads");
    for (uint32_t i = 0; i < threads; i++)
        if (pthread_create(&workers[i], NULL, work, crew) != 0)
            machine_failed("cannot start a thread");
    return workers;
}

uint32_t replicate(const struct replication_order *order)
{
    uint32_t threads = order->threads < 1 ? 1 : (uint32_t)order->threads;
    struct sigaction handler = {.sa_handler = name_replication}, before;
    struct crew crew;
    pthread_t *workers;
    uint64_t index = 0;

    if (order->count == 0)
        return 0;
    if (threads > order->count)
        threads = order->count;
    crew_open(&crew, order, threads);
    sigemptyset(&handler.sa_mask);
    sigaction(SIGABRT, &handler, &before);
    workers = workers_start(&crew, threads);
    while (index < order->count && consume(&crew, index++))
        ;
    for (uint32_t i = 0; i < threads; i++)
        pthread_join(workers[i], NULL);
    sigaction(SIGABRT, &before, NULL);
    free(workers);
    crew_close(&crew);
    return (uint32_t)crew.done;
}
