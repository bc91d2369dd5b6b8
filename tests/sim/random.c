/* Streams: published answers, independence, and work with GSL. */
#include "sim/random.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/stats.h"
#include "tests/suite.h"

/* tests/kat_vectors of Random123 1.14. */
static void test_known_answers(void)
{
    static const struct {
        uint32_t counter[4];
        uint32_t key[2];
        uint32_t numbers[4];
    } known[] = {
        {{0, 0, 0, 0},
         {0, 0},
         {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         {0xffffffff, 0xffffffff},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };

    for (int i = 0; i < 3; i++) {
        uint32_t numbers[4];

        philox_block(known[i].counter, known[i].key, numbers);
        CU_ASSERT(memcmp(numbers, known[i].numbers, sizeof(numbers)) == 0);
    }
}

static double first_of(struct seed seed, uint64_t name)
{
    struct stream stream;

    stream_open(&stream, &seed, name);
    return stream_uniform(&stream);
}

/* A stream is its seed, replication, branch and name, and nothing else. */
static void test_names(void)
{
    const struct seed seed = {.seed = 7, .replication = 3, .branch = 1};
    uint64_t name = identity_of("fault/node-crash/node-1");
    double first = first_of(seed, name);

    CU_ASSERT_EQUAL(first_of(seed, name), first);
    CU_ASSERT_NOT_EQUAL(first_of(seed, identity_of("x")), first);
    CU_ASSERT_NOT_EQUAL(first_of((struct seed){8, 3, 1}, name), first);
    CU_ASSERT_NOT_EQUAL(first_of((struct seed){7, 4, 1}, name), first);
    CU_ASSERT_NOT_EQUAL(first_of((struct seed){7, 3, 2}, name), first);
    CU_ASSERT_NOT_EQUAL(first_of((struct seed){7, 1, 3}, name), first);
}

static void test_identities(void)
{
    enum { SIDE = 20 };
    uint64_t seen[SIDE * SIDE * 2];
    int count = 0;

    for (uint64_t ordinal = 0; ordinal < SIDE; ordinal++)
        for (uint64_t incarnation = 0; incarnation < SIDE; incarnation++) {
            seen[count++] = identity_child(1, ordinal, incarnation);
            seen[count++] = identity_child(2, ordinal, incarnation);
        }
    for (int i = 0; i < count; i++)
        for (int j = 0; j < i; j++)
            CU_ASSERT_NOT_EQUAL(seen[i], seen[j]);
    CU_ASSERT_NOT_EQUAL(identity_of("ab"), identity_of("ba"));
    CU_ASSERT_NOT_EQUAL(identity_of(""), identity_of("a"));
}

enum { PAIRS = 100000, SIDE = 16 };

/* Pairs of uniforms: their correlation, and Pearson's chi-square of the joint
 * distribution, each of which is beyond its bound by chance in fewer than 2 of
 * 10^4 cases. */
struct joint {
    int cells[SIDE][SIDE];
    double sum;
};

static void joint_add(struct joint *joint, double x, double y)
{
    joint->sum += (x - 0.5) * (y - 0.5) * 12;
    joint->cells[(int)(x * SIDE)][(int)(y * SIDE)]++;
}

static void joint_check(const struct joint *joint)
{
    double expected = (double)PAIRS / (SIDE * SIDE), squares = 0;

    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++)
            squares += pow(joint->cells[i][j] - expected, 2) / expected;
    CU_ASSERT(fabs(joint->sum) / sqrt(PAIRS) < 4);
    CU_ASSERT(squares < gsl_cdf_chisq_Pinv(1 - 1e-4, SIDE * SIDE - 1));
    CU_ASSERT(squares > gsl_cdf_chisq_Pinv(1e-4, SIDE * SIDE - 1));
}

static void check_pair(struct stream *a, struct stream *b)
{
    struct joint joint = {.sum = 0};

    for (int i = 0; i < PAIRS; i++) {
        double x = stream_uniform(a), y = stream_uniform(b);

        joint_add(&joint, x, y);
    }
    joint_check(&joint);
}

/* Each with each; then a little behind the other, for two that are one stream
 * at a distance would pass side by side. */
static void test_independence(void)
{
    const struct seed seeds[] = {{1, 0, 0}, {1, 1, 0}, {1, 0, 1},
                                 {2, 0, 0}, {1, 0, 0}, {1, 0, 0}};
    const uint64_t names[] = {1, 1, 1, 1, 2, identity_of("1")};
    struct stream a, b;

    for (int i = 0; i < 6; i++)
        for (int j = 0; j < i; j++) {
            stream_open(&a, &seeds[i], names[i]);
            stream_open(&b, &seeds[j], names[j]);
            check_pair(&a, &b);
            for (int lag = 1; lag <= 2; lag++)
                stream_uniform(&b);
            check_pair(&a, &b);
        }
    stream_open(&a, &seeds[0], 1);
    check_pair(&a, &a);
}

/* Of streams of which only the first number is used, as of a repair's: those of
 * neighbours in every one of their coordinates. */
static void test_first_numbers(void)
{
    const uint64_t parent = identity_of("fault");
    struct joint joints[5] = {{.sum = 0}};
    uint64_t last = 0;
    double here =
        first_of((struct seed){1, 0, 0}, identity_child(parent, 0, 0));

    for (uint32_t i = 1; i <= PAIRS; i++) {
        uint64_t next = identity_child(parent, i, 0);
        double there = first_of((struct seed){1, 0, 0}, next);

        joint_add(&joints[0], here, there);
        joint_add(
            &joints[1], there,
            first_of((struct seed){1, 0, 0}, identity_child(parent, i, 1)));
        joint_add(&joints[2], first_of((struct seed){i, 0, 0}, parent),
                  first_of((struct seed){i + 1, 0, 0}, parent));
        joint_add(&joints[3], first_of((struct seed){1, i, 0}, parent),
                  first_of((struct seed){1, i, 1}, parent));
        joint_add(&joints[4], first_of((struct seed){1, i, 0}, next),
                  first_of((struct seed){1, i + 1, 0}, next));
        CU_ASSERT_FATAL(next != last);
        last = next;
        here = there;
    }
    for (int i = 0; i < 5; i++)
        joint_check(&joints[i]);
}

static void test_range(void)
{
    const struct seed seed = {.seed = 3};
    struct stream stream;
    int counts[7] = {0};

    stream_open(&stream, &seed, 1);
    for (int i = 0; i < 70000; i++) {
        double x = stream_uniform(&stream);
        uint32_t n = stream_below(&stream, 7);

        CU_ASSERT_FATAL(x > 0 && x < 1 && n < 7);
        /* Half a step from every multiple of 2^-52: 0 and 1 are none. */
        CU_ASSERT_FATAL(fmod(x * 0x1p53, 2) == 1);
        counts[n]++;
    }
    for (int i = 0; i < 7; i++)
        CU_ASSERT(abs(counts[i] - 10000) < 400);
    CU_ASSERT_EQUAL(stream_below(&stream, 1), 0);
}

/* Of `count` draws with that mean and standard deviation. */
static void check_mean(const struct tally *tally, double mean, double deviation)
{
    CU_ASSERT(fabs(tally->mean - mean) <
              4 * deviation / sqrt((double)tally->count));
    CU_ASSERT(fabs(tally_variance(tally) / (deviation * deviation) - 1) < 0.05);
}

/* Those that take doubles, and those that take whole numbers. */
static void test_with_gsl(void)
{
    const struct seed seed = {.seed = 5};
    struct tally normal = {0}, poisson = {0}, gamma = {0}, binomial = {0},
                 chosen = {0};
    struct stream stream;
    int cards[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

    stream_open(&stream, &seed, 1);
    for (int i = 0; i < 100000; i++) {
        tally_add(&normal, gsl_ran_gaussian_ziggurat(&stream.rng, 2));
        tally_add(&poisson, (double)gsl_ran_poisson(&stream.rng, 9));
        tally_add(&gamma, gsl_ran_gamma(&stream.rng, 4, 0.5));
        tally_add(&binomial, (double)gsl_ran_binomial(&stream.rng, 0.3, 50));
        gsl_ran_shuffle(&stream.rng, cards, 10, sizeof(*cards));
        tally_add(&chosen, cards[0]);
    }
    check_mean(&normal, 0, 2);
    check_mean(&poisson, 9, 3);
    check_mean(&gamma, 2, 1);
    check_mean(&binomial, 15, sqrt(50 * 0.3 * 0.7));
    check_mean(&chosen, 4.5, sqrt(99. / 12));
    CU_ASSERT_EQUAL(gsl_rng_max(&stream.rng), ULONG_MAX);
    CU_ASSERT_EQUAL(gsl_rng_min(&stream.rng), 0);
    CU_ASSERT(gsl_rng_uniform_int(&stream.rng, 10) < 10);
}

/* GSL's copies go on where the stream stands, and leave it alone. */
static void test_clone(void)
{
    const struct seed seed = {.seed = 6};
    struct stream stream;
    gsl_rng *clone;

    stream_open(&stream, &seed, 1);
    stream_uniform(&stream);
    clone = gsl_rng_clone(&stream.rng);
    CU_ASSERT_PTR_NOT_NULL_FATAL(clone);
    for (int i = 0; i < 100; i++)
        CU_ASSERT_EQUAL(gsl_rng_get(clone), gsl_rng_get(&stream.rng));
    gsl_rng_free(clone);
}

/* The layers of the ziggurat, from where the lowest ends: each has the area of
 * the lowest with its tail. */
static void test_ziggurat(void)
{
    static const double layers[][2] = {
#define LAYER(x, y) {x, y},
#include "sim/ziggurat.def"
#undef LAYER
    };
    const double edge = 7.69711747013104972; /* Marsaglia and Tsang's r */
    const double area = (edge + 1) * exp(-edge);
    size_t last = sizeof(layers) / sizeof(*layers) - 1;

    CU_ASSERT_EQUAL(last, 256);
    CU_ASSERT_DOUBLE_EQUAL(layers[0][0], area / exp(-edge), 1e-14);
    CU_ASSERT_DOUBLE_EQUAL(layers[1][0], edge, 1e-14);
    for (size_t i = 1; i < last; i++) {
        double height = layers[i + 1][1] - layers[i][1];

        CU_ASSERT_DOUBLE_EQUAL(layers[i][1], exp(-layers[i][0]), 1e-15);
        CU_ASSERT_DOUBLE_EQUAL(layers[i][0] * height, area, 1e-14);
    }
    CU_ASSERT(layers[last][0] == 0 && layers[last][1] == 1);
}

static int ascending(const void *a, const void *b)
{
    double one = *(const double *)a, two = *(const double *)b;

    return (one > two) - (one < two);
}

/* Kolmogorov and Smirnov's distance of the whole and of the far tail from
 * GSL's law; a thousandth of right samples lies beyond 1.95 / sqrt(n). */
static void test_exponential(void)
{
    enum { DRAWS = 1000000 };
    const struct seed seed = {.seed = 8};
    double *draws = malloc(sizeof(double) * DRAWS), distance = 0;
    struct stream stream;
    size_t beyond = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(draws);
    stream_open(&stream, &seed, 3);
    for (size_t i = 0; i < DRAWS; i++) {
        draws[i] = stream_exponential(&stream);
        beyond += draws[i] > 8; /* in the tail alone */
    }
    qsort(draws, DRAWS, sizeof(double), ascending);
    for (size_t i = 0; i < DRAWS; i++) {
        double p = gsl_cdf_exponential_P(draws[i], 1);

        distance = fmax(distance, fabs(p - (double)i / DRAWS));
    }
    CU_ASSERT(draws[0] > 0);
    CU_ASSERT(distance < 1.95 / sqrt(DRAWS));
    CU_ASSERT(fabs((double)beyond - DRAWS * exp(-8)) <
              4 * sqrt(DRAWS * exp(-8)));
    free(draws);
}

static void test_uniform_at(void)
{
    const struct seed seed = {.seed = 11, .replication = 2};
    struct tally tally = {0};
    double product = 0;

    for (uint64_t i = 0; i < 100000; i++) {
        double x = uniform_at(&seed, 42, i), y = uniform_at(&seed, 42, i + 1);

        CU_ASSERT_FATAL(x == uniform_at(&seed, 42, i) && x > 0 && x < 1);
        tally_add(&tally, x);
        product += (x - 0.5) * (y - 0.5) * 12;
    }
    CU_ASSERT(fabs(tally.mean - 0.5) < 4 / sqrt(12e5));
    CU_ASSERT_DOUBLE_EQUAL(tally_variance(&tally), 1. / 12, 0.001);
    CU_ASSERT(fabs(product) / sqrt(1e5) < 4);
    CU_ASSERT_NOT_EQUAL(uniform_at(&seed, 42, 0), uniform_at(&seed, 43, 0));
    CU_ASSERT_NOT_EQUAL(uniform_at(&seed, 42, 0),
                        uniform_at(&seed, 42, (uint64_t)1 << 32));
}

SUITE("sim/random", {"published answers", test_known_answers},
      {"streams by name", test_names}, {"identities", test_identities},
      {"independence of pairs", test_independence},
      {"first numbers", test_first_numbers}, {"ranges", test_range},
      {"work with GSL", test_with_gsl}, {"GSL's copies", test_clone},
      {"layers", test_ziggurat}, {"exponential", test_exponential},
      {"by index", test_uniform_at})
