/* Calls that wait for one another. */
#include "models/api/client.h"

#include "sim/event.h"
#include "tests/suite.h"

static const struct law none = {.kind = &law_constant};
static const struct law work = {.kind = &law_constant, .a = 0.002};
static const struct law after = {.kind = &law_constant, .a = 0.003};
static const struct law way = {.kind = &law_constant, .a = 0.001};

enum { MILLISECOND = 1000 };

struct stage {
    struct arena arena;
    struct sim *sim;
    struct server server;
};

static void open_stage(struct stage *stage)
{
    arena_open(&stage->arena);
    stage->sim = sim_open(&stage->arena, (struct seed){1, 0, 0}, -DAYS(1));
    server_open(&stage->server, stage->sim);
    sim_run(stage->sim, 0);
}

/* Without work calls take as long as they take alone. */
static void no_work(void)
{
    struct stage stage;
    struct client client;

    open_stage(&stage);
    client_open(&client, &stage.server, 0, 0, &way, 1);
    for (int i = 0; i < 3; i++)
        CU_ASSERT(client_call(&client) == MILLISECOND);
    arena_close(&stage.arena);
}

/* The queue holds for all clients; an idle server is ready at once. */
static void in_turn(void)
{
    struct stage stage;
    struct client one, other;

    open_stage(&stage);
    server_load(&stage.server, &work, &after);
    client_open(&one, &stage.server, 0, 0, &way, 1);
    client_open(&other, &stage.server, 0, 0, &none, 2);
    CU_ASSERT(client_call(&one) == 3 * MILLISECOND);
    CU_ASSERT(client_call(&other) == 7 * MILLISECOND);
    CU_ASSERT(client_call(&one) == 13 * MILLISECOND);
    sim_run(stage.sim, 14 * MILLISECOND);
    CU_ASSERT(client_call(&other) == 17 * MILLISECOND);
    sim_run(stage.sim, SECONDS(1));
    CU_ASSERT(client_call(&other) == SECONDS(1) + 2 * MILLISECOND);
    arena_close(&stage.arena);
}

/* What waits for its client's limit neither waits here nor keeps others. */
static void at_the_limit(void)
{
    struct stage stage;
    struct client slow, other;

    open_stage(&stage);
    server_load(&stage.server, &work, &after);
    client_open(&slow, &stage.server, 10, 1, &none, 1);
    client_open(&other, &stage.server, 0, 0, &none, 2);
    CU_ASSERT(client_call(&slow) == 2 * MILLISECOND);
    CU_ASSERT_DOUBLE_EQUAL(client_call(&slow), 102 * MILLISECOND, 2);
    CU_ASSERT(client_call(&other) == 7 * MILLISECOND);
    arena_close(&stage.arena);
}

SUITE("models/server", {"no work", no_work}, {"in turn", in_turn},
      {"at the limit", at_the_limit})
