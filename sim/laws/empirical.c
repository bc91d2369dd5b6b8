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

static bool read_name(const struct tree *value, void *into,
                      struct errors *errors)
{
    const char *text;

    *(const struct tree **)into = value;
    return of_text.read(value, &text, errors);
}

static bool read_unit(const struct tree *value, void *into,
                      struct errors *errors)
{
    const char *text;

    if (!of_text.read(value, &text, errors))
        return false;
    *(double *)into = duration_word(text);
    if (*(double *)into == 0)
        error_at(errors, value->at,
                 "unknown unit \"%s\" (for example minutes)%s", text,
                 did_you_mean(errors->arena, text, duration_words));
    return *(double *)into > 0;
}

static const struct parameter_kind of_values = {"list of durations",
                                                "[3m, 5m, 2h]", read_values};
static const struct parameter_kind of_file = {"file name", "repairs.csv",
                                              read_name};
static const struct parameter_kind of_column = {"column", "minutes", read_name};
static const struct parameter_kind of_unit = {"unit", "minutes", read_unit};

static const struct parameter words[] = {
    {LAW_WORD(values, of_values), "", "what was measured"},
    {LAW_WORD(file, of_file), "",
     "instead of values: a CSV file, beside the scenario"},
    {LAW_WORD(column, of_column), "", "of the file, by its name in row 1"},
    {LAW_WORD(unit, of_unit), "",
     "of the column's plain numbers; durations (5m) have theirs"},
    {LAW_OFFSET},
    {0},
};

/* A cell as seconds. */
static bool read_cell(const struct tree *cell, double unit, double *seconds,
                      struct errors *errors)
{
    if (!law_said(unit))
        return of_seconds.read(cell, seconds, errors);
    if (!of_number.read(cell, seconds, errors))
        return false;
    *seconds *= unit;
    if (*seconds < 0)
        error_at(errors, cell->at, "\"%s\" is negative", cell->text);
    return *seconds >= 0;
}

/* What is forgotten first would else be told of each row. */
static bool lacks_unit(const struct law_words *said,
                       const struct columns *columns, int column,
                       struct errors *errors)
{
    const char *text = columns_scalar(columns, 0, column).text;

    if (law_said(said->unit) || *text == '\0' ||
        text[strspn(text, "0123456789.eE+-")] != '\0')
        return false;
    error_at(errors, said->column->at,
             "\"%s\" are plain numbers: the law needs their unit (for example "
             "%s)",
             said->column->text, of_unit.example);
    return true;
}

static const struct sample *read_column(const struct law_words *said,
                                        struct errors *errors)
{
    const struct columns *columns;
    struct sample *sample;
    bool good = true;
    int column;

    if (errors->columns.read == NULL) {
        error_at(errors, said->file->at, "no file can be named here");
        return NULL;
    }
    columns = errors->columns.read(said->file->text, said->file->at, errors);
    column = columns == NULL ? -1 : columns_find(columns, said->column, errors);
    if (column < 0 || lacks_unit(said, columns, column, errors))
        return NULL;
    sample = sample_new(errors->arena, columns->rows);
    for (int row = 0; row < columns->rows; row++) {
        struct tree cell = columns_scalar(columns, row, column);

        good &= read_cell(&cell, said->unit, &sample->values[sample->count++],
                          errors);
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
