/* The change log and its watches. */
#include "models/api/log.h"

#include "tests/suite.h"

enum { MOST = 64 };

struct follower {
    struct sim *sim;
    struct watch watch;
    int count;
    sim_time at[MOST];
    long what[MOST];     /* the address that was written, as a number */
    struct log *answers; /* to append to, once, or NULL */
};

static const struct law five_ms = {.kind = &law_constant, .a = 0.005};
static const struct law a_second = {.kind = &law_constant, .a = 1};

static int things[MOST]; /* what is written of: addresses only */

static long number_of(const void *object)
{
    return (long)((const int *)object - things);
}

static void read(void *context, const struct change *change)
{
    struct follower *reader = context;
    struct log *answers = reader->answers;

    if (reader->count < MOST) {
        reader->at[reader->count] = reader->sim->now;
        reader->what[reader->count] = number_of(change->object);
    }
    reader->count++;
    reader->answers = NULL;
    if (answers != NULL)
        log_publish(answers,
                    log_change(answers, POD_READY, &things[50], NO_CAUSE));
}

struct forgotten {
    int count;
    long last;
};

static void forget(void *context, struct change *change)
{
    struct forgotten *forgotten = context;

    forgotten->count++;
    forgotten->last = number_of(change->object);
}

static void publish(struct log *log, int thing)
{
    log_publish(log, log_change(log, POD_READY, &things[thing], NO_CAUSE));
}

static void open(struct arena *arena, struct log *log,
                 struct forgotten *forgotten)
{
    arena_open(arena);
    *forgotten = (struct forgotten){0, -1};
    log_open(log, sim_open(arena, (struct seed){1, 0, 0}, 0), CHANGE_SIZE(pod),
             forget, forgotten);
}

static void watch(struct log *log, struct follower *reader,
                  const struct law *delay)
{
    *reader = (struct follower){.sim = log->sim};
    log_watch(log, &reader->watch, ALL_CHANGES, delay, read, reader, 1);
}

static void delays(void)
{
    struct arena arena;
    struct log log;
    struct forgotten forgotten;
    struct follower soon, late;

    open(&arena, &log, &forgotten);
    watch(&log, &soon, &five_ms);
    watch(&log, &late, &a_second);
    publish(&log, 0);
    sim_run(log.sim, MILLISECONDS(300));
    publish(&log, 1);
    sim_run(log.sim, MILLISECONDS(304));
    CU_ASSERT_EQUAL(soon.count, 1);
    sim_run(log.sim, MILLISECONDS(305));
    CU_ASSERT_EQUAL(soon.count, 2);
    CU_ASSERT_EQUAL(late.count, 0);
    CU_ASSERT_EQUAL(forgotten.count, 0);
    sim_run(log.sim, MILLISECONDS(1299));
    CU_ASSERT_EQUAL(late.count, 1);
    CU_ASSERT_EQUAL(late.at[0], SECONDS(1));
    CU_ASSERT_EQUAL(forgotten.count, 1);
    sim_run(log.sim, SECONDS(2));
    CU_ASSERT_EQUAL(late.at[1], MILLISECONDS(1300));
    CU_ASSERT_EQUAL(late.what[1], 1);
    CU_ASSERT_EQUAL(forgotten.count, 2);
    CU_ASSERT_EQUAL(forgotten.last, 1);
    CU_ASSERT_PTR_NULL(log.first);
    arena_close(&arena);
}

/* What is written in one instant arrives in one event, in its order. */
static void coalesced(void)
{
    struct arena arena;
    struct log log;
    struct forgotten forgotten;
    struct follower reader;
    uint64_t events;

    open(&arena, &log, &forgotten);
    watch(&log, &reader, &five_ms);
    events = log.sim->events;
    for (int i = 0; i < 10; i++)
        publish(&log, i);
    sim_run(log.sim, SECONDS(1));
    CU_ASSERT_EQUAL(log.sim->events - events, 1);
    CU_ASSERT_EQUAL(reader.count, 10);
    for (int i = 0; i < 10; i++)
        CU_ASSERT_EQUAL(reader.what[i], i);
    arena_close(&arena);
}

/* A reader that writes to what it reads hears of it after the delay. */
static void answered(void)
{
    struct arena arena;
    struct log log;
    struct forgotten forgotten;
    struct follower reader;

    open(&arena, &log, &forgotten);
    watch(&log, &reader, &five_ms);
    reader.answers = &log;
    publish(&log, 0);
    publish(&log, 1);
    sim_run(log.sim, SECONDS(1));
    CU_ASSERT_EQUAL(reader.count, 3);
    CU_ASSERT_EQUAL(reader.what[1], 1);
    CU_ASSERT_EQUAL(reader.at[1], MILLISECONDS(5));
    CU_ASSERT_EQUAL(reader.what[2], 50);
    CU_ASSERT_EQUAL(reader.at[2], MILLISECONDS(10));
    arena_close(&arena);
}

