/* Numbers of results by their names: open addressing, at most half full. */
#include "models/answer/numbers.h"

#include <assert.h>
#include <string.h>

static uint64_t place_of(const struct numbers *numbers, const char *measure,
                         const char *object)
{
    return identity_child(identity_of(object), identity_of(measure), 0) &
           (numbers->count - 1);
}

struct numbers numbers_open(const struct results *results, struct arena *arena)
{
    const struct layout *layout = results->layout;
    struct numbers numbers = {results, arena, NULL, 2};

    while (numbers.count < 2 * (uint64_t)layout->count)
        numbers.count *= 2;
    numbers.places = ARENA_ARRAY(arena, int, numbers.count);
    for (int i = 0; i < layout->count; i++) {
        uint64_t place = place_of(&numbers, layout->names[i].measure,
                                  layout->names[i].object);

        while (numbers.places[place] != 0)
            place = (place + 1) & (numbers.count - 1);
        numbers.places[place] = i + 1;
    }
    return numbers;
}

const double *numbers_column(const struct numbers *numbers, const char *measure,
                             const char *object)
{
    const struct results *results = numbers->results;
    uint64_t place = place_of(numbers, measure, object);
    const struct number_name *name;

    for (;; place = (place + 1) & (numbers->count - 1)) {
        int number = numbers->places[place] - 1;

        assert(number >= 0 && "a number that no measure leaves behind");
        name = &results->layout->names[number];
        if (strcmp(name->object, object) == 0 &&
            strcmp(name->measure, measure) == 0)
            return results->values + number;
    }
}

double numbers_sum(const struct numbers *numbers, const char *measure,
                   const char *object)
{
    const double *values = numbers_column(numbers, measure, object);
    uint64_t stride = (uint64_t)numbers->results->layout->count;
    double all = 0;

    for (uint64_t i = 0; i < numbers->results->replications; i++)
        all += values[i * stride];
    return all;
}

double numbers_most(const struct numbers *numbers, const char *measure,
                    const char *object)
{
    const double *values = numbers_column(numbers, measure, object);
    uint64_t stride = (uint64_t)numbers->results->layout->count;
    double greatest = 0;

    for (uint64_t i = 0; i < numbers->results->replications; i++)
        if (values[i * stride] > greatest)
            greatest = values[i * stride];
    return greatest;
}
