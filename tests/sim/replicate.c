/* Replications on threads, with the real model: the same from any number. */
#include "sim/replicate.h"

#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "models/scenario/scenario.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

enum { REPLICATIONS = 17 };

static const char text[] =
    "apiVersion: nines/v1\n"
    "kind: Scenario\n"
    "spec:\n"
    "  nodes:\n"
    "  - {name: worker, count: 6, zones: [a, b, c], cpu: 4, memory: 16Gi}\n"
    "  traffic:\n"
    "  - {service: web, kind: diurnal, mean: 200/s, swing: 60%}\n"
    "  faults:\n"
    "  - name: node-crashes\n"
    "    kind: node-crash\n"
    "    every: {law: exponential, mean: 5d}\n"
    "    lasts: {law: lognormal, median: 2h, sigma: 1}\n"
    "  - name: container-crashes\n"
    "    kind: container-crash\n"
    "    every: {law: exponential, mean: 1d}\n";

/* A hash for each outcome that was consumed, in order. */
struct consumed {
    uint64_t hashes[REPLICATIONS];
    uint32_t replications[REPLICATIONS];
    uint32_t count;
    uint32_t most; /* then stop */
    uint64_t rows;
};

static uint64_t mix(uint64_t hash, const void *bytes, size_t size)
{
    const unsigned char *each = bytes;

    for (size_t i = 0; i < size; i++)
        hash = (hash ^ each[i]) * 0x100000001b3;
    return hash;
}

static uint64_t hash_of(const struct outcome *outcome, uint64_t *rows)
{
    uint64_t hash = mix(0xcbf29ce484222325, outcome->numbers,
                        sizeof(double) * (size_t)outcome->layout->count);

    hash = mix(hash, &outcome->events, sizeof(outcome->events));
    for (const struct row *row = outcome->first; row != NULL;
         row = row->next, ++*rows)
        for (int i = 0; i < row->count; i++) {
            const struct value *value = &row->values[i];

            hash = mix(hash, &value->kind, sizeof(value->kind));
            hash = mix(hash, &value->ordinal, sizeof(value->ordinal));
            hash = mix(hash, &value->number, sizeof(value->number));
            if (value->text != NULL)
                hash = mix(hash, value->text, strlen(value->text));
        }
    return hash;
}

static bool done(void *context, const struct outcome *outcome)
{
    struct consumed *consumed = context;

    CU_ASSERT_FATAL(consumed->count < REPLICATIONS);
    consumed->hashes[consumed->count] = hash_of(outcome, &consumed->rows);
    consumed->replications[consumed->count++] = outcome->replication;
    return consumed->count < consumed->most;
}

static struct consumed run_for(const char *horizon, uint32_t first,
                               uint32_t count, int threads, uint32_t most)
{
    struct consumed consumed = {.most = most};
    struct arena arena;
    struct replication_order order = {.seed = 5,
                                      .first = first,
                                      .count = count,
                                      .threads = threads,
                                      .done = done,
                                      .context = &consumed};

    arena_open(&arena);
    order.scenario =
        scenario_from_text(&arena, arena_format(&arena, "%s  horizon: %s\n%s",
                                                text, horizon, web_manifests));
    CU_ASSERT_EQUAL(replicate(&order), consumed.count);
    arena_close(&arena);
    return consumed;
}

static struct consumed run(uint32_t first, uint32_t count, int threads,
                           uint32_t most)
{
    return run_for("60d", first, count, threads, most);
}

static void any_threads(void)
{
    struct consumed one = run(0, REPLICATIONS, 1, REPLICATIONS);

    CU_ASSERT_EQUAL(one.count, REPLICATIONS);
    CU_ASSERT(one.rows > 0);
    CU_ASSERT_NOT_EQUAL(one.hashes[0], one.hashes[1]);
    for (int threads = 2; threads <= 3; threads++) {
        struct consumed many = run(0, REPLICATIONS, threads, REPLICATIONS);

        CU_ASSERT_EQUAL(many.count, REPLICATIONS);
        for (uint32_t i = 0; i < REPLICATIONS; i++) {
            CU_ASSERT_EQUAL(many.replications[i], i);
            CU_ASSERT_EQUAL(many.hashes[i], one.hashes[i]);
        }
    }
}

