/* The queue of a controller. */
#include "models/api/workqueue.h"

#include "tests/suite.h"

enum { ITEMS = 3, LOOKS = 16 };

struct item {
    struct work work;
    int number;
};

/* Items that take a second each, or nothing. */
struct desk {
    struct arena arena;
    struct workqueue queue;
    struct item items[ITEMS];
    bool slow;
    sim_time again; /* what a look asks for */
    int looks;
    int looked[LOOKS];
    sim_time at[LOOKS];
};

static sim_time look(void *context, struct work *work)
{
    struct desk *desk = context;

    desk->looked[desk->looks] = WORK_OWNER(work, struct item, work)->number;
    desk->at[desk->looks++] = desk->queue.sim->now;
    return desk->slow ? WORK_GOES_ON : desk->again;
}

static void open(struct desk *desk, int workers, bool slow)
{
    *desk = (struct desk){.slow = slow, .again = NEVER};
    arena_open(&desk->arena);
    workqueue_open(&desk->queue,
                   sim_open(&desk->arena, (struct seed){1, 0, 0}, 0), workers,
                   look, desk, 1);
    for (int i = 0; i < ITEMS; i++) {
        desk->items[i].number = i;
        work_open(&desk->items[i].work, &desk->queue, (uint64_t)i);
    }
}

static void run(struct desk *desk, sim_time until)
{
    sim_run(desk->queue.sim, until);
}

/* Added twice, looked at once; in order. */
static void once(void)
{
    struct desk desk;

    open(&desk, 1, false);
    for (int i = 0; i < 2 * ITEMS; i++)
        work_add(&desk.items[i % ITEMS].work);
    run(&desk, 0);
    CU_ASSERT_EQUAL(desk.looks, ITEMS);
    for (int i = 0; i < ITEMS; i++)
        CU_ASSERT_EQUAL(desk.looked[i], i);
    arena_close(&desk.arena);
}

/* Two workers are at two items; the third waits, and so does what is added
 * while a worker is at it. */
static void workers(void)
{
    struct desk desk;

    open(&desk, 2, true);
    for (int i = 0; i < ITEMS; i++)
        work_add(&desk.items[i].work);
    run(&desk, SECONDS(1));
    CU_ASSERT_EQUAL(desk.looks, 2);
    work_add(&desk.items[0].work);
    run(&desk, SECONDS(2));
    CU_ASSERT_EQUAL(desk.looks, 2);
    work_done(&desk.items[0].work, NEVER);
    run(&desk, SECONDS(3));
    CU_ASSERT_EQUAL(desk.looks, 3);
    CU_ASSERT_EQUAL(desk.looked[2], 2);
    work_done(&desk.items[1].work, NEVER);
    run(&desk, SECONDS(4));
    CU_ASSERT_EQUAL(desk.looks, 4);
    CU_ASSERT_EQUAL(desk.looked[3], 0);
    arena_close(&desk.arena);
}

/* After a delay, the shorter of two; at once if it is added meanwhile. */
static void delays(void)
{
    struct desk desk;

    open(&desk, 1, false);
    work_add_after(&desk.items[0].work, SECONDS(7));
    work_add_after(&desk.items[0].work, SECONDS(5));
    work_add_after(&desk.items[0].work, SECONDS(9));
    work_add_after(&desk.items[1].work, SECONDS(9));
    run(&desk, SECONDS(1));
    work_add(&desk.items[1].work);
    run(&desk, SECONDS(20));
    CU_ASSERT_EQUAL(desk.looks, 2);
    CU_ASSERT_EQUAL(desk.looked[0], 1);
    CU_ASSERT_EQUAL(desk.at[0], SECONDS(1));
    CU_ASSERT_EQUAL(desk.at[1], SECONDS(5));
    desk.again = SECONDS(3);
    work_add(&desk.items[2].work);
    run(&desk, SECONDS(27));
    CU_ASSERT_EQUAL(desk.looks, 5);
    work_close(&desk.items[2].work);
    run(&desk, SECONDS(60));
    CU_ASSERT_EQUAL(desk.looks, 5);
    arena_close(&desk.arena);
}

static void back_off(void)
{
    struct desk desk;
    struct work *work = &desk.items[0].work;

    open(&desk, 1, false);
    CU_ASSERT_EQUAL(work_failed(work), MILLISECONDS(5));
    CU_ASSERT_EQUAL(work_failed(work), MILLISECONDS(10));
    for (int i = 0; i < 15; i++)
        work_failed(work);
    CU_ASSERT_EQUAL(work_failed(work), MILLISECONDS(5) << 17);
    CU_ASSERT_EQUAL(work_failed(work), SECONDS(1000));
    CU_ASSERT_EQUAL(work_failed(work), SECONDS(1000));
    work_succeeded(work);
    CU_ASSERT_EQUAL(work_failed(work), MILLISECONDS(5));
    arena_close(&desk.arena);
}

/* Who worked is no more: none of its items is looked at, with no delay and no
 * failure; who comes next looks at all, once. */
static void cleared(void)
{
    struct desk desk;

    open(&desk, 1, true);
    work_add(&desk.items[0].work);
    run(&desk, SECONDS(1));
    work_add(&desk.items[0].work);
    work_add(&desk.items[1].work);
    work_failed(&desk.items[1].work);
    work_add_after(&desk.items[2].work, SECONDS(5));
    workqueue_clear(&desk.queue);
    CU_ASSERT_EQUAL(event_count(desk.queue.sim), 0);
    CU_ASSERT_EQUAL(desk.queue.idle, 1);
    run(&desk, SECONDS(60));
    CU_ASSERT_EQUAL(desk.looks, 1);
    work_close(&desk.items[0].work);
    desk.slow = false;
    workqueue_fill(&desk.queue);
    run(&desk, SECONDS(61));
    CU_ASSERT_EQUAL(desk.looks, 3);
    CU_ASSERT_EQUAL(desk.looked[1], 1);
    CU_ASSERT_EQUAL(desk.looked[2], 2);
    CU_ASSERT_EQUAL(work_failed(&desk.items[1].work), MILLISECONDS(5));
    arena_close(&desk.arena);
}

SUITE("models/api/workqueue", {"each item once, in order", once},
      {"as many at a time as there are workers", workers},
      {"after delays", delays}, {"later after failures", back_off},
      {"cleared and filled", cleared})
