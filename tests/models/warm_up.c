/*
 * Measures that are opened in the midst of things: what they say of the two
 * parts of a run adds up to what they say of the whole.
 */
#include <stdio.h>
#include <string.h>

#include "models/measures/slices.h"
#include "models/scenario/scenario.h"
#include "tests/scenario_text.h"
#include "tests/suite.h"

/* Something is always broken, and the cluster is nearly too small. */
static const char text[] =
    "apiVersion: nines/v1\n"
    "kind: Scenario\n"
    "spec:\n"
    "  horizon: %ds\n"
    "  warmUp: %ds\n"
    "  nodes:\n"
    "  - {name: worker, count: 4, zones: [a, b], cpu: 250m, price: 0.5/h}\n"
    "  traffic:\n"
    "  - {service: web, %s, minReady: 3}\n"
    "  faults:\n"
    "  - name: crashes\n"
    "    kind: node-crash\n"
    "    every: {law: exponential, mean: 3h}\n"
    "    lasts: {law: exponential, mean: 9h}\n"
    "  - name: exits\n"
    "    kind: container-crash\n"
    "    every: {law: exponential, mean: 3h}\n"
    "%s";

/* Demand counts from when measuring begins: its peak is at the same time. What
 * comes by chance is one and the same from time zero on. */
static const char diurnal[] = "kind: diurnal, mean: 200/s, swing: 60%%, "
                              "peak: %ds";
static const char bursts[] =
    "kind: bursts, states: [{rate: 100/s, mean: 3h}, {rate: 500/s, mean: 1h}]";

enum { WHOLE = 400000, SEEDS = 5, DAY = 86400, PEAK = 50400 };

struct part {
    struct arena scenarios;
    struct arena arena;
    struct scenario scenario;
    const struct outcome *outcome;
};

static void open(struct part *part, bool chance, int warm_up, int horizon,
                 uint64_t seed)
{
    const char *traffic = bursts;
    static const uint32_t traced[] = {0};

    arena_open(&part->scenarios);
    arena_open(&part->arena);
    if (!chance)
        traffic = arena_format(&part->scenarios, diurnal,
                               ((PEAK - warm_up) % DAY + DAY) % DAY);
    part->scenario = *scenario_from_text(
        &part->scenarios, arena_format(&part->scenarios, text, horizon, warm_up,
                                       traffic, web_manifests));
    part->scenario.recorded = true;
    part->scenario.timelines = 1;
    part->scenario.timeline = traced;
    part->outcome =
        model.run(&part->scenario, &part->arena, (struct seed){seed, 0, 0});
}

static void close(struct part *part)
{
    arena_close(&part->scenarios);
    arena_close(&part->arena);
}

static double number(const struct part *part, const char *measure)
{
    const struct layout *layout = part->outcome->layout;
    int i = 0;

    while (i < layout->count && strcmp(layout->names[i].measure, measure) != 0)
        i++;
    CU_ASSERT_FATAL(i < layout->count);
    return part->outcome->numbers[i];
}

static void check_sums(const struct part *first, const struct part *second,
                       const struct part *whole)
{
    static const char *const sums[] = {"downtime_seconds",
                                       "requests_offered",
                                       "requests_served",
                                       "capacity_seconds",
                                       "p_avg_seconds",
                                       "p_avg_up_seconds",
                                       "node_hours",
                                       "theta_bar_seconds",
                                       "delta_cpu_seconds",
                                       "restarts",
                                       "delta_cpu_abs_seconds",
                                       "pods_pending_seconds",
                                       "cost"};

    for (size_t i = 0; i < sizeof(sums) / sizeof(*sums); i++) {
        double all = number(whole, sums[i]);

        CU_ASSERT(all != 0);
        CU_ASSERT_DOUBLE_EQUAL(number(first, sums[i]) + number(second, sums[i]),
                               all, 1e-9 * fabs(all));
    }
}

/* What began before the cut and ended after it: an outage is one in each part;
 * a delay is in none, as its beginning was not seen. */
static void check_counts(const struct part *first, const struct part *second,
                         const struct part *whole, bool cut_down)
{
    static const char *const delays[] = {"detections", "evictions",
                                         "recoveries"};

    CU_ASSERT_EQUAL(number(first, "outages") + number(second, "outages"),
                    number(whole, "outages") + cut_down);
    for (size_t i = 0; i < sizeof(delays) / sizeof(*delays); i++) {
        double lost = number(whole, delays[i]) - number(first, delays[i]) -
                      number(second, delays[i]);

        CU_ASSERT(number(whole, delays[i]) > 20);
        CU_ASSERT(lost >= 0 && lost <= 8);
    }
}

