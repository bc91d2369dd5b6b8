/* Parameters: kinds, defaults, what is missing, unknown or wrong. */
#include "sim/plugin.h"

#include <string.h>

#include "sim/law.h"
#include "sim/time.h"
#include "tests/suite.h"

struct settings {
    sim_time grace;
    double share;
    int count;
    const char *zone;
};

static const struct parameter parameters[] = {
    {"grace", &of_duration, offsetof(struct settings, grace), "40s",
     "how long a silent node is waited for"},
    {"share", &of_fraction, offsetof(struct settings, share), NULL,
     "the share of targets"},
    {"count", &of_count, offsetof(struct settings, count), "3", "how many"},
    {"zone", &of_text, offsetof(struct settings, zone), "", "where"},
    {NULL, NULL, 0, NULL, NULL},
};

static const struct plugin crash = {"node-crash", "stops", parameters};
static const struct plugin slow = {"disk-slow", "slows", parameters};
static const struct plugin point = {"point", "one of several", parameters};
static const struct plugin *const plugins[] = {&crash, &slow, NULL};
static const struct plugin_list list = {"fault", plugins};

static const struct place here = {"f.yaml", 7, 3};

static bool reads(const struct parameter_kind *kind, const char *text,
                  void *into)
{
    struct arena arena;
    struct errors errors = {.arena = &arena};
    struct tree value = {.kind = TREE_SCALAR, .text = text};
    bool good;

    arena_open(&arena);
    good = kind->read(&value, into, &errors);
    CU_ASSERT_EQUAL(errors.mistakes, good ? 0 : 1);
    arena_close(&arena);
    return good;
}

static void reads_durations(void)
{
    static const struct {
        const char *text;
        sim_time time;
    } rows[] = {
        {"40s", SECONDS(40)},
        {"5m", MINUTES(5)},
        {"2h", HOURS(2)},
        {"120d", DAYS(120)},
        {"1y", DAYS(365)},
        {"1w", DAYS(7)},
        {"1ms", 1000},
        {"3us", 3},
        {"1.5h", MINUTES(90)},
        {"1h30m", MINUTES(90)},
        {"0", 0},
        {"0s", 0},
        {".5s", 500000},
        {"9007199254740993us", 9007199254740992},
        {"10000y", YEARS(10000)},
    };
    double seconds;

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        sim_time time = -1;

        CU_ASSERT_TRUE(reads(&of_duration, rows[i].text, &time));
        CU_ASSERT_EQUAL(time, rows[i].time);
    }
    CU_ASSERT_TRUE(reads(&of_seconds, "1ms", &seconds));
    CU_ASSERT_EQUAL(seconds, 0.001);
    CU_ASSERT_TRUE(reads(&of_span, "1us", &seconds));
    CU_ASSERT_EQUAL(seconds, 1e-6);
}

static void reads_numbers(void)
{
    double number;
    int count;
    bool flag = false;

    CU_ASSERT_TRUE(reads(&of_rate, "200/s", &number));
    CU_ASSERT_EQUAL(number, 200);
    CU_ASSERT_TRUE(reads(&of_rate, "12/m", &number));
    CU_ASSERT_EQUAL(number, 0.2);
    CU_ASSERT_TRUE(reads(&of_rate, "1/d", &number));
    CU_ASSERT_DOUBLE_EQUAL(number, 1.0 / 86400, 1e-18);
    CU_ASSERT_TRUE(reads(&of_fraction, "99.95%", &number));
    CU_ASSERT_EQUAL(number, 0.9995);
    CU_ASSERT_TRUE(reads(&of_number, "-1.5e3", &number));
    CU_ASSERT_EQUAL(number, -1500);
    CU_ASSERT_TRUE(reads(&of_count, "2147483647", &count));
    CU_ASSERT_EQUAL(count, 2147483647);
    CU_ASSERT_TRUE(reads(&of_factor, "250%", &number));
    CU_ASSERT_EQUAL(number, 2.5);
    CU_ASSERT_TRUE(reads(&of_share, "100%", &number));
    CU_ASSERT_EQUAL(number, 1);
    CU_ASSERT_TRUE(reads(&of_some, "1", &count));
    CU_ASSERT_EQUAL(count, 1);
    CU_ASSERT_TRUE(reads(&of_flag, "true", &flag));
    CU_ASSERT_TRUE(flag);
}

