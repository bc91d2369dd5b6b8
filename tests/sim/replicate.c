/* Replications on threads, with the real model: the same from any number. */
#include "sim/replicate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

SUITE("sim/replicate", {"any number of threads", any_threads},
      {"stops early", stops_early}, {"some of them", some_of_them},
      {"many threads", many_threads})