static const struct row *next_entry(const struct row *row, double from)
{
    while (row != NULL && (row->table != TABLE_TIMELINE ||
                           strncmp(row->values[1].text, "outage", 6) == 0 ||
                           row->values[0].number <= from))
        row = row->next;
    return row;
}

static bool is_same_text(const struct value *a, const struct value *b)
{
    return a->kind == b->kind &&
           (a->kind != VALUE_TEXT || strcmp(a->text, b->text) == 0);
}

/* The second part is told at the times of the whole, and is the same story. */
static void check_timelines(const struct part *second, const struct part *whole,
                            double from)
{
    const struct row *a = next_entry(second->outcome->first, from);
    const struct row *b = next_entry(whole->outcome->first, from);
    int count = 0;

    while (a != NULL && b != NULL) {
        CU_ASSERT_EQUAL(a->values[0].number, b->values[0].number);
        for (int i = 1; i < 5; i++)
            CU_ASSERT(is_same_text(&a->values[i], &b->values[i]));
        a = next_entry(a->next, from);
        b = next_entry(b->next, from);
        count++;
    }
    CU_ASSERT(a == NULL && b == NULL && count > 10);
}

/* Steps cover the horizon; outages lie in it, and so do faults, that may have
 * begun before. */
static void check_rows(const struct part *part, double from, double until)
{
    double first_step = INFINITY, last_step = 0, down = 0;
    int under_way = 0;

    for (const struct row *row = part->outcome->first; row != NULL;
         row = row->next) {
        if (row->table == TABLE_SERIES) {
            first_step = fmin(first_step, row->values[0].number);
            last_step = fmax(last_step, row->values[0].number);
        } else if (row->table == TABLE_OUTAGE) {
            CU_ASSERT(row->values[2].number >= from);
            CU_ASSERT(row->values[3].number <= until);
            down += row->values[3].number - row->values[2].number;
        } else if (row->table == TABLE_FAULT) {
            under_way += row->values[4].number < from;
            CU_ASSERT(row->values[4].number <= until);
            CU_ASSERT(row->values[5].kind == VALUE_NONE ||
                      row->values[5].number >= from);
        }
    }
    CU_ASSERT(under_way > 0);
    CU_ASSERT_EQUAL(first_step, from);
    CU_ASSERT(last_step < until && last_step > until - 100);
    CU_ASSERT_DOUBLE_EQUAL(down, number(part, "downtime_seconds"), 1e-3);
}

/* Whether an outage of the second part began with it. */
static bool is_cut_down(const struct part *second, double from)
{
    for (const struct row *row = second->outcome->first; row != NULL;
         row = row->next)
        if (row->table == TABLE_OUTAGE && row->values[2].number == from)
            return true;
    return false;
}

static void check_parts(bool chance)
{
    int down = 0;

    for (uint64_t seed = 1; seed <= (suite_short() ? 2 : SEEDS); seed++)
        for (int cut = 90000; cut < WHOLE; cut += 71717) {
            struct part first, second, whole;
            bool cut_down;

            open(&first, chance, 0, cut, seed);
            open(&second, chance, cut, WHOLE - cut, seed);
            open(&whole, chance, 0, WHOLE, seed);
            cut_down = is_cut_down(&second, cut);
            down += cut_down;
            check_sums(&first, &second, &whole);
            check_counts(&first, &second, &whole, cut_down);
            check_timelines(&second, &whole, cut);
            check_rows(&second, cut, WHOLE);
            close(&first);
            close(&second);
            close(&whole);
        }
    CU_ASSERT(down > 0);
}

static void conservation(void)
{
    check_parts(false);
}

static void conservation_by_chance(void)
{
    check_parts(true);
}

