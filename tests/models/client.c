/* Calls that are waited for, and those that nobody waits for any more. */
#include "models/api/client.h"

#include "tests/suite.h"

static const struct law way = {.kind = &law_constant, .a = 1};

enum { CALLS = 3 };

struct desk;

struct caller {
    struct request request;
    struct desk *desk;
    sim_time answered; /* 0: not yet */
    int dropped;       /* as the how-manyeth */
};

struct desk {
    struct arena arena;
    struct sim *sim;
    struct server server;
    struct client client;
    struct caller callers[CALLS];
    int drops;
    bool calls_again;
};

static void answered(struct request *request)
{
    struct caller *caller = REQUEST_OWNER(request, struct caller, request);
    struct desk *desk = caller->desk;

    caller->answered = desk->sim->now;
    if (desk->calls_again)
        client_send(&desk->client, request);
}

static void dropped(struct request *request)
{
    struct caller *caller = REQUEST_OWNER(request, struct caller, request);

    caller->dropped = ++caller->desk->drops;
}

/* A call takes a second; one may be made every ten, after the first two. */
static void open(struct desk *desk, const struct request_kind *kind)
{
    *desk = (struct desk){.drops = 0};
    arena_open(&desk->arena);
    desk->sim = sim_open(&desk->arena, (struct seed){1, 0, 0}, 0);
    server_open(&desk->server, desk->sim);
    client_open(&desk->client, &desk->server, 0.1, 2, &way, 1);
    for (int i = 0; i < CALLS; i++) {
        desk->callers[i].desk = desk;
        request_prepare(&desk->callers[i].request, kind, (uint64_t)i);
    }
}

static const struct request_kind kind = {answered, dropped};

static void send_all(struct desk *desk)
{
    for (int i = 0; i < CALLS; i++)
        client_send(&desk->client, &desk->callers[i].request);
}

/* Each is answered in its turn, and may be made again then. */
static void are_answered(void)
{
    struct desk desk;

    open(&desk, &kind);
    send_all(&desk);
    sim_run(desk.sim, SECONDS(20));
    CU_ASSERT_EQUAL(desk.callers[0].answered, SECONDS(1));
    CU_ASSERT_EQUAL(desk.callers[1].answered, SECONDS(1));
    CU_ASSERT_DOUBLE_EQUAL(desk.callers[2].answered, SECONDS(11), 2);
    CU_ASSERT_PTR_NULL(desk.client.under_way);
    desk.calls_again = true;
    client_send(&desk.client, &desk.callers[0].request);
    sim_run(desk.sim, SECONDS(40));
    CU_ASSERT(desk.callers[0].answered > SECONDS(22));
    CU_ASSERT_PTR_EQUAL(desk.client.under_way, &desk.callers[0].request);
    CU_ASSERT_EQUAL(desk.drops, 0);
    arena_close(&desk.arena);
}

/* The latest first; the next one is as the first one was. */
static void are_dropped(void)
{
    struct desk desk;

    open(&desk, &kind);
    send_all(&desk);
    client_record(&desk.client);
    client_drop(&desk.client);
    CU_ASSERT_EQUAL(event_count(desk.sim), 0);
    for (int i = 0; i < CALLS; i++)
        CU_ASSERT_EQUAL(desk.callers[i].dropped, CALLS - i);
    send_all(&desk);
    sim_run(desk.sim, SECONDS(5));
    CU_ASSERT_EQUAL(desk.callers[1].answered, SECONDS(1));
    CU_ASSERT_EQUAL(desk.callers[2].answered, 0);
    arena_close(&desk.arena);
}

/* One of them: the others are not concerned, nor is anybody told. */
static void is_withdrawn(void)
{
    static const struct request_kind alone = {answered, NULL};
    struct desk desk;

    open(&desk, &kind);
    send_all(&desk);
    client_withdraw(&desk.client, &desk.callers[1].request);
    sim_run(desk.sim, SECONDS(20));
    CU_ASSERT_EQUAL(desk.callers[0].answered, SECONDS(1));
    CU_ASSERT_EQUAL(desk.callers[1].answered, 0);
    CU_ASSERT(desk.callers[2].answered > SECONDS(10));
    CU_ASSERT_EQUAL(desk.drops, 0);
    arena_close(&desk.arena);
    open(&desk, &alone);
    send_all(&desk);
    client_drop(&desk.client);
    sim_run(desk.sim, SECONDS(20));
    CU_ASSERT_EQUAL(desk.callers[0].answered, 0);
    arena_close(&desk.arena);
}

SUITE("models/client", {"are answered", are_answered},
      {"are dropped", are_dropped}, {"is withdrawn", is_withdrawn})
