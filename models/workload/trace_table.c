/* Tables of traces. */
#include "models/workload/trace_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Seconds; sums of such times stay within the clock's range. */
#define LONGEST (10000 * 365 * 86400.0)

/* What is where in a file of that format. */
struct trace_format {
    const char *name;
    struct columns_form form;
    const char *time;
    double unit; /* of plain times, in seconds; 0: it is to be said */
    const char *value;
    double most;         /* what is more, or negative, was not measured; 0: no
                            value is so */
    const char *machine; /* the column that says whose a row is; NULL: none */
};

static const char *const alibaba_names[] = {
    "machine_id",      "time_stamp", "cpu_util_percent", "mem_util_percent",
    "mem_gps",         "mkpi",       "net_in",           "net_out",
    "disk_io_percent", NULL};

static const char *const azure_names[] = {"timestamp", "vm_id",   "min_cpu",
                                          "max_cpu",   "avg_cpu", NULL};

static const struct trace_format formats[] = {
    {.name = "plain", .form = {',', NULL}, .time = "t", .value = "value"},
    {.name = "bitbrains",
     .form = {';', NULL},
     .time = "Timestamp [ms]",
     .unit = 1,
     .value = "CPU usage [MHZ]"},
    {.name = "alibaba-2018",
     .form = {',', alibaba_names},
     .time = "time_stamp",
     .unit = 1,
     .value = "cpu_util_percent",
     .most = 100,
     .machine = "machine_id"},
    {.name = "azure-vm",
     .form = {',', azure_names},
     .time = "timestamp",
     .unit = 1,
     .value = "avg_cpu",
     .machine = "vm_id"}};

enum { FORMATS = sizeof(formats) / sizeof(*formats) };

static bool read_format(const struct tree *value, void *into,
                        struct errors *errors)
{
    const char *names[FORMATS + 1] = {NULL}, *text, *nearest, *all = "";

    if (!of_text.read(value, &text, errors))
        return false;
    for (int i = 0; i < FORMATS; i++) {
        names[i] = formats[i].name;
        if (strcmp(text, names[i]) == 0) {
            *(const struct trace_format **)into = &formats[i];
            return true;
        }
        all = arena_format(errors->arena, "%s%s%s", all,
                           i > 0 ? ", " : " (known: ", names[i]);
    }
    nearest = did_you_mean(errors->arena, text, names);
    error_at(errors, value->at, "unknown format \"%s\"%s%s", text,
             *nearest != '\0' ? nearest : all, *nearest != '\0' ? "" : ")");
    return false;
}

const struct parameter_kind of_trace_format = {"format", "bitbrains",
                                               read_format};

/* A column by the name that is given, or else by the format's. */
static int find(const struct columns *columns, const struct trace_table *table,
                const struct tree *given, const char *otherwise,
                struct errors *errors)
{
    struct tree name = {
        .kind = TREE_SCALAR, .text = otherwise, .at = table->file->at};

    return columns_find(columns, given != NULL ? given : &name, errors);
}

/* What is forgotten first would else be told of each row. */
static bool is_bare(const struct columns *columns, int column, double unit,
                    const struct trace_table *table, const char *lack,
                    struct errors *errors)
{
    if (unit > 0 || !columns_bare(columns, column))
        return false;
    error_at(errors, table->file->at,
             "\"%s\" are plain numbers: the trace needs %s",
             columns->names[column].text, lack);
    return true;
}

static double said(double unit)
{
    return unit > 0 ? unit : NAN;
}

/* Whether it is a number that stands for none. */
static bool is_missing(const struct trace_format *format, const char *text)
{
    double value = strtod(text, NULL);

    return format->most > 0 &&
           (*text == '\0' || value < 0 || value > format->most);
}

/* Whether the row is one of those that are asked for. */
static bool is_asked(const struct columns *columns, int row, int machine,
                     const struct trace_table *table)
{
    return machine < 0 || table->machine == NULL ||
           strcmp(columns_scalar(columns, row, machine).text,
                  table->machine->text) == 0;
}

