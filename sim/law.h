/*
 * Probability laws of durations, by name. A scenario writes a law as a mapping
 * ({law: lognormal, median: 2h, sigma: 1}) or as a duration (40s), which is
 * constant. `offset` moves any law.
 *
 * A law is one pair of functions: its cumulative hazard H(x) = -log P(T > x),
 * and the inverse of that. H(T) is exponential with mean 1, so a draw, a
 * quantile and the rest of a life that has lasted a while all follow from the
 * pair; and H, unlike P(T > x), is neither 0 nor 1 in any tail.
 */
#ifndef SIM_LAW_H
#define SIM_LAW_H

#include "sim/duration.h"
#include "sim/law_words.h"
#include "sim/plugin.h"
#include "sim/random.h"
#include "sim/time.h"

/* Times are in seconds. `a` and `b` mean what the kind says; `data` is what
 * they cannot hold, constant and in the arena in which the law was read. */
struct law {
    const struct law_kind *kind;
    double offset;
    double a;
    double b;
    const void *data;
};

/* The functions know nothing of the offset. */
struct law_kind {
    struct plugin plugin;
    const char *a; /* the words that a and b are; NULL: not to be told */
    const char *b;
    /* Fills a, b and data; reports what is wrong with the words, and returns
     * false. */
    bool (*resolve)(const struct law_words *said, struct law *law,
                    struct errors *errors);
    double (*mean)(const struct law *law); /* INFINITY if it has none */
    /* H(x) for x >= 0; INFINITY where nothing is left. */
    double (*hazard)(const struct law *law, double x);
    /* The least x with H(x) >= h, for h >= 0. */
    double (*at_hazard)(const struct law *law, double h);
    /* A faster draw; NULL: by inversion of H, of one number. */
    double (*draw)(const struct law *law, struct stream *stream);
    /* What to tell instead of a and b; NULL: nothing. */
    const char *(*describe)(struct arena *arena, const struct law *law);
    /* Of laws that law_fit() fits: the coefficient of variation by shape (NULL:
     * the shape is always given), and the shapes among which to look for that
     * of two percentiles. */
    double (*variation)(double shape);
    double least_shape, most_shape;
};

#define LAW(name) extern const struct law_kind law_##name;
#include "sim/laws.def"
#undef LAW

extern const struct plugin_list law_list;
extern const struct parameter_kind of_law; /* struct law, of durations */

/* In seconds, 0 or more. law_draw() takes as many numbers from the stream
 * whatever the law's parameters, mostly one (constant: none), so that two runs
 * of one seed that differ in a parameter stay in step. */
double law_draw_by_chance(const struct law *law, struct stream *stream);
double law_mean(const struct law *law);
double law_quantile(const struct law *law, double p);

/* How much longer what has lasted `age` will last: a draw of T - age given
 * T > age. 0 at an age that the law says nothing reaches: it is over now. */
double law_residual(const struct law *law, double age, struct stream *stream);

/* -log P(T > x), and the least x at which it is h or more. */
double law_hazard(const struct law *law, double x);
double law_at_hazard(const struct law *law, double h);

/* Most of what is drawn again and again is constant, and no call then. */
static inline double law_draw(const struct law *law, struct stream *stream)
{
    return law->kind == &law_constant ? law->offset + law->a
                                      : law_draw_by_chance(law, stream);
}

/* A draw as simulated time. */
static inline sim_time law_delay(const struct law *law, struct stream *stream)
{
    return time_from_seconds(law_draw(law, stream));
}

/* The first draw of the stream of that name, for what draws too seldom to keep
 * a stream. */
sim_time law_delay_of(const struct law *law, const struct seed *seed,
                      uint64_t name);

/* Reads a law; reports what is wrong and returns false. */
bool law_read(const struct tree *value, struct law *law, struct errors *errors);

/* "lognormal, median 2 h, sigma 1 (mean 3.3 h)": for people. In the arena. */
const char *law_describe(struct arena *arena, const struct law *law);

#endif
