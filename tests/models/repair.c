/* Work orders and crews. */
#include "models/infrastructure/repair.h"

#include "tests/suite.h"

enum { ORDERS = 5 };

struct job {
    struct order order; /* first, so that its address is the job's */
    sim_time done_at;
    int again; /* times to be opened anew when it is done */
};

static void done(struct sim *sim, struct order *order)
{
    struct job *job = (struct job *)(void *)order;

    job->done_at = sim->now;
    if (job->again-- > 0)
        order_open(order->repair, order, SECONDS(3), 9, done);
}

static struct sim *open(struct arena *arena, struct repair *repair, int crews)
{
    struct sim *sim;

    arena_open(arena);
    sim = sim_open(arena, (struct seed){1, 0, 0}, 0);
    repair_open(repair, sim, crews);
    return sim;
}

static void crews(void)
{
    static const sim_time work[ORDERS] = {SECONDS(10), SECONDS(4), SECONDS(1),
                                          SECONDS(8), SECONDS(2)};
    /* Of two crews: 0 and 1 begin at 0, 2 at 4, 3 at 5, 4 at 10. */
    static const sim_time ends[ORDERS] = {SECONDS(10), SECONDS(4), SECONDS(5),
                                          SECONDS(13), SECONDS(12)};
    struct arena arena;
    struct repair repair;
    struct job jobs[ORDERS] = {{.done_at = 0}};
    struct sim *sim = open(&arena, &repair, 2);

    for (int i = 0; i < ORDERS; i++)
        order_open(&repair, &jobs[i].order, work[i], (uint64_t)i, done);
    CU_ASSERT_EQUAL(repair.busy, 2);
    sim_run(sim, SECONDS(60));
    for (int i = 0; i < ORDERS; i++)
        CU_ASSERT_EQUAL(jobs[i].done_at, ends[i]);
    CU_ASSERT_EQUAL(repair.busy, 0);
    CU_ASSERT_PTR_NULL(repair.first);
    arena_close(&arena);
}

static void no_crew_needed(void)
{
    struct arena arena;
    struct repair repair;
    struct job jobs[ORDERS] = {{.done_at = 0}};
    struct sim *sim = open(&arena, &repair, 0);

    for (int i = 0; i < ORDERS; i++)
        order_open(&repair, &jobs[i].order, SECONDS(i + 1), (uint64_t)i, done);
    sim_run(sim, SECONDS(60));
    for (int i = 0; i < ORDERS; i++)
        CU_ASSERT_EQUAL(jobs[i].done_at, SECONDS(i + 1));
    arena_close(&arena);
}

/* A thing that breaks again at once goes to the end of the queue. */
static void queues_anew(void)
{
    struct arena arena;
    struct repair repair;
    struct job jobs[2] = {{.again = 1}, {.done_at = 0}};
    struct sim *sim = open(&arena, &repair, 1);

    order_open(&repair, &jobs[0].order, SECONDS(5), 1, done);
    order_open(&repair, &jobs[1].order, SECONDS(5), 2, done);
    sim_run(sim, SECONDS(60));
    CU_ASSERT_EQUAL(jobs[1].done_at, SECONDS(10));
    CU_ASSERT_EQUAL(jobs[0].done_at, SECONDS(13));
    arena_close(&arena);
}

/* What is never mended keeps its crew. */
static void for_ever(void)
{
    struct arena arena;
    struct repair repair;
    struct job jobs[2] = {{.done_at = 0}, {.done_at = 0}};
    struct sim *sim = open(&arena, &repair, 1);

    order_open(&repair, &jobs[0].order, NEVER, 1, done);
    order_open(&repair, &jobs[1].order, SECONDS(5), 2, done);
    sim_run(sim, YEARS(100));
    CU_ASSERT_EQUAL(jobs[1].done_at, 0);
    CU_ASSERT_EQUAL(repair.busy, 1);
    arena_close(&arena);
}

SUITE("models/repair", {"crews", crews}, {"no crew needed", no_crew_needed},
      {"queues anew", queues_anew}, {"never mended", for_ever})