/* What happens as measuring begins is measured; what does as it ends is not. */
static void first_instant(void)
{
    static const char actions[] =
        "apiVersion: nines/v1\n"
        "kind: Scenario\n"
        "spec:\n"
        "  horizon: 3h\n"
        "  warmUp: %dh\n"
        "  nodes: [{name: worker, count: 3}]\n"
        "  actions:\n"
        "  - {name: a, kind: delete, at: 0s, every: 1h, target: {pods: one}}\n";
    static const uint32_t traced[] = {0};

    for (int hours = 0; hours < 2; hours++) {
        struct arena arena;
        struct scenario scenario;
        const struct outcome *outcome;
        int done = 0;

        arena_open(&arena);
        scenario = *scenario_from_text(
            &arena,
            arena_format(&arena, "%s%s", arena_format(&arena, actions, hours),
                         web_manifests));
        scenario.recorded = true;
        scenario.timelines = 1;
        scenario.timeline = traced;
        outcome = model.run(&scenario, &arena, (struct seed){1, 0, 0});
        for (const struct row *row = outcome->first; row != NULL;
             row = row->next)
            if (row->table == TABLE_TIMELINE &&
                strcmp(row->values[1].text, "action") == 0)
                CU_ASSERT_EQUAL(row->values[0].number, 3600 * (hours + done++));
        CU_ASSERT_EQUAL(done, 3);
        arena_close(&arena);
    }
}

/* A pilot's slices are its downtime; and it is the question's own story. */
static void slices(void)
{
    struct arena arena;
    struct part part;
    const struct scenario *pilot;
    const struct outcome *outcome;
    double all = 0, last;
    int first;

    open(&part, false, 0, 100003, 3);
    arena_open(&arena);
    CU_ASSERT_PTR_NULL(model.pilot(&part.scenario, &arena));
    part.scenario.warm_up.state = WARM_UP_SOUGHT;
    pilot = model.pilot(&part.scenario, &arena);
    first = pilot->layout.count - SLICES;
    CU_ASSERT_EQUAL_FATAL(first, part.scenario.layout.count);
    outcome = model.run(pilot, &part.scenarios, (struct seed){3, 0, 0});
    for (int i = 0; i < SLICES; i++) {
        CU_ASSERT(outcome->numbers[first + i] >= 0);
        CU_ASSERT(outcome->numbers[first + i] < 201 + (i == SLICES - 1));
        all += outcome->numbers[first + i];
    }
    last = outcome->numbers[pilot->layout.count - 1];
    CU_ASSERT(all > last);
    CU_ASSERT_DOUBLE_EQUAL(all, number(&part, "downtime_seconds"), 1e-3);
    arena_close(&arena);
    close(&part);
}

/* What a pilot of two replications says, whose slices are down for 1 s, and the
 * first `high` for 1000 s, in outages of one slice; or, if that is negative,
 * for none. */
static struct warm_up_time complete(int high)
{
    struct arena arena;
    struct part part;
    const struct scenario *pilot;
    struct results results = {.replications = 2};
    struct warm_up_time warm_up;
    double *values;
    int count;

    open(&part, false, 0, 100000, 1);
    arena_open(&arena);
    part.scenario.warm_up.state = WARM_UP_SOUGHT;
    pilot = model.pilot(&part.scenario, &arena);
    count = pilot->layout.count;
    results.layout = &pilot->layout;
    results.values = values = ARENA_ARRAY(&arena, double, 2 * count);
    for (int r = 0; r < 2; r++)
        for (int i = 0; i < SLICES; i++) {
            double down = high < 0 ? 0 : i < high ? 1000 : 1;
            double *numbers = values + r * count;

            numbers[count - SLICES + i] = down;
            numbers[0] += down; /* downtime_seconds */
            numbers[1] += down * down;
        }
    warm_up = model.complete(&part.scenario, &results, &arena)->warm_up;
    arena_close(&arena);
    close(&part);
    return warm_up;
}

static void completes(void)
{
    struct warm_up_time warm_up = complete(40);

    CU_ASSERT_EQUAL(warm_up.state, WARM_UP_FOUND);
    CU_ASSERT_EQUAL(warm_up.length, SECONDS(40 * 200));
    warm_up = complete(0);
    CU_ASSERT_EQUAL(warm_up.state, WARM_UP_FOUND);
    CU_ASSERT_EQUAL(warm_up.length, 0);
    warm_up = complete(300);
    CU_ASSERT_EQUAL(warm_up.state, WARM_UP_REFUSED);
    CU_ASSERT_EQUAL(warm_up.length, 0);
    /* Nothing happened, or nearly all in six slices of two replications. */
    CU_ASSERT_EQUAL(complete(-1).state, WARM_UP_UNKNOWN);
    warm_up = complete(6);
    CU_ASSERT_EQUAL(warm_up.state, WARM_UP_UNKNOWN);
    CU_ASSERT_EQUAL(warm_up.length, 0);
}

SUITE("models/warm_up", {"the parts are the whole", conservation},
      {"and where demand has chance in it", conservation_by_chance},
      {"the first instant", first_instant}, {"slices of a pilot", slices},
      {"a pilot completes it", completes})