static void newcomers(void)
{
    struct arena arena;
    struct log log;
    struct forgotten forgotten;
    struct follower first, second;

    open(&arena, &log, &forgotten);
    publish(&log, 0);
    CU_ASSERT_EQUAL(forgotten.count, 1); /* nobody is to read it */
    watch(&log, &first, &a_second);
    publish(&log, 1);
    watch(&log, &second, NULL);
    publish(&log, 2);
    sim_run(log.sim, SECONDS(2));
    CU_ASSERT_EQUAL(first.count, 2);
    CU_ASSERT_EQUAL(first.what[0], 1);
    CU_ASSERT_EQUAL(second.count, 1);
    CU_ASSERT_EQUAL(second.what[0], 2);
    CU_ASSERT_EQUAL(forgotten.count, 3);
    arena_close(&arena);
}

/* Who reads some kinds alone is not woken by the others, and holds up none. */
static void kinds(void)
{
    struct arena arena;
    struct log log;
    struct forgotten forgotten;
    struct follower reader = {0};
    uint64_t events;

    open(&arena, &log, &forgotten);
    reader.sim = log.sim;
    log_watch(&log, &reader.watch, CHANGE(POD_DELETED), &a_second, read,
              &reader, 1);
    publish(&log, 0);
    CU_ASSERT_EQUAL(forgotten.count, 1);
    for (int i = 1; i < 5; i++) {
        log_publish(&log, log_change(&log, POD_DELETED, &things[i], NO_CAUSE));
        publish(&log, 10 + i);
        sim_run(log.sim, MILLISECONDS(100) * i);
    }
    CU_ASSERT_EQUAL(forgotten.count, 5); /* what nobody reads */
    events = log.sim->events;
    sim_run(log.sim, SECONDS(2));
    CU_ASSERT_EQUAL(log.sim->events - events, 4);
    CU_ASSERT_EQUAL(reader.count, 4);
    for (int i = 0; i < 4; i++)
        CU_ASSERT_EQUAL(reader.what[i], i + 1);
    CU_ASSERT_EQUAL(forgotten.count, 9);
    CU_ASSERT_PTR_NULL(log.first);
    arena_close(&arena);
}

/* A watch that is paused holds all that is written for later, and nobody else
 * up. */
static void paused(void)
{
    struct arena arena;
    struct log log;
    struct forgotten forgotten;
    struct follower soon, late;

    open(&arena, &log, &forgotten);
    watch(&log, &soon, &five_ms);
    watch(&log, &late, &five_ms);
    publish(&log, 0);
    log_pause(&late.watch);
    publish(&log, 1);
    sim_run(log.sim, SECONDS(60));
    CU_ASSERT_EQUAL(soon.count, 2);
    CU_ASSERT_EQUAL(late.count, 0);
    CU_ASSERT_EQUAL(forgotten.count, 0);
    log_catch_up(&late.watch);
    CU_ASSERT_EQUAL(late.count, 2);
    CU_ASSERT_EQUAL(late.at[0], SECONDS(60));
    CU_ASSERT_EQUAL(late.what[1], 1);
    CU_ASSERT_EQUAL(forgotten.count, 2);
    publish(&log, 2);
    sim_run(log.sim, SECONDS(61));
    CU_ASSERT_EQUAL(late.count, 3);
    CU_ASSERT_EQUAL(late.at[2], SECONDS(60) + MILLISECONDS(5));
    arena_close(&arena);
}

static void bounded(void)
{
    struct arena arena;
    struct log log;
    struct forgotten forgotten;
    struct follower soon, late;
    size_t used = 0;

    open(&arena, &log, &forgotten);
    watch(&log, &soon, &five_ms);
    watch(&log, &late, &a_second);
    for (int i = 0; i < 20000; i++) {
        publish(&log, i % MOST);
        sim_run(log.sim, log.sim->now + MILLISECONDS(10));
        if (i == 1000)
            used = arena.used;
    }
    CU_ASSERT(used > 0);
    CU_ASSERT_EQUAL(arena.used, used);
    CU_ASSERT_EQUAL(soon.count, 20000);
    arena_close(&arena);
}

SUITE("models/log", {"delays", delays}, {"coalesced", coalesced},
      {"answered", answered}, {"newcomers", newcomers}, {"kinds", kinds},
      {"paused", paused}, {"memory is bounded", bounded})
