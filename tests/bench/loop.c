/*
 * The availability model as a hand-written loop: N machines fail after
 * Exp(1000 h) and are repaired after Exp(10 h); the time integrals of "machines
 * up" and of "at least K up" are kept. An implicit 4-ary heap with the keys
 * inline; one pending event per machine, so every event replaces the root.
 * What an engine costs is measured against this.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "tests/bench/bench.h"

struct entry {
    double at;
    uint32_t machine;
    uint32_t down;
};

static const double mttf = 1000, mttr = 10;

static uint64_t rotate(uint64_t x, int k)
{
    return x << k | x >> (64 - k);
}

static uint64_t next(uint64_t s[4]) /* xoshiro256++ */
{
    uint64_t result = rotate(s[0] + s[3], 23) + s[0], t = s[1] << 17;

    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

static double exponential(uint64_t s[4], double mean)
{
    return -mean * log((double)((next(s) >> 11) + 1) * 0x1p-53);
}

static void fill(uint64_t s[4], struct entry *heap, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        struct entry e = {exponential(s, mttf), i, 0};
        uint32_t j = i;

        for (; j > 0 && heap[(j - 1) / 4].at > e.at; j = (j - 1) / 4)
            heap[j] = heap[(j - 1) / 4];
        heap[j] = e;
    }
}

/* Chooses the least of four children without branches. */
static void sift_down(struct entry *heap, uint32_t n, struct entry e)
{
    uint32_t j = 0;

    for (;;) {
        uint32_t c = 4 * j + 1;

        if (c >= n)
            break;
        if (c + 3 < n) {
            uint32_t l = c + (heap[c + 1].at < heap[c].at);
            uint32_t r = c + 2 + (heap[c + 3].at < heap[c + 2].at);

            c = l + (r - l) * (heap[r].at < heap[l].at);
        } else {
            for (uint32_t d = c + 1; d < n; d++)
                if (heap[d].at < heap[c].at)
                    c = d;
        }
        if (heap[c].at >= e.at)
            break;
        heap[j] = heap[c];
        j = c;
    }
    heap[j] = e;
}

void loop_run(unsigned machines, double events, struct found *found)
{
    uint64_t s[4] = {12345, 678910, 1112131415, 16171819}, count = 0;
    double horizon = events * (mttf + mttr) / (2.0 * machines);
    double last = 0, sum_up = 0, sum_enough = 0, since = bench_cpu();
    int up = (int)machines, least = enough_machines(machines);
    struct entry *heap = malloc(machines * sizeof(*heap));

    if (heap == NULL)
        exit(3);
    fill(s, heap, machines);
    while (heap[0].at < horizon) {
        struct entry e = heap[0];
        double passed = e.at - last;

        sum_up += up * passed;
        if (up >= least)
            sum_enough += passed;
        last = e.at;
        count++;
        up += e.down != 0 ? 1 : -1;
        e.at += exponential(s, e.down != 0 ? mttf : mttr);
        e.down ^= 1;
        sift_down(heap, machines, e);
    }
    sum_up += up * (horizon - last);
    sum_enough += up >= least ? horizon - last : 0;
    free(heap);
    found->nanoseconds = 1e9 * (bench_cpu() - since) / (double)count;
    found->up = sum_up / (machines * horizon);
    found->enough = sum_enough / horizon;
}
