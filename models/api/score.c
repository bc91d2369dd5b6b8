/* The scheduler's scores. */
#include "models/api/score.h"

#include <math.h>
#include <stddef.h>

#define MEBIBYTE ((int64_t)1024 * 1024)

const char *const fit_strategy_names[FIT_STRATEGIES + 1] = {
    "LeastAllocated", "MostAllocated", "RequestedToCapacityRatio", NULL};

int64_t shape_at(const struct shape *shape, int64_t x)
{
    const struct shape_point *right = shape->points;
    const struct shape_point *left;
    int i = 0;

    while (i < shape->count && x > right[i].x)
        i++;
    if (i == 0)
        return right[0].y;
    left = &shape->points[i - 1];
    if (i == shape->count)
        return left->y;
    right += i;
    return left->y +
           (right->y - left->y) * (x - left->x) / (right->x - left->x);
}

static int64_t by_shape(const struct shape *shape, const struct share *share)
{
    if (share->requested > share->allocatable)
        return shape_at(shape, 100);
    return shape_at(shape, score_percent(share->requested, share->allocatable));
}

/* (noderesources/requested_to_capacity_ratio.go): what scores nothing does not
 * count, and the mean is rounded. */
int score_fit_shape(const struct shape *shape, const struct share *shares,
                    int count)
{
    int64_t sum = 0, weights = 0;

    for (int i = 0; i < count; i++) {
        int64_t score =
            shares[i].allocatable == 0 ? 0 : by_shape(shape, &shares[i]);

        if (score <= 0)
            continue;
        sum += score * shares[i].weight;
        weights += shares[i].weight;
    }
    return weights == 0 ? 0 : (int)round((double)sum / (double)weights);
}

double score_deviation(const struct share *shares, int count)
{
    double sum = 0, squares = 0;
    int counted = 0;

    for (int i = 0; i < count; i++) {
        if (shares[i].allocatable == 0)
            continue;
        sum += score_fraction(&shares[i]);
        counted++;
    }
    sum /= counted;
    for (int i = 0; i < count; i++)
        if (shares[i].allocatable != 0)
            squares += (score_fraction(&shares[i]) - sum) *
                       (score_fraction(&shares[i]) - sum);
    return sqrt(squares / counted);
}

/* (imagelocality/image_locality.go) */
int64_t score_image(int64_t bytes, int nodes_with_it, int nodes)
{
    return (int64_t)((double)bytes * ((double)nodes_with_it / (double)nodes));
}

int score_images(int64_t sum, int containers)
{
    int64_t least = 23 * MEBIBYTE, most = 1000 * MEBIBYTE * containers;

    if (sum < least)
        sum = least;
    else if (sum > most)
        sum = most;
    return (int)(MOST_SCORE * (sum - least) / (most - least));
}

int score_normalised(int64_t score, int64_t most, bool reverse)
{
    if (most == 0)
        return reverse ? MOST_SCORE : (int)score;
    score = MOST_SCORE * score / most;
    return (int)(reverse ? MOST_SCORE - score : score);
}

int score_between(int64_t score, int64_t least, int64_t most)
{
    if (most <= least)
        return 0;
    return (int)(MOST_SCORE *
                 ((double)(score - least) / (double)(most - least)));
}

double score_spread_weight(int domains)
{
    return log(domains + 2);
}

double score_spread(int64_t count, double weight, int max_skew)
{
    return (double)count * weight + (max_skew - 1);
}

int score_spread_normalised(int64_t score, int64_t least, int64_t most)
{
    if (most == 0)
        return MOST_SCORE;
    return (int)(MOST_SCORE * (most + least - score) / most);
}
