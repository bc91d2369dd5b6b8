/*
 * The scheduler's scores of a node, 0 to 100 each, as plain functions of what
 * they look at; and how raw scores of candidates are normalised.
 * (pkg/scheduler/framework/plugins, Kubernetes 1.36)
 */
#ifndef MODELS_API_SCORE_H
#define MODELS_API_SCORE_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

/* The shape of a custom strategy is given with scores up to the second. */
enum { MOST_SCORE = 100, MOST_CUSTOM_SCORE = 10 };

/* The default weights; those of the other plug-ins are 1.
 * (pkg/scheduler/apis/config/v1/default_plugins.go) */
enum {
    TAINTS_WEIGHT = 3,
    NODE_AFFINITY_WEIGHT = 2,
    SPREAD_WEIGHT = 2,
    POD_AFFINITY_WEIGHT = 2
};

/* One resource of a node. What is allocatable is 0 where the node has none of
 * it, or the pod wants none of an extended resource: then it does not count. */
struct share {
    int64_t requested;
    int64_t allocatable;
    int64_t weight;
};

/* A broken line through points of rising x; flat beyond its ends. */
struct shape_point {
    int64_t x;
    int64_t y;
};

struct shape {
    int count; /* at least one */
    const struct shape_point *points;
};

/* Divides as Go does, towards zero.
 * (noderesources/requested_to_capacity_ratio.go, BuildBrokenLinearFunction) */
int64_t shape_at(const struct shape *shape, int64_t x);

/* NodeResourcesFit's strategies; the shares are with the pod. */
enum fit_strategy {
    LEAST_ALLOCATED,
    MOST_ALLOCATED,
    REQUESTED_TO_CAPACITY_RATIO,
    FIT_STRATEGIES
};

/* "LeastAllocated" and so on; ends with NULL. */
extern const char *const fit_strategy_names[FIT_STRATEGIES + 1];

/* part * 100 / whole, of 0 <= part <= whole: a division of doubles takes a
 * third of the time, and is at most one too much before the correction. A
 * product of more than 64 bits is cut off, as Go's int64 is. */
static inline int64_t score_percent(int64_t part, int64_t whole)
{
    int64_t guess;

    if (whole >= (int64_t)1 << 46)
        return (int64_t)((uint64_t)part * 100) / whole;
    guess = (int64_t)((double)(part * 100) / (double)whole);
    return guess - (guess * whole > part * 100);
}

/* The shape gives utilisation in percent 0..100. What scores nothing does not
 * count, and the mean is rounded. (requested_to_capacity_ratio.go) */
int score_fit_shape(const struct shape *shape, const struct share *shares,
                    int count);

/* The shape is of the last strategy alone. In the header, as the next ones: a
 * placement calls them for hundreds of nodes. */
static inline int score_fit(enum fit_strategy strategy,
                            const struct shape *shape,
                            const struct share *shares, int count)
{
    int32_t sum = 0, weights = 0;

    if (strategy == REQUESTED_TO_CAPACITY_RATIO)
        return score_fit_shape(shape, shares, count);
#pragma GCC unroll 2
    for (int i = 0; i < count; i++) {
        int64_t whole = shares[i].allocatable, part = shares[i].requested;

        if (whole == 0)
            continue;
        part = part > whole ? whole : part;
        part = strategy == LEAST_ALLOCATED ? whole - part : part;
        sum += (int32_t)shares[i].weight * (int32_t)score_percent(part, whole);
        weights += (int32_t)shares[i].weight;
    }
    if (weights == 2) /* as usual: half of the time here is the division's */
        return sum / 2;
    return weights == 0 ? 0 : sum / weights;
}

static inline double score_fraction(const struct share *share)
{
    double used = (double)share->requested / (double)share->allocatable;

    return used < 1 ? used : 1;
}

/* The standard deviation of more than two fractions in use. */
double score_deviation(const struct share *shares, int count);

/* How alike the fractions in use are: NodeResourcesBalancedAllocation before
 * 1.36. Since then it compares this value with the pod and without it.
 * (noderesources/balanced_allocation.go, balancedResourceScorer) */
static inline int score_balance(const struct share *shares, int count)
{
    double first = 0, last = 0, deviation;
    int counted = 0;

#pragma GCC unroll 2
    for (int i = 0; i < count; i++) {
        if (shares[i].allocatable == 0)
            continue;
        last = score_fraction(&shares[i]);
        first = counted++ == 0 ? last : first;
    }
    deviation = counted <= 2 ? fabs((first - last) / 2)
                             : score_deviation(shares, count);
    return (int)((1 - deviation) * MOST_SCORE);
}

static inline int score_balance_gained(int with, int without)
{
    return 50 + (50 + with - without) / 2;
}

/* ImageLocality: `sum` is of score_image() over the images that the node has;
 * `containers` is how many the pod has. */
int64_t score_image(int64_t bytes, int nodes_with_it, int nodes);
int score_images(int64_t sum, int containers);

/* helper.DefaultNormalizeScore: a candidate's raw score by the most of all;
 * `reverse` where less is better. */
int score_normalised(int64_t score, int64_t most, bool reverse);

/* InterPodAffinity's: between the least and the most. */
int score_between(int64_t score, int64_t least, int64_t most);

/* PodTopologySpread's raw score of one constraint: `count` matching pods in the
 * node's domain, one of as many as the weight was made for. */
double score_spread_weight(int domains);
double score_spread(int64_t count, double weight, int max_skew);

/* Its normalisation: the smaller the rounded sum, the better. */
int score_spread_normalised(int64_t score, int64_t least, int64_t most);

#endif
