/* Traces, by hand; files that are not the plain format's. */
#include "models/workload/trace_table.h"

#include <math.h>
#include <string.h>

#include "sim/io/csv.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

struct trace {
    struct arena arena;
    struct demand demand;
};

/* The table of tests/scenario_text.c; its period is 7 hours. */
static void open_trace(struct trace *trace, const char *text)
{
    arena_open(&trace->arena);
    trace->demand = demand_from_text(&trace->arena, "trace", text);
}

static double rate(const struct trace *trace, double hours)
{
    return demand_rate(&trace->demand, time_from_seconds(hours * 3600));
}

/* In requests per second, hours. */
static double volume(const struct trace *trace, double from, double to)
{
    return demand_volume(&trace->demand, time_from_seconds(from * 3600),
                         time_from_seconds(to * 3600)) /
           3600;
}

static double crosses(const struct trace *trace, double level, double after)
{
    sim_time at =
        demand_crosses(&trace->demand, level, time_from_seconds(after * 3600));

    return at == NEVER ? INFINITY : time_seconds(at) / 3600;
}

static const double once = 100 / 3.0 + 260 * 8 / 3.0 + 100 + 100;

static void repeats(void)
{
    struct trace trace;
    struct demand_range range;

    open_trace(&trace, "{file: a.csv}");
    CU_ASSERT_EQUAL(rate(&trace, 0), 100);
    CU_ASSERT_EQUAL(rate(&trace, 1), 260);
    CU_ASSERT_EQUAL(rate(&trace, 6.5), 0);
    CU_ASSERT_EQUAL(rate(&trace, 7), 100);
    CU_ASSERT_EQUAL(rate(&trace, -1), 0);
    CU_ASSERT_EQUAL(rate(&trace, -2), 100);
    CU_ASSERT_EQUAL(rate(&trace, 700 + 4), 50);
    CU_ASSERT_DOUBLE_EQUAL(volume(&trace, 0, 7), once, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(volume(&trace, -13, 4), 2 * once + 2 * 260 + 50,
                           1e-9);
    CU_ASSERT_DOUBLE_EQUAL(volume(&trace, -70000, 70000), 20000 * once, 1e-3);
    CU_ASSERT_EQUAL(crosses(&trace, 0, 0), 6);
    CU_ASSERT_EQUAL(crosses(&trace, 0, 6), 7);
    CU_ASSERT_DOUBLE_EQUAL(crosses(&trace, 200, 3), 7 + 1 / 3.0, 1e-9);
    CU_ASSERT_EQUAL(crosses(&trace, 70, 6.5), 7);
    CU_ASSERT_EQUAL(crosses(&trace, 260, 0), INFINITY);
    range = demand_range(&trace.demand, HOURS(5), HOURS(5) + MINUTES(140));
    CU_ASSERT_EQUAL(range.least, 0);
    CU_ASSERT_EQUAL(range.most, 260);
    range = demand_range(&trace.demand, HOURS(3), HOURS(6) - 1);
    CU_ASSERT_EQUAL(range.least, 50);
    CU_ASSERT_EQUAL(range.most, 100);
    arena_close(&trace.arena);
}

static void holds(void)
{
    struct trace trace;

    open_trace(&trace, "{file: a.csv, repeat: false}");
    CU_ASSERT_EQUAL(rate(&trace, -100), 100);
    CU_ASSERT_EQUAL(rate(&trace, 100), 0);
    CU_ASSERT_DOUBLE_EQUAL(volume(&trace, -1, 1000), 100 + once, 1e-9);
    CU_ASSERT_EQUAL(crosses(&trace, 0, 6), INFINITY);
    arena_close(&trace.arena);
}

/* The files that errors' reader gives out, one at a time. */
static const char *file;

static const struct columns *read_file(const char *path,
                                       const struct columns_form *form,
                                       struct place named_at,
                                       struct errors *errors)
{
    (void)named_at;
    return csv_read(errors->arena, form, path, file, strlen(file), errors);
}

struct expected {
    double at;
    double rate;
};

static void check_file(const char *text, const char *format,
                       const char *machine, const struct expected *expected,
                       int count)
{
    struct arena arena;
    struct errors errors = {.arena = &arena, .columns = {read_file, NULL}};
    struct trace_table table = {.one = 2};
    struct reading *readings;

    arena_open(&arena);
    file = text;
    table.file = tree_scalar(&arena, "a.csv");
    if (machine != NULL)
        table.machine = tree_scalar(&arena, machine);
    CU_ASSERT_TRUE_FATAL(of_trace_format.read(tree_scalar(&arena, format),
                                              &table.format, &errors));
    CU_ASSERT_EQUAL_FATAL(trace_table_read(&table, &readings, &errors), count);
    for (int i = 0; i < count; i++) {
        CU_ASSERT_EQUAL(time_seconds(readings[i].at), expected[i].at);
        CU_ASSERT_DOUBLE_EQUAL(readings[i].rate, expected[i].rate, 1e-12);
    }
    arena_close(&arena);
}

static void bitbrains(void)
{
    static const char text[] =
        "Timestamp [ms];\tCPU cores;\tCPU usage [MHZ];\tCPU usage [%]\n"
        "1376314846;\t1;\t19.5;\t0.75\n"
        "1376315146;\t1;\t17;\t0.5\n";
    static const struct expected expected[] = {{1376314846, 39},
                                               {1376315146, 34}};

    check_file(text, "bitbrains", NULL, expected, 2);
}

/* What was not measured is left out. */
static void alibaba(void)
{
    static const char text[] = "m_1,0,10,90,,,40.5,43.2,5\n"
                               "m_2,0,77,90,,,40.5,43.2,5\n"
                               "m_1,10,101,90,,,40.5,43.2,5\n"
                               "m_1,20,,90,,,40.5,43.2,5\n"
                               "m_1,40,-1,90,,,40.5,43.2,5\n"
                               "m_1,30,100,90,,,40.5,43.2,5\n";
    static const struct expected expected[] = {{0, 20}, {30, 200}};

    check_file(text, "alibaba-2018", "m_1", expected, 2);
}

static void azure(void)
{
    static const char text[] = "0,aZ+/=,2.05,3.91,2.75\n"
                               "300,aZ+/=,2.05,3.91,3\n"
                               "0,other,2.05,3.91,9\n";
    static const struct expected expected[] = {{0, 5.5}, {300, 6}};

    check_file(text, "azure-vm", "aZ+/=", expected, 2);
}

SUITE("models/trace", {"repeats", repeats}, {"holds", holds},
      {"bitbrains", bitbrains}, {"alibaba", alibaba}, {"azure", azure})
