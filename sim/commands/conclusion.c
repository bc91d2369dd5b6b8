/* What a run comes to, as it is printed. */
#include "sim/commands/conclusion.h"

#include <math.h>
#include <string.h>

#include "sim/commands/plain.h"
#include "sim/io/terminal.h"

static const double year_seconds = 365 * 86400.0;

/* A rate for people: "1,234,567", "62.1". */
static const char *rate(struct arena *arena, double value)
{
    unsigned long long whole = (unsigned long long)(value + 0.5);

    if (!isfinite(value) || value < 0)
        return "-";
    if (value < 1000)
        return arena_format(arena, "%.3g", value);
    if (whole < 1000000)
        return arena_format(arena, "%llu,%03llu", whole / 1000, whole % 1000);
    if (whole < 1000000000)
        return arena_format(arena, "%llu,%03llu,%03llu", whole / 1000000,
                            whole / 1000 % 1000, whole % 1000);
    return arena_format(arena, "%llu,%03llu,%03llu,%03llu", whole / 1000000000,
                        whole / 1000000 % 1000, whole / 1000 % 1000,
                        whole % 1000);
}

static double per_second(const struct effort *effort, double count)
{
    return effort->wall_seconds > 0 ? count / effort->wall_seconds
                                    : (double)NAN;
}

static void print_effort(const struct conclusion *conclusion, FILE *to)
{
    const struct effort *effort = &conclusion->effort;
    struct arena *arena = conclusion->arena;
    double years =
        effort->replications *
        (time_seconds(conclusion->plan.warm_up + conclusion->plan.horizon));

    fprintf(to,
            "\n%s events in %.3g s on %d thread%s: %s events/s, "
            "%s simulated years/s\n",
            rate(arena, (double)effort->events), effort->wall_seconds,
            effort->threads, effort->threads == 1 ? "" : "s",
            rate(arena, per_second(effort, (double)effort->events)),
            rate(arena, per_second(effort, years / year_seconds)));
}

struct tree *conclusion_body(const struct conclusion *conclusion)
{
    return (model.present != NULL ? model.present : plain_present)(
        conclusion->scenario, &conclusion->results, conclusion->arena);
}

int conclusion_rows(const struct conclusion *conclusion, struct summary **rows)
{
    return (model.summarise != NULL ? model.summarise : plain_summarise)(
        conclusion->scenario, &conclusion->results, conclusion->arena, rows);
}

struct precision conclusion_precision(const struct conclusion *conclusion,
                                      struct arena *arena)
{
    return (model.precision != NULL ? model.precision : plain_precision)(
        conclusion->scenario, &conclusion->results, arena);
}

/* What was asked, and reached. */
static void print_precision(const struct conclusion *conclusion, FILE *to)
{
    struct arena *arena = conclusion->arena;
    struct precision reached = conclusion_precision(conclusion, arena);
    const struct run_plan *plan = &conclusion->plan;
    const char *count = rate(arena, conclusion->results.replications);

    if (reached.error > plan->precision &&
        conclusion->results.replications == plan->replications)
        fprintf(to, "\nThe ceiling of %s replications came before %.6g %%:\n",
                count, plan->precision * 100);
    else
        fprintf(to, "\nStopped after %s replications; %.6g %% was asked for:\n",
                count, plan->precision * 100);
    fprintf(to, "  the %s of %s is ", reached.measure, reached.object);
    if (isfinite(reached.error))
        fprintf(to, "known to %.2g %%\n", reached.error * 100);
    else
        fprintf(to, "not known yet\n");
    if (reached.lack != NULL)
        fprintf(to, "  (%s)\n", reached.lack);
}

static void put_precision(const struct conclusion *conclusion,
                          struct tree *body)
{
    struct arena *arena = conclusion->arena;
    struct precision reached = conclusion_precision(conclusion, arena);
    const struct run_plan *plan = &conclusion->plan;
    struct tree *tree = tree_put_mapping(arena, body, "precision");

    tree_put_number(arena, tree, "asked", plan->precision);
    tree_put_number(arena, tree, "reached", reached.error);
    tree_put_text(arena, tree, "measure", reached.measure);
    tree_put_text(arena, tree, "object", reached.object);
    if (reached.lack != NULL)
        tree_put_text(arena, tree, "lack", reached.lack);
    tree_put_count(arena, tree, "most_replications", plan->replications);
}

static void print_table(const struct conclusion *conclusion, FILE *to)
{
    terminal_page(
        (model.report != NULL ? model.report : plain_report)(
            conclusion->scenario, &conclusion->results, conclusion->arena),
        to);
    if (conclusion->timelines != NULL && conclusion->timelines->first != NULL) {
        fputc('\n', to);
        terminal_page(conclusion->timelines, to);
    }
    if (conclusion->plan.precision > 0)
        print_precision(conclusion, to);
    print_effort(conclusion, to);
}

