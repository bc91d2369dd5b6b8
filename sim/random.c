/* Streams of random numbers: Philox4x32-10 as a gsl_rng_type. */
#include "sim/random.h"

#include <Random123/philox.h>
#include <limits.h>
#include <math.h>
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

static inline uint64_t join_halves(uint32_t high, uint32_t low)
{
    return (uint64_t)high << 32 | low;
}

static inline void make_block(struct philox *philox)
{
    philox4x32_ctr_t out =
        block_at(philox->key, philox->name, philox->index / 2);

    philox->numbers[0] = join_halves(out.v[0], out.v[1]);
    philox->numbers[1] = join_halves(out.v[2], out.v[3]);
}

/* 64 random bits. */
static inline uint64_t next(struct philox *philox)
{
    uint64_t number = philox->numbers[philox->index & 1];

    if ((++philox->index & 1) == 0)
        make_block(philox);
    return number;
}

/* 52 random bits, moved half a step so that neither 0 nor 1 comes out. */
static inline double unit(uint64_t bits)
{
    return ((double)(int64_t)(bits >> 12) + 0.5) * 0x1p-52;
}

static struct philox philox_open(uint64_t key, uint64_t name)
{
    struct philox philox = {.key = key, .name = name};

    make_block(&philox);
    return philox;
}

static void philox_set(void *state, unsigned long seed)
{
    *(struct philox *)state = philox_open(seed, 0);
}

static unsigned long philox_get(void *state)
{
    return next(state);
}

static double philox_get_double(void *state)
{
    return unit(next(state));
}

static const gsl_rng_type philox_type = {
    "philox4x32-10", ULONG_MAX,        0, sizeof(struct philox), philox_set,
    philox_get,      philox_get_double};

void stream_open(struct stream *stream, const struct seed *seed, uint64_t name)
{
    stream->philox = philox_open(seed_key(seed), name);
    stream->rng = (gsl_rng){&philox_type, &stream->philox};
}

double stream_uniform(struct stream *stream)
{
    return unit(next(&stream->philox));
}

uint32_t stream_below(struct stream *stream, uint32_t n)
{
    return (uint32_t)((next(&stream->philox) >> 32) * n >> 32);
}

/* The layers under exp(-x), from the lowest: how wide each is, and where it
 * begins. */
static const double width[] = {
#define LAYER(x, y) x,
#include "sim/ziggurat.def"
#undef LAYER
};
static const double height[] = {
#define LAYER(x, y) y,
#include "sim/ziggurat.def"
#undef LAYER
};

double stream_exponential(struct stream *stream)
{
    double beyond = 0;

    for (;;) {
        /* The lower bits name the layer, the upper ones say where in it. */
        uint64_t bits = next(&stream->philox);
        unsigned layer = bits & 255;
        double x = unit(bits) * width[layer];

        if (__builtin_expect(x < width[layer + 1], 1))
            return beyond + x;
        if (layer == 0)
            beyond += width[1]; /* the tail is the whole once more */
        else if (height[layer] + (height[layer + 1] - height[layer]) *
                                     stream_uniform(stream) <
                 exp(-x))
            return beyond + x;
    }
}

double uniform_at(const struct seed *seed, uint64_t name, uint64_t index)
{
    philox4x32_ctr_t numbers = block_at(seed_key(seed), name, index);

    return unit(join_halves(numbers.v[0], numbers.v[1]));
}
