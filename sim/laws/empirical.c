/*
 * Durations that were measured, each as likely as it stands in the list or in
 * the column of a table: nothing between them and nothing beyond.
 */
#include <stdlib.h>
#include <string.h>

#include "sim/columns.h"
#include "sim/law.h"

/* A law's data; the values rise. */
struct sample {
    int count;
    double mean;
    double *values;
};

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static struct sample *sample_new(struct arena *arena, int most)
{
    struct sample *sample = ARENA_NEW(arena, struct sample);

    sample->values = ARENA_ARRAY(arena, double, most);
    return sample;
}

static const struct sample *sample_close(struct sample *sample)
{
    qsort(sample->values, (size_t)sample->count, sizeof(double), by_value);
    for (int i = 0; i < sample->count; i++)
        sample->mean += sample->values[i] / sample->count;
    return sample;
}

static bool read_values(const struct tree *value, void *into,
                        struct errors *errors)
{
    struct sample *sample = sample_new(errors->arena, tree_count(value));
    bool good = true;

    if (value->kind != TREE_SEQUENCE || value->first == NULL) {
        error_at(errors, value->at, "a list expected, not %s",
                 value->kind == TREE_SEQUENCE ? "an empty one"
                                              : tree_kind_name(value));
        return false;
    }
    for (const struct tree *each = value->first; each; each = each->next)
        good &= of_seconds.read(each, &sample->values[sample->count++], errors);
    *(const void **)into = sample_close(sample);
    return good;
}

static const struct parameter_kind of_values = {"list of durations",
                                                "[3m, 5m, 2h]", read_values};

static const struct parameter words[] = {
    {LAW_WORD(values, of_values), "", "what was measured"},
    {LAW_WORD(file, of_file_name), "",
     "instead of values: a CSV file, beside the scenario"},
    {LAW_WORD(column, of_column_name), "", "of the file, by its name in row 1"},
    {LAW_WORD(unit, of_time_unit), "",
     "of the column's plain numbers; durations (5m) have theirs"},
    {LAW_OFFSET},
    {0},
};

/* What is forgotten first would else be told of each row. */
static bool lacks_unit(const struct law_words *said,
                       const struct columns *columns, int column,
                       struct errors *errors)
{
    if (law_said(said->unit) || !columns_bare(columns, column))
        return false;
    error_at(errors, said->column->at,
             "\"%s\" are plain numbers: the law needs their unit (for example "
             "%s)",
             said->column->text, of_time_unit.example);
    return true;
}

static const struct sample *read_column(const struct law_words *said,
                                        struct errors *errors)
{
    const struct columns *columns =
        columns_read(said->file, &comma_separated, errors);
    struct sample *sample;
    bool good = true;
    int column;

    column = columns == NULL ? -1 : columns_find(columns, said->column, errors);
    if (column < 0 || lacks_unit(said, columns, column, errors))
        return NULL;
    sample = sample_new(errors->arena, columns->rows);
    for (int row = 0; row < columns->rows; row++) {
        struct tree cell = columns_scalar(columns, row, column);

        good &= columns_measure(&cell, said->unit, &of_seconds,
                                &sample->values[sample->count++], errors);
    }
    return good ? sample_close(sample) : NULL;
}

static bool resolve(const struct law_words *said, struct law *law,
                    struct errors *errors)
{
    bool listed = said->values != NULL;
    bool named = said->file != NULL && said->column != NULL;
    bool mixed = listed && (said->file != NULL || said->column != NULL ||
                            law_said(said->unit));

    if (mixed || (!listed && !named)) {
        error_at(errors, said->at,
                 "an empirical law needs values, or file and column");
        return false;
    }
    law->data = named ? read_column(said, errors) : said->values;
    return law->data != NULL;
}

static double mean(const struct law *law)
{
    return ((const struct sample *)law->data)->mean;
}

/* How many of the values are above x. */
static int above(const struct sample *sample, double x)
{
    int low = 0, high = sample->count;

    while (low < high) {
        int middle = low + (high - low) / 2;

        if (sample->values[middle] > x)
            high = middle;
        else
            low = middle + 1;
    }
    return sample->count - low;
}

static double hazard(const struct law *law, double x)
{
    const struct sample *sample = law->data;

    return -log((double)above(sample, x) / sample->count);
}

/* So little that it changes no draw, and what rounding may have taken away. */
#define ROUNDED 1e-9

static double at_hazard(const struct law *law, double h)
{
    const struct sample *sample = law->data;
    int longer = (int)(exp(-h) * sample->count + ROUNDED);

    return sample
        ->values[longer < sample->count ? sample->count - 1 - longer : 0];
}

static const char *describe(struct arena *arena, const struct law *law)
{
    const struct sample *sample = law->data;

    return arena_format(
        arena, ", %d value%s from %s to %s", sample->count,
        sample->count == 1 ? "" : "s",
        duration_describe(arena, sample->values[0]),
        duration_describe(arena, sample->values[sample->count - 1]));
}

const struct law_kind law_empirical = {
    .plugin = {"empirical", "what was measured, each value as likely", words},
    .resolve = resolve,
    .mean = mean,
    .hazard = hazard,
    .at_hazard = at_hazard,
    .describe = describe,
};
