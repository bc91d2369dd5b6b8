/* The scoring strategy of NodeResourcesFit out of settings. */
#include "models/controllers/resource_scoring.h"

static bool read_strategy(const struct tree *value, void *into,
                          struct errors *errors)
{
    enum fit_strategy *strategy = into;

    for (int i = 0; i < FIT_STRATEGIES; i++)
        if (tree_is(value, fit_strategy_names[i])) {
            *strategy = (enum fit_strategy)i;
            return true;
        }
    error_at(
        errors, tree_place(value),
        "a strategy is LeastAllocated, MostAllocated or "
        "RequestedToCapacityRatio%s",
        did_you_mean(errors->arena, tree_text(value, ""), fit_strategy_names));
    return false;
}

const struct parameter_kind of_strategy = {"strategy", "LeastAllocated",
                                           read_strategy};

/* Points of rising utilisation, with scores from 0 to 10. */
static bool read_point(const struct tree *point, const struct shape *before,
                       struct shape_point *into, struct errors *errors)
{
    int x = 0, y = 0;

    if (tree_get(point, "utilization") == NULL ||
        tree_get(point, "score") == NULL ||
        !of_count.read(tree_get(point, "utilization"), &x, errors) ||
        !of_count.read(tree_get(point, "score"), &y, errors) || x > 100 ||
        y > MOST_CUSTOM_SCORE ||
        (before->count > 0 && x <= before->points[before->count - 1].x)) {
        error_at(errors, tree_place(point),
                 "a shape's points rise, {utilization: 0 to 100, score: 0 to "
                 "10}");
        return false;
    }
    *into = (struct shape_point){x, y * (MOST_SCORE / MOST_CUSTOM_SCORE)};
    return true;
}

static bool read_shape(const struct tree *value, void *into,
                       struct errors *errors)
{
    struct shape_point *points =
        ARENA_ARRAY(errors->arena, struct shape_point, tree_count(value));
    struct shape *shape = into;

    *shape = (struct shape){0, points};
    if (value->kind != TREE_SEQUENCE || value->first == NULL) {
        error_at(errors, tree_place(value), "a shape is a list of points");
        return false;
    }
    for (const struct tree *each = value->first; each != NULL;
         each = each->next) {
        if (!read_point(each, shape, &points[shape->count], errors))
            return false;
        shape->count++;
    }
    return true;
}

const struct parameter_kind of_shape = {
    "shape", "[{utilization: 0, score: 0}, {utilization: 100, score: 10}]",
    read_shape};
