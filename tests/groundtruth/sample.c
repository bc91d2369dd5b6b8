/* Values by experiment and metric. */
#include "tests/groundtruth/sample.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <string.h>

#include "tests/sheet.h"

void samples_open(struct samples *samples)
{
    *samples = (struct samples){.count = 0};
    arena_open(&samples->arena);
}

void samples_close(struct samples *samples)
{
    arena_close(&samples->arena);
}

/* Twice the room, with what was there. */
static void *grown(struct arena *arena, const void *old, int count, int *room,
                   size_t size)
{
    void *new;

    *room = *room == 0 ? 16 : *room * 2;
    new = arena_allocate(arena, (size_t)*room * size);
    if (count > 0)
        memcpy(new, old, (size_t)count * size);
    return new;
}

struct sample *sample_of(struct samples *samples, const char *experiment,
                         const char *metric)
{
    struct sample *new;

    for (int i = 0; i < samples->count; i++)
        if (strcmp(samples->all[i].experiment, experiment) == 0 &&
            strcmp(samples->all[i].metric, metric) == 0)
            return &samples->all[i];
    if (samples->count == samples->capacity)
        samples->all = grown(&samples->arena, samples->all, samples->count,
                             &samples->capacity, sizeof(struct sample));
    new = &samples->all[samples->count++];
    new->experiment = arena_copy(&samples->arena, experiment);
    new->metric = arena_copy(&samples->arena, metric);
    return new;
}

void sample_add(struct samples *samples, struct sample *sample, double value)
{
    if (sample->count == sample->capacity)
        sample->values = grown(&samples->arena, sample->values, sample->count,
                               &sample->capacity, sizeof(double));
    sample->values[sample->count++] = value;
}

void samples_read(struct samples *samples, const char *path)
{
    struct sheet sheet;

    sheet_open(&sheet, path);
    for (int i = 0; i < sheet.rows; i++)
        sample_add(samples,
                   sample_of(samples, sheet_text(&sheet, i, "experiment"),
                             sheet_text(&sheet, i, "metric")),
                   sheet_number(&sheet, i, "value"));
    sheet_close(&sheet);
}

static bool same_round(const struct sheet *sheet, int a, int b)
{
    return strcmp(sheet_text(sheet, a, "app"), sheet_text(sheet, b, "app")) ==
               0 &&
           strcmp(sheet_text(sheet, a, "round"),
                  sheet_text(sheet, b, "round")) == 0;
}

void samples_read_scaling(struct samples *samples, const char *experiment,
                          const char *path)
{
    struct arena *arena = &samples->arena;
    const char *sizes = "";
    struct sheet sheet;

    sheet_open(&sheet, path);
    for (int i = 0; i < sheet.rows; i++) {
        const char *app = sheet_text(&sheet, i, "app");
        const char *step =
            arena_format(arena, "%s->%s", sheet_text(&sheet, i, "from"),
                         sheet_text(&sheet, i, "to"));

        sample_add(samples,
                   sample_of(samples, experiment,
                             arena_format(arena, "%s: %s", app, step)),
                   sheet_number(&sheet, i, "t_seconds_since_cycle_start"));
        sizes = i > 0 && same_round(&sheet, i - 1, i)
                    ? arena_format(arena, "%s %s", sizes, step)
                    : step;
        if (i + 1 == sheet.rows || !same_round(&sheet, i, i + 1))
            sample_add(
                samples,
                sample_of(samples, experiment,
                          arena_format(arena, "%s sizes: %s", app, sizes)),
                1);
    }
    sheet_close(&sheet);
}

void sample_sort(struct sample *sample)
{
    gsl_sort(sample->values, 1, (size_t)sample->count);
}

double sample_quantile(const struct sample *sample, double share)
{
    return gsl_stats_quantile_from_sorted_data(sample->values, 1,
                                               (size_t)sample->count, share);
}