static void explains_what_is_wrong(void)
{
    static const struct {
        const struct parameter_kind *kind;
        const char *text, *message;
    } rows[] = {
        {&of_duration, "40", "\"40\" has no unit; did you mean 40s?"},
        {&of_duration, "-5s", "\"-5s\" is negative"},
        {&of_duration, "5min",
         "unknown unit \"min\" in \"5min\" "
         "(units: us, ms, s, m, h, d, w, y)"},
        {&of_duration, "soon", "\"soon\" is not a duration (for example 40s)"},
        {&of_duration, "1e3s", "\"1e3s\" is not a duration (for example 40s)"},
        {&of_duration, "0x1s", "\"0x1s\" is not a duration (for example 40s)"},
        {&of_duration, "1h30", "\"1h30\" has no unit; did you mean 1h30s?"},
        {&of_duration, "", "\"\" is not a duration (for example 40s)"},
        {&of_duration, "10001y", "\"10001y\" is longer than 10000y"},
        {&of_period, "290000y", "\"290000y\" is longer than 10000y"},
        {&of_seconds, "1e9y", "\"1e9y\" is not a duration (for example 40s)"},
        {&of_seconds, "9999y366d", "\"9999y366d\" is longer than 10000y"},
        {&of_span, "0", "\"0\" must be more than 0"},
        {&of_span, "10001y", "\"10001y\" is longer than 10000y"},
        {&of_positive, "0", "\"0\" must be more than 0"},
        {&of_positive, "-2", "\"-2\" must be more than 0"},
        {&of_rate, "200", "\"200\" has no unit; did you mean 200/s?"},
        {&of_rate, "200/sec",
         "unknown unit \"sec\" in \"200/sec\" "
         "(units: us, ms, s, m, h, d, w, y)"},
        {&of_rate, "200s", "\"200s\" is not a rate (for example 200/s)"},
        {&of_rate, "-1/s", "\"-1/s\" is negative"},
        {&of_fraction, "0.6", "\"0.6\" has no percent sign; did you mean 60%?"},
        {&of_fraction, "60", "\"60\" has no percent sign; did you mean 60%?"},
        {&of_fraction, "101%", "\"101%\" is more than 100%"},
        {&of_fraction, "-1%", "\"-1%\" is negative"},
        {&of_factor, "2.5", "\"2.5\" has no percent sign; did you mean 2.5%?"},
        {&of_factor, "-1%", "\"-1%\" is negative"},
        {&of_share, "0%", "\"0%\" must be more than 0"},
        {&of_share, "101%", "\"101%\" is more than 100%"},
        {&of_some, "0", "\"0\" must be more than 0"},
        {&of_some, "-2", "\"-2\" is negative"},
        {&of_count, "2.5", "\"2.5\" is not a whole number (for example 3)"},
        {&of_count, "-2", "\"-2\" is negative"},
        {&of_count, "2147483648", "\"2147483648\" is too large"},
        {&of_count, "99999999999999999999999",
         "\"99999999999999999999999\" is too large"},
        {&of_number, "nan", "\"nan\" is not a number (for example 1.5)"},
        {&of_number, "1e999", "\"1e999\" is too large"},
        {&of_flag, "yes", "\"yes\" is neither true nor false"},
    };
    struct arena arena;

    arena_open(&arena);
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct errors errors = {.arena = &arena};
        struct tree value = {
            .kind = TREE_SCALAR, .text = rows[i].text, .at = here};
        double into;

        CU_ASSERT_FALSE(rows[i].kind->read(&value, &into, &errors));
        CU_ASSERT_PTR_NOT_NULL_FATAL(errors.first);
        CU_ASSERT_STRING_EQUAL(errors.first->text, rows[i].message);
        CU_ASSERT_EQUAL(errors.first->place.line, 7);
        CU_ASSERT_EQUAL(errors.mistakes, 1);
    }
    arena_close(&arena);
}

static void minds_the_kind_of_value(void)
{
    struct arena arena;
    struct errors errors = {.arena = &arena};
    struct tree quoted = {.kind = TREE_SCALAR, .text = "3", .quoted = true};
    struct tree sequence = {.kind = TREE_SEQUENCE};
    int count = 0;

    arena_open(&arena);
    CU_ASSERT_FALSE(of_count.read(&quoted, &count, &errors));
    CU_ASSERT_STRING_EQUAL(errors.first->text,
                           "\"3\" is text; write it without quotes");
    CU_ASSERT_FALSE(of_count.read(&sequence, &count, &errors));
    CU_ASSERT_STRING_EQUAL(
        errors.last->text,
        "whole number expected (for example 3), not a sequence");
    arena_close(&arena);
}

static void fills_settings(void)
{
    static const char *const also[] = {"target", NULL};
    struct settings settings = {0};
    struct arena arena;
    struct errors errors = {.arena = &arena};
    struct tree *mapping;

    arena_open(&arena);
    mapping = tree_new(&arena, TREE_MAPPING);
    tree_put_text(&arena, mapping, "share", "20%");
    tree_put_text(&arena, mapping, "count", "5");
    tree_put_null(&arena, mapping, "grace");
    tree_put_mapping(&arena, mapping, "target");
    CU_ASSERT_TRUE(plugin_read(&crash, mapping, here, also, "fault \"f\"",
                               &settings, &errors));
    CU_ASSERT_EQUAL(errors.mistakes, 0);
    CU_ASSERT_EQUAL(settings.grace, SECONDS(40));
    CU_ASSERT_EQUAL(settings.share, 0.2);
    CU_ASSERT_EQUAL(settings.count, 5);
    CU_ASSERT_PTR_NULL(settings.zone);
    arena_close(&arena);
}