static void stops_early(void)
{
    struct consumed one = run(0, REPLICATIONS, 1, REPLICATIONS);

    for (int threads = 1; threads <= 3; threads++)
        for (uint32_t most = 1; most <= 7; most += 3) {
            struct consumed few = run(0, REPLICATIONS, threads, most);

            CU_ASSERT_EQUAL(few.count, most);
            for (uint32_t i = 0; i < most; i++)
                CU_ASSERT_EQUAL(few.hashes[i], one.hashes[i]);
        }
}

static void some_of_them(void)
{
    struct consumed one = run(0, REPLICATIONS, 2, REPLICATIONS);
    struct consumed some = run(11, 4, 2, REPLICATIONS);
    struct consumed none = run(3, 0, 2, REPLICATIONS);

    CU_ASSERT_EQUAL(none.count, 0);
    CU_ASSERT_EQUAL(some.count, 4);
    for (uint32_t i = 0; i < 4; i++) {
        CU_ASSERT_EQUAL(some.replications[i], 11 + i);
        CU_ASSERT_EQUAL(some.hashes[i], one.hashes[11 + i]);
    }
}

/* As many threads as the address space must hold arenas for; all but one of
 * their replications are not wanted. */
static void many_threads(void)
{
    struct consumed first = run_for("1h", 0, 100000, 512, 1);

    CU_ASSERT_EQUAL(first.count, 1);
    CU_ASSERT_EQUAL(first.hashes[0], run_for("1h", 0, 1, 1, 1).hashes[0]);
}

/* The scenario's first fault, that must not be in replication 6. */
static void begin(struct cluster *cluster, void *thing, struct cause cause)
{
    assert(cluster->sim->seed.replication != 6);
    container_exit(thing, 1, cause);
}

static void run_into_it(uint32_t first, uint32_t count, int threads)
{
    const struct fault_kind kind = {
        {"broken", "", no_parameters}, BEFALLS_CONTAINERS, false, begin, NULL};
    struct consumed consumed = {.most = REPLICATIONS};
    struct arena arena;
    struct scenario scenario;
    struct fault_design fault;
    struct replication_order order = {.scenario = &scenario,
                                      .seed = 5,
                                      .first = first,
                                      .count = count,
                                      .threads = threads,
                                      .done = done,
                                      .context = &consumed};

    arena_open(&arena);
    scenario =
        *scenario_from_text(&arena, arena_format(&arena, "%s  horizon: 60d\n%s",
                                                 text, web_manifests));
    fault = scenario.faults[1];
    fault.kind = &kind;
    scenario.faults = &fault;
    scenario.fault_count = 1;
    replicate(&order);
    arena_close(&arena);
}

/* Runs into the assert in another process; what that said, and its end. */
static int fail_alone(uint32_t first, uint32_t count, int threads,
                      char said[2000])
{
    int status = 0, ends[2];
    ssize_t length = 0, more;
    pid_t child;

    CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
    fflush(NULL);
    child = fork();
    CU_ASSERT_NOT_EQUAL_FATAL(child, -1);
    if (child == 0) {
        if (dup2(ends[1], STDERR_FILENO) < 0)
            _exit(99);
        run_into_it(first, count, threads);
        _exit(0);
    }
    close(ends[1]);
    while ((more = read(ends[0], said + length, 1999 - (size_t)length)) > 0)
        length += more;
    said[length] = '\0';
    close(ends[0]);
    CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
    return status;
}

/* A failed assert is followed by how to meet it again, alone. */
static void names_what_failed(void)
{
    static const char name[] =
        "nines: replication 6 of seed 5 failed; run it alone with --seed 5 "
        "--replication 6\n";
    char said[2000];

    for (int threads = 1; threads <= 3; threads++) {
        int status = fail_alone(0, REPLICATIONS, threads, said);

        CU_ASSERT(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
        CU_ASSERT_PTR_NOT_NULL(strstr(said, "replication != 6"));
        CU_ASSERT_PTR_NOT_NULL(strstr(said, name));
    }
    CU_ASSERT(WIFSIGNALED(fail_alone(6, 1, 1, said)));
    CU_ASSERT_PTR_NOT_NULL(strstr(said, name));
    CU_ASSERT_EQUAL(fail_alone(7, 4, 2, said), 0);
    CU_ASSERT_STRING_EQUAL(said, "");
}

SUITE("sim/replicate", {"names what failed", names_what_failed},
      {"any number of threads", any_threads}, {"stops early", stops_early},
      {"some of them", some_of_them}, {"many threads", many_threads})