/* Which one is meant must be said if there are two. */
static bool is_one_machine(const struct columns *columns, int machine,
                           const struct trace_table *table,
                           struct errors *errors)
{
    for (int row = 1;
         machine >= 0 && table->machine == NULL && row < columns->rows; row++) {
        struct tree first = columns_scalar(columns, 0, machine);
        struct tree other = columns_scalar(columns, row, machine);

        if (strcmp(first.text, other.text) != 0) {
            error_at(errors, table->file->at,
                     "%s has rows of several machines: the trace needs "
                     "\"machine\": one of them (for example %s)",
                     columns->file, first.text);
            return false;
        }
    }
    return true;
}

struct places {
    int time;
    int value;
    int machine;
};

static bool find_columns(const struct columns *columns,
                         const struct trace_table *table, struct places *places,
                         struct errors *errors)
{
    const struct trace_format *format = table->format;
    bool bare;

    if (table->machine != NULL && format->machine == NULL) {
        error_at(errors, table->machine->at,
                 "a trace in the format %s is of one machine, and names none",
                 format->name);
        return false;
    }
    places->time = find(columns, table, table->time, format->time, errors);
    places->value = find(columns, table, table->value, format->value, errors);
    places->machine = -1;
    if (places->time < 0 || places->value < 0)
        return false;
    if (format->machine != NULL)
        places->machine = find(columns, table, NULL, format->machine, errors);
    bare = is_bare(columns, places->time, table->unit, table,
                   "their \"unit\" (for example seconds)", errors);
    bare |= is_bare(columns, places->value, table->one, table,
                    "\"one\": the rate for which 1 stands (for example 5/s)",
                    errors);
    return !bare && is_one_machine(columns, places->machine, table, errors);
}

static bool read_row(const struct columns *columns, int row,
                     const struct trace_table *table,
                     const struct places *places, struct reading *reading,
                     struct errors *errors)
{
    struct tree time = columns_scalar(columns, row, places->time);
    struct tree value = columns_scalar(columns, row, places->value);
    double seconds = 0;
    bool good = columns_measure(&time, said(table->unit), &of_seconds, &seconds,
                                errors);

    if (seconds > LONGEST) {
        error_at(errors, time.at, "\"%s\" is later than 10000y", time.text);
        good = false;
    }
    reading->at = time_from_seconds(seconds);
    reading->place = time.at;
    return columns_measure(&value, said(table->one), &of_rate, &reading->rate,
                           errors) &&
           good;
}

/* Returns how many readings there are; 0 after a mistake. */
static int read_rows(const struct columns *columns,
                     const struct trace_table *table,
                     const struct places *places, struct reading *readings,
                     struct errors *errors)
{
    const struct tree *whose =
        table->machine != NULL ? table->machine : table->file;
    bool good = true;
    int count = 0;

    for (int row = 0; row < columns->rows; row++)
        if (is_asked(columns, row, places->machine, table) &&
            !is_missing(table->format,
                        columns_scalar(columns, row, places->value).text))
            good &= read_row(columns, row, table, places, &readings[count++],
                             errors);
    if (count == 0)
        error_at(errors, whose->at, "nothing was measured of \"%s\"%s%s",
                 whose->text, whose == table->file ? "" : " in ",
                 whose == table->file ? "" : columns->file);
    return good ? count : 0;
}

int trace_table_read(const struct trace_table *said_, struct reading **readings,
                     struct errors *errors)
{
    struct trace_table table = *said_;
    const struct columns *columns =
        columns_read(table.file, &table.format->form, errors);
    struct places places;

    if (table.unit <= 0)
        table.unit = table.format->unit;
    if (columns == NULL || !find_columns(columns, &table, &places, errors))
        return 0;
    *readings = ARENA_ARRAY(errors->arena, struct reading, columns->rows);
    return read_rows(columns, &table, &places, *readings, errors);
}