static void print_json(const struct conclusion *conclusion, FILE *to)
{
    const struct effort *effort = &conclusion->effort;
    struct arena *arena = conclusion->arena;
    struct tree *body = conclusion_body(conclusion);
    struct tree *run;

    if (conclusion->plan.precision > 0)
        put_precision(conclusion, body);
    run = tree_put_mapping(arena, body, "run");
    tree_put_count(arena, run, "events", (long long)effort->events);
    tree_put_number(arena, run, "wall_seconds", effort->wall_seconds);
    tree_put_number(arena, run, "events_per_second",
                    per_second(effort, (double)effort->events));
    tree_put_count(arena, run, "threads", effort->threads);
    tree_write_json(body, to);
    fputc('\n', to);
}

static void put_field(const char *text, const char *after, FILE *to)
{
    if (strpbrk(text, ",\"\r\n") == NULL) {
        fprintf(to, "%s%s", text, after);
        return;
    }
    fputc('"', to);
    for (; *text != '\0'; text++)
        fprintf(to, *text == '"' ? "\"\"" : "%c", *text);
    fprintf(to, "\"%s", after);
}

/* The shortest digits that read back the same; empty if there is none. */
static void put_number(struct arena *arena, double number, FILE *to)
{
    struct tree *scratch = tree_new(arena, TREE_MAPPING);

    tree_put_number(arena, scratch, "number", number);
    put_field(tree_text(scratch->first, ""), ",", to);
}

static void print_csv(const struct conclusion *conclusion, FILE *to)
{
    struct summary *rows;
    int count = conclusion_rows(conclusion, &rows);

    fputs("measure,object,unit,mean,low,high,level,count,method\n", to);
    for (int i = 0; i < count; i++) {
        put_field(rows[i].measure, ",", to);
        put_field(rows[i].object, ",", to);
        put_field(rows[i].unit, ",", to);
        put_number(conclusion->arena, rows[i].mean, to);
        put_number(conclusion->arena, rows[i].low, to);
        put_number(conclusion->arena, rows[i].high, to);
        put_number(conclusion->arena, rows[i].level, to);
        fprintf(to, "%llu,", (unsigned long long)rows[i].count);
        put_field(rows[i].method, "\n", to);
    }
}

void conclusion_print(const struct conclusion *conclusion, enum format format,
                      FILE *to)
{
    static void (*const printers[])(const struct conclusion *, FILE *) = {
        [FORMAT_TABLE] = print_table,
        [FORMAT_JSON] = print_json,
        [FORMAT_CSV] = print_csv,
    };

    printers[format](conclusion, to);
}

/* "12d 03:04:05.123" */
static const char *clock_text(struct arena *arena, double seconds)
{
    unsigned long long t = (unsigned long long)llround(fabs(seconds) * 1000);
    const char *sign = seconds < 0 && t > 0 ? "-" : "";
    unsigned long long day = 86400000;

    return arena_format(arena, "%s%llud %02llu:%02llu:%02llu.%03llu", sign,
                        t / day, t % day / 3600000, t / 60000 % 60,
                        t / 1000 % 60, t % 1000);
}

static int column_of(const struct table *table, const char *name)
{
    for (int i = 0; table->columns[i] != NULL; i++)
        if (strcmp(table->columns[i], name) == 0)
            return i;
    return -1;
}

static void add_row(struct arena *arena, struct tree *rows,
                    const struct table *table, const struct row *row)
{
    static const char *const shown[] = {"t_s", "what", "object", "detail"};
    struct tree *line = tree_append(rows, tree_new(arena, TREE_SEQUENCE));

    for (size_t i = 0; i < sizeof(shown) / sizeof(*shown); i++) {
        int column = column_of(table, shown[i]);
        const struct value *value = column < 0 ? NULL : &row->values[column];
        const char *text = "";

        if (value != NULL && value->kind == VALUE_NUMBER)
            text = clock_text(arena, value->number);
        else if (value != NULL && value->kind == VALUE_TEXT)
            text = value->text;
        tree_append(line, tree_scalar(arena, text));
    }
}

struct tree *conclusion_timeline(struct arena *arena,
                                 const struct outcome *outcome)
{
    const struct layout *layout = outcome->layout;
    struct tree *block = tree_new(arena, TREE_MAPPING), *rows;

    tree_put_text(arena, block, "title",
                  arena_format(arena, "Timeline of replication %u",
                               outcome->replication));
    rows = tree_put_sequence(arena, block, "rows");
    for (const struct row *row = outcome->first; row != NULL; row = row->next) {
        const struct table *table = layout->table[row->table];

        if (strcmp(table->name, "timeline") == 0)
            add_row(arena, rows, table, row);
    }
    if (rows->first == NULL)
        tree_put_text(arena, block, "text", "Nothing happened.");
    return block;
}
