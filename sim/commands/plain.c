/* A model's named numbers, where it says no more of them. */
#include "sim/commands/plain.h"

#include <math.h>

#include "sim/interval.h"

static const double day_seconds = 86400;

int plain_summarise(const struct scenario *scenario,
                    const struct results *results, struct arena *arena,
                    struct summary **rows)
{
    const struct layout *layout = results->layout;

    (void)scenario;
    *rows = ARENA_ARRAY(arena, struct summary, layout->count);
    for (int i = 0; i < layout->count; i++) {
        struct interval interval =
            interval_t(results->values + i, results->replications,
                       (uint64_t)layout->count, results->level);

        (*rows)[i] = (struct summary){layout->names[i].measure,
                                      layout->names[i].object,
                                      layout->names[i].unit,
                                      interval.mean,
                                      interval.low,
                                      interval.high,
                                      interval.level,
                                      interval.count,
                                      interval.method};
    }
    return layout->count;
}

/* Why there is no relative error. */
static const char *lack_of(const struct interval *interval, struct arena *arena)
{
    if (interval->mean > 0)
        return "its interval reaches 0";
    return arena_format(arena,
                        "its mean is %.3g: only what is above 0 is known to a "
                        "share of it",
                        interval->mean);
}

struct precision plain_precision(const struct scenario *scenario,
                                 const struct results *results,
                                 struct arena *arena)
{
    const struct layout *layout = results->layout;
    struct precision precision = {.error = -1};

    (void)scenario;
    for (int i = 0; i < layout->count; i++) {
        struct interval interval =
            interval_t(results->values + i, results->replications,
                       (uint64_t)layout->count, results->level);
        double error = interval_error(&interval);

        if (error > precision.error)
            precision = (struct precision){
                error, layout->names[i].measure, layout->names[i].object,
                isinf(error) ? lack_of(&interval, arena) : NULL};
    }
    return precision;
}

struct tree *plain_present(const struct scenario *scenario,
                           const struct results *results, struct arena *arena)
{
    struct run_plan plan = model_plan(scenario);
    struct tree *body = tree_new(arena, TREE_MAPPING), *list;
    struct summary *rows;
    int count = plain_summarise(scenario, results, arena, &rows);

    tree_put_text(arena, body, "scenario", plan.name);
    tree_put_count(arena, body, "seed", (long long)plan.seed);
    tree_put_count(arena, body, "replications", results->replications);
    tree_put_number(arena, body, "horizon_seconds", time_seconds(plan.horizon));
    list = tree_put_sequence(arena, body, "measures");
    for (int i = 0; i < count; i++) {
        struct tree *row = tree_append(list, tree_new(arena, TREE_MAPPING));

        tree_put_text(arena, row, "measure", rows[i].measure);
        tree_put_text(arena, row, "object", rows[i].object);
        tree_put_text(arena, row, "unit", rows[i].unit);
        tree_put_number(arena, row, "mean", rows[i].mean);
        tree_put_number(arena, row, "low", rows[i].low);
        tree_put_number(arena, row, "high", rows[i].high);
        tree_put_number(arena, row, "level", rows[i].level);
    }
    return body;
}

/* Appends a row, or the header, of that many cells. */
static void put_cells(struct arena *arena, struct tree *into,
                      const char *const *cells, int count)
{
    for (int i = 0; i < count; i++)
        tree_append(into, tree_scalar(arena, cells[i]));
}

/* A page of one block: a title, a header, and rows to come. */
static struct tree *open_page(struct arena *arena, struct tree **rows,
                              const char *title, const char *const *header,
                              int count)
{
    struct tree *page = tree_new(arena, TREE_SEQUENCE);
    struct tree *block = tree_append(page, tree_new(arena, TREE_MAPPING));

    tree_put_text(arena, block, "title", title);
    put_cells(arena, tree_put_sequence(arena, block, "header"), header, count);
    *rows = tree_put_sequence(arena, block, "rows");
    return page;
}

struct tree *plain_report(const struct scenario *scenario,
                          const struct results *results, struct arena *arena)
{
    enum { CELLS = 6 };
    const char *header[CELLS] = {"Measure", "Object", "Mean",
                                 "Low",     "High",   "Unit"};
    struct run_plan plan = model_plan(scenario);
    struct summary *found;
    int count = plain_summarise(scenario, results, arena, &found);
    struct tree *rows,
        *page = open_page(
            arena, &rows,
            arena_format(arena, "%s: %u replications of %.6g days (%.0f %%)",
                         plan.name, results->replications,
                         time_seconds(plan.horizon) / day_seconds,
                         100 * results->level),
            header, CELLS);

    for (int i = 0; i < count; i++) {
        const char *cells[CELLS] = {found[i].measure,
                                    found[i].object,
                                    arena_format(arena, "%.6g", found[i].mean),
                                    arena_format(arena, "%.6g", found[i].low),
                                    arena_format(arena, "%.6g", found[i].high),
                                    found[i].unit};

        put_cells(arena, tree_append(rows, tree_new(arena, TREE_SEQUENCE)),
                  cells, CELLS);
    }
    return page;
}

struct tree *plain_describe(const struct scenario *scenario,
                            struct arena *arena)
{
    enum { CELLS = 3 };
    const char *header[CELLS] = {"Measure", "Object", "Unit"};
    struct run_plan plan = model_plan(scenario);
    struct tree *rows,
        *page = open_page(
            arena, &rows,
            arena_format(arena, "%s: %u replications of %.6g days, seed %llu",
                         plan.name, plan.replications,
                         time_seconds(plan.horizon) / day_seconds,
                         (unsigned long long)plan.seed),
            header, CELLS);

    for (int i = 0; i < plan.layout->count; i++) {
        const struct number_name *name = &plan.layout->names[i];
        const char *cells[CELLS] = {name->measure, name->object, name->unit};

        put_cells(arena, tree_append(rows, tree_new(arena, TREE_SEQUENCE)),
                  cells, CELLS);
    }
    return page;
}
