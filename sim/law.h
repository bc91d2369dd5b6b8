/*
 * Probability laws of durations, by name. A scenario writes a law as a mapping
 * ({law: lognormal, median: 2h, sigma: 1}) or as a duration (40s), which is
 * constant. `offset` moves any law.
 */
#ifndef SIM_LAW_H
#define SIM_LAW_H

#include "sim/duration.h"
#include "sim/plugin.h"
#include "sim/random.h"
#include "sim/time.h"

/* Times are in seconds. `a` and `b` mean what the kind says. */
struct law {
    const struct law_kind *kind;
    double offset;
    double a;
    double b;
};

/* What a scenario may say of a law; NaN is what it did not say. */
struct law_words {
    double offset, mean, median, value, low, high, scale, shape, sigma;
};

static inline bool law_said(double word)
{
    return !isnan(word);
}

struct law_kind {
    struct plugin plugin;
    const char *a; /* the words that a and b are; b may be NULL */
    const char *b;
    /* Fills a and b, or returns what is wrong with the words. */
    const char *(*resolve)(const struct law_words *words, struct law *law);
    double (*draw)(const struct law *law, struct stream *stream);
    double (*mean)(const struct law *law);
    double (*quantile)(const struct law *law, double p);
};

/* How a law's table of words begins an entry; words that exclude each other
 * have the standard "", and resolve() tells when one is missing. */
#define LAW_WORD(word, kind) #word, &kind, offsetof(struct law_words, word)
#define LAW_OFFSET LAW_WORD(offset, of_seconds), "0s", "added to every draw"

extern const struct plugin_list law_list;
extern const struct parameter_kind of_law; /* struct law, of durations */

/* In seconds, 0 or more. */
double law_draw(const struct law *law, struct stream *stream);
double law_mean(const struct law *law);
double law_quantile(const struct law *law, double p);

/* A draw as simulated time. */
sim_time law_delay(const struct law *law, struct stream *stream);

/* The first draw of the stream of that name, for what draws too seldom to keep
 * a stream. */
sim_time law_delay_of(const struct law *law, const struct seed *seed,
                      uint64_t name);

/* Reads a law; reports what is wrong and returns false. */
bool law_read(const struct tree *value, struct law *law, struct errors *errors);

/* "lognormal, median 2 h, sigma 1 (mean 3.3 h)": for people. In the arena. */
const char *law_describe(struct arena *arena, const struct law *law);

#endif