static void reports_all_of_a_mapping(void)
{
    struct settings settings = {0};
    struct arena arena;
    struct errors errors = {.arena = &arena};
    struct tree *mapping;

    arena_open(&arena);
    mapping = tree_new(&arena, TREE_MAPPING);
    tree_put_text(&arena, mapping, "gracs", "1m");
    tree_put_text(&arena, mapping, "count", "x");
    CU_ASSERT_FALSE(plugin_read(&crash, mapping, here, NULL, "fault \"f\"",
                                &settings, &errors));
    CU_ASSERT_EQUAL_FATAL(errors.mistakes, 3);
    CU_ASSERT_STRING_EQUAL(errors.first->text,
                           "unknown parameter \"gracs\" of fault \"f\"; "
                           "did you mean \"grace\"?");
    CU_ASSERT_STRING_EQUAL(errors.first->next->text,
                           "fault \"f\" needs \"share\": the share of targets "
                           "(for example 60%)");
    CU_ASSERT_EQUAL(errors.first->next->place.line, 7);
    arena_close(&arena);
}

static void finds_by_name(void)
{
    struct arena arena;
    struct errors errors = {.arena = &arena};
    struct tree *name;

    arena_open(&arena);
    name = tree_scalar(&arena, "disk-slow");
    CU_ASSERT_PTR_EQUAL(plugin_find(&list, name, &errors), &slow);
    name->text = "disk-slwo";
    CU_ASSERT_PTR_NULL(plugin_find(&list, name, &errors));
    CU_ASSERT_STRING_EQUAL(errors.last->text,
                           "unknown fault \"disk-slwo\"; did you mean "
                           "\"disk-slow\"?");
    name->text = "meteor";
    CU_ASSERT_PTR_NULL(plugin_find(&list, name, &errors));
    CU_ASSERT_STRING_EQUAL(
        errors.last->text,
        "unknown fault \"meteor\" (known: node-crash, disk-slow)");
    CU_ASSERT_PTR_NULL(plugin_find(&list, NULL, &errors));
    CU_ASSERT_STRING_EQUAL(errors.last->text,
                           "expected the name of a fault, not nothing");
    arena_close(&arena);
}

/* Each into its own; a mistake is nobody else's. */
static void reads_items(void)
{
    struct arena arena;
    struct errors errors = {.arena = &arena};
    struct tree *mapping, *list_of;
    void **items;

    arena_open(&arena);
    mapping = tree_new(&arena, TREE_MAPPING);
    list_of = tree_put_sequence(&arena, mapping, "points");
    for (int i = 0; i < 3; i++)
        tree_put_text(&arena,
                      tree_append(list_of, tree_new(&arena, TREE_MAPPING)),
                      "share",
                      i == 1   ? "300%"
                      : i == 0 ? "20%"
                               : "30%");
    items = plugin_read_items(&point, sizeof(struct settings), list_of,
                              "[{share: 60%}]", &errors);
    CU_ASSERT_PTR_NOT_NULL_FATAL(items);
    CU_ASSERT_EQUAL(((struct settings *)items[0])->share, 0.2);
    CU_ASSERT_PTR_NULL(items[1]);
    CU_ASSERT_EQUAL(((struct settings *)items[2])->share, 0.3);
    CU_ASSERT_EQUAL(((struct settings *)items[2])->count, 3);
    CU_ASSERT_EQUAL(errors.mistakes, 1);
    CU_ASSERT_PTR_NULL(plugin_read_items(&point, sizeof(struct settings),
                                         mapping, "[{share: 60%}]", &errors));
    CU_ASSERT_STRING_EQUAL(errors.last->text,
                           "points are a list (for example [{share: 60%}])");
    arena_close(&arena);
}

static void reads_laws(void)
{
    struct law law;

    CU_ASSERT_TRUE(reads(&of_law, "40s", &law));
    CU_ASSERT_DOUBLE_EQUAL(law_mean(&law), 40, 1e-12);
}

SUITE("sim/plugin", {"reads durations", reads_durations},
      {"reads numbers", reads_numbers}, {"reads laws", reads_laws},
      {"explains what is wrong", explains_what_is_wrong},
      {"minds the kind of value", minds_the_kind_of_value},
      {"fills settings", fills_settings},
      {"reports all mistakes of a mapping", reports_all_of_a_mapping},
      {"reads items of a list", reads_items}, {"finds by name", finds_by_name})
