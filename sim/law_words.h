/*
 * What a scenario may say of a law, one grammar for all: a *size* (mean,
 * median, scale, rate or one percentile) and a *shape* (shape, sigma or cv);
 * or two percentiles, which determine both.
 */
#ifndef SIM_LAW_WORDS_H
#define SIM_LAW_WORDS_H

#include <math.h>

#include "sim/plugin.h"

struct law;

/* The share of draws that are shorter, and than how many seconds. */
struct percentile {
    double share;
    double seconds;
};

enum { MOST_PERCENTILES = 2 };

/* By share; both columns rise. */
struct percentiles {
    int count;
    struct percentile at[MOST_PERCENTILES];
};

/* NaN, NULL or none is what was not said. */
struct law_words {
    struct place at; /* of the law */
    double offset, mean, median, value, low, high, scale, rate;
    double shape, sigma, cv;
    struct percentiles percentiles;
    const void *values, *laws, *phases; /* lists; see who reads them */
    const struct tree *file, *column;
    double unit; /* in seconds */
};

static inline bool law_said(double word)
{
    return !isnan(word);
}

/* How a law's table of words begins an entry; words that exclude each other
 * have the standard "", and resolve() tells when one is missing. */
#define LAW_WORD(word, kind) #word, &kind, offsetof(struct law_words, word)
#define LAW_OFFSET LAW_WORD(offset, of_seconds), "0s", "added to every draw"
#define LAW_PERCENTILES LAW_WORD(percentiles, of_percentiles), ""

extern const struct parameter_kind of_percentiles; /* struct percentiles */

/* Words of which nothing was said. */
struct law_words law_words_none(struct place at);

/* Fills a and b of a law whose draws are a times those of a = 1, from any
 * words that determine them; reports what is missing or too much. */
bool law_fit(const struct law_words *said, struct law *law,
             struct errors *errors);

#endif
