/*
 * Chance comes in streams named by purpose: a stream's numbers are a function
 * of (seed, replication, branch, name) and of nothing else, so what one part
 * of a model draws disturbs no other. Philox4x32-10 (Salmon, Moraes, Dror,
 * Shaw, SC 2011; Random123) behind a gsl_rng_type.
 */
#ifndef SIM_RANDOM_H
#define SIM_RANDOM_H

#include <gsl/gsl_rng.h>
#include <stdint.h>

struct seed {
    uint64_t seed;
    uint32_t replication;
    uint32_t branch; /* tells clones of one moment apart, in the streams that
                        are opened, and the numbers drawn by name, after it */
};

/* Philox's state: the key comes from the seed, the counter's upper half is the
 * stream's name, its lower half counts blocks of two 64-bit numbers. The block
 * at hand is made ahead of its use, so that nothing waits for it. */
struct philox {
    uint64_t key;
    uint64_t name;
    uint64_t index; /* of the next number */
    uint64_t numbers[2];
};

struct stream {
    gsl_rng rng; /* points to the philox beside it */
    struct philox philox;
};

/* A name as a number: FNV-1a, then mixed. */
uint64_t identity_of(const char *name);

/* The identity of the ordinal-th child of a parent; what returns under an old
 * name is a new incarnation. */
uint64_t identity_child(uint64_t parent, uint64_t ordinal,
                        uint64_t incarnation);

/* Starts a stream; it must not be moved in memory afterwards. */
void stream_open(struct stream *stream, const struct seed *seed, uint64_t name);

/* Uniform in (0, 1): never 0, never 1. */
double stream_uniform(struct stream *stream);

/* Exponential with mean 1, by a ziggurat; most take one uniform number. */
double stream_exponential(struct stream *stream);

/* Uniform integer in [0, n), n > 0. */
uint32_t stream_below(struct stream *stream, uint32_t n);

/* For the jitter of a periodic thing's k-th tick: a number for each index of a
 * name that no stream has; uniform in (0, 1). */
double uniform_at(const struct seed *seed, uint64_t name, uint64_t index);

/* One block: counter (low, high) under a key. For the published answers. */
void philox_block(const uint32_t counter[4], const uint32_t key[2],
                  uint32_t numbers[4]);

#endif
