/* Streams of random numbers: Philox4x32-10 as a gsl_rng_type. */
#include "sim/random.h"

#include <Random123/philox.h>
#include <string.h>

static uint64_t mix(uint64_t x)
{
    /* The finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

static uint64_t join(uint64_t a, uint64_t b)
{
    return mix(a + 0x9e3779b97f4a7c15u + mix(b + 0xd1b54a32d192ed03u));
}

uint64_t identity_of(const char *name)
{
    uint64_t hash = 0xcbf29ce484222325u;

    for (; *name != '\0'; name++)
        hash = (hash ^ (unsigned char)*name) * 0x100000001b3u;
    return mix(hash);
}

uint64_t identity_child(uint64_t parent, uint64_t ordinal, uint64_t incarnation)
{
    return join(join(parent, ordinal), incarnation);
}

static uint64_t seed_key(const struct seed *seed)
{
    return join(seed->seed, (uint64_t)seed->branch << 32 | seed->replication);
}

/* Inline, and by value: counter and key stay in registers. */
static inline philox4x32_ctr_t block_at(uint64_t key, uint64_t name,
                                        uint64_t block)
{
    philox4x32_ctr_t counter = {{(uint32_t)block, (uint32_t)(block >> 32),
                                 (uint32_t)name, (uint32_t)(name >> 32)}};
    philox4x32_key_t under = {{(uint32_t)key, (uint32_t)(key >> 32)}};

    return philox4x32(counter, under);
}

void philox_block(const uint32_t counter[4], const uint32_t key[2],
                  uint32_t numbers[4])
{
    philox4x32_ctr_t out = block_at((uint64_t)key[1] << 32 | key[0],
                                    (uint64_t)counter[3] << 32 | counter[2],
                                    (uint64_t)counter[1] << 32 | counter[0]);

    memcpy(numbers, out.v, sizeof(out.v));
}

static inline void refill(struct philox *philox)
{
    philox4x32_ctr_t out = block_at(philox->key, philox->name, philox->block++);

    for (int i = 0; i < 4; i++)
        philox->numbers[i] = out.v[i];
    philox->left = 4;
}

static inline uint32_t next(struct philox *philox)
{
    if (philox->left == 0)
        refill(philox);
    return philox->numbers[4 - philox->left--];
}

/* 52 random bits, moved half a step so that neither 0 nor 1 comes out. */
static double unit(uint32_t high, uint32_t low)
{
    uint64_t bits = ((uint64_t)high << 32 | low) >> 12;

    return ((double)bits + 0.5) * 0x1p-52;
}

static void philox_set(void *state, unsigned long seed)
{
    *(struct philox *)state = (struct philox){.key = seed};
}

static unsigned long philox_get(void *state)
{
    return next(state);
}

static double philox_get_double(void *state)
{
    struct philox *philox = state;
    uint32_t high;

    /* Mostly both are there: one look at what is left. */
    if (philox->left == 0)
        refill(philox);
    high = philox->numbers[4 - philox->left--];
    return unit(high, next(philox));
}

static const gsl_rng_type philox_type = {
    "philox4x32-10", 0xffffffffu,      0, sizeof(struct philox), philox_set,
    philox_get,      philox_get_double};

void stream_open(struct stream *stream, const struct seed *seed, uint64_t name)
{
    stream->philox = (struct philox){.key = seed_key(seed), .name = name};
    stream->rng = (gsl_rng){&philox_type, &stream->philox};
}

double stream_uniform(struct stream *stream)
{
    return philox_get_double(&stream->philox);
}

uint32_t stream_below(struct stream *stream, uint32_t n)
{
    return (uint32_t)((uint64_t)next(&stream->philox) * n >> 32);
}

double uniform_at(const struct seed *seed, uint64_t name, uint64_t index)
{
    philox4x32_ctr_t numbers = block_at(seed_key(seed), name, index);

    return unit(numbers.v[0], numbers.v[1]);
}
