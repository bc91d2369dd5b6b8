/* What hand-made results say: means, intervals, bounds, causes, JSON. */
#include "models/answer/answer.h"

#include <stdio.h>
#include <string.h>

#include "tests/suite.h"

enum { REPLICATIONS = 10 };

/* A scenario of one Service without traffic, one fault, one year. */
struct sample {
    struct arena arena;
    struct service service;
    struct service_question question;
    struct fault_kind kind;
    struct fault_design fault;
    struct fault_name fault_name;
    struct scenario scenario;
    double *values;
    struct results results;
};

static void lay_out(struct sample *sample)
{
    struct scenario *scenario = &sample->scenario;

    scenario_lay_out(scenario, &sample->arena);
    sample->values = ARENA_ARRAY(&sample->arena, double,
                                 scenario->layout.count *REPLICATIONS);
    sample->results =
        (struct results){&scenario->layout, REPLICATIONS, sample->values, 0.95};
}

static void set(struct sample *sample, int replication, const char *measure,
                double value)
{
    const struct layout *layout = &sample->scenario.layout;
    int i = 0;

    while (i < layout->count && strcmp(layout->names[i].measure, measure) != 0)
        i++;
    CU_ASSERT_FATAL(i < layout->count);
    sample->values[replication * layout->count + i] = value;
}

static void open(struct sample *sample)
{
    struct scenario *scenario = &sample->scenario;

    memset(sample, 0, sizeof(*sample));
    arena_open(&sample->arena);
    sample->service = (struct service){.namespace = "default",
                                       .name = "web",
                                       .object = "service/web",
                                       .desired = 3};
    sample->question.service = &sample->service;
    sample->kind.lasting = true;
    sample->fault = (struct fault_design){
        .name = "crashes",
        .kind = &sample->kind,
        .lasts = {.kind = (const struct law_kind *)law_list.plugins[0],
                  .a = 600}};
    sample->fault_name = (struct fault_name){"crashes", "node-crash",
                                             "fault.begin", "fault.end"};
    scenario->name = "sample";
    scenario->faults = &sample->fault;
    scenario->fault_count = 1;
    scenario->measured = (struct measured){.horizon = YEARS(1),
                                           .services = &sample->question,
                                           .service_count = 1,
                                           .faults = &sample->fault_name,
                                           .fault_count = 1};
    lay_out(sample);
    for (int i = 0; i < REPLICATIONS; i++) {
        set(sample, i, "years", 1);
        set(sample, i, "capacity_seconds", 365 * 86400.0);
    }
}

/* Each replication has `outages` of `length` seconds. */
static void fail(struct sample *sample, double outages, double length)
{
    for (int i = 0; i < REPLICATIONS; i++) {
        double down = (outages + i % 2) * length;

        set(sample, i, "downtime_seconds", down);
        set(sample, i, "outages", outages + i % 2);
        set(sample, i, "squared_outage_seconds", down * length);
        set(sample, i, "longest_outage_seconds", length + i);
        set(sample, i, "downtime_seconds/crashes", down * 0.25);
        set(sample, i, "downtime_seconds/overload", down * 0.75);
        set(sample, i, "years_meeting/99.9%", 1);
    }
}

static void test_bound(void)
{
    static struct sample sample;
    const struct service_answer *service;
    double rate;

    open(&sample);
    service =
        answer_of(&sample.scenario, &sample.results, &sample.arena)->services;
    rate = interval_poisson(0, REPLICATIONS * 365 * 86400.0, 0.95).high;
    CU_ASSERT_EQUAL(service->availability.mean, 1);
    CU_ASSERT_EQUAL(service->availability.high, 1);
    CU_ASSERT_EQUAL(service->assumed_outage, 600);
    CU_ASSERT_DOUBLE_EQUAL(service->availability.low, 1 - rate * 600, 1e-15);
    CU_ASSERT(isnan(service->nines.mean));
    CU_ASSERT(isnan(service->longest_seconds));
    CU_ASSERT_EQUAL(service->capacity.mean, 1);
    CU_ASSERT_EQUAL(service->cause_count, 0);
    arena_close(&sample.arena);
}

static void test_few(void)
{
    static struct sample sample;
    const struct service_answer *service;
    struct interval rate;

    open(&sample);
    fail(&sample, 1, 100);
    service =
        answer_of(&sample.scenario, &sample.results, &sample.arena)->services;
    rate = interval_weighted(15, 1500, 150000, 100 + REPLICATIONS - 1,
                             REPLICATIONS * 365 * 86400.0, 0.95);
    CU_ASSERT_EQUAL(service->outages, 15);
    CU_ASSERT_STRING_EQUAL(service->availability.method, "poisson");
    CU_ASSERT_DOUBLE_EQUAL(service->availability.mean,
                           1 - 1500 / (REPLICATIONS * 365 * 86400.0), 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(service->availability.low, 1 - rate.high, 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(service->availability.high, 1 - rate.low, 1e-15);
    arena_close(&sample.arena);
}

static void test_many(void)
{
    static struct sample sample;
    const struct service_answer *service;

    open(&sample);
    fail(&sample, 9, 40);
    service =
        answer_of(&sample.scenario, &sample.results, &sample.arena)->services;
    CU_ASSERT_STRING_EQUAL(service->availability.method, "t");
    CU_ASSERT_DOUBLE_EQUAL(service->nines.mean,
                           -log10(9.5 * 40 / (365 * 86400.0)), 1e-9);
    CU_ASSERT(service->nines.low < service->nines.mean);
    CU_ASSERT(service->nines.high > service->nines.mean);
    CU_ASSERT_DOUBLE_EQUAL(service->downtime_minutes.mean, 9.5 * 40 / 60, 1e-6);
    CU_ASSERT_DOUBLE_EQUAL(service->outages_per_year.mean, 9.5, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(service->outage_seconds.mean, 40, 1e-12);
    CU_ASSERT_EQUAL(service->longest_seconds, 49);
    CU_ASSERT_EQUAL(service->year_meets[0], 1);
    CU_ASSERT_EQUAL(service->year_meets[2], 0);
    CU_ASSERT_EQUAL_FATAL(service->cause_count, 2);
    CU_ASSERT_STRING_EQUAL(service->causes[0].cause, "overload");
    CU_ASSERT_DOUBLE_EQUAL(service->causes[0].share, 0.75, 1e-12);
    CU_ASSERT_STRING_EQUAL(service->causes[1].kind, "node-crash");
    arena_close(&sample.arena);
}

static void test_json(void)
{
    static struct sample sample;
    const struct tree *body, *service;

    open(&sample);
    body = model.present(&sample.scenario, &sample.results, &sample.arena);
    service = tree_get(body, "services")->first;
    CU_ASSERT(tree_is(tree_get(service, "name"), "web"));
    CU_ASSERT(
        tree_is(tree_get(tree_get(service, "availability"), "mean"), "1"));
    CU_ASSERT_EQUAL(tree_get(service, "request_success")->kind, TREE_NULL);
    CU_ASSERT_PTR_NOT_NULL(tree_get(tree_get(body, "cpu"), "delta_cpu"));
    CU_ASSERT_PTR_NOT_NULL(tree_get(body, "cost"));
    arena_close(&sample.arena);
}

/* What is printed of the first block, all lines in one. */
static const char *first_block(struct sample *sample)
{
    const struct tree *page =
        model.report(&sample->scenario, &sample->results, &sample->arena);
    const char *all = "";

    for (const struct tree *line = tree_get(page->first, "text")->first;
         line != NULL; line = line->next)
        all = arena_format(&sample->arena, "%s%s\n", all, tree_text(line, ""));
    return all;
}

/* A Service that is never up, in the sample's every replication. */
static void test_never_up(void)
{
    static struct sample sample;
    const struct service_answer *service;

    open(&sample);
    for (int i = 0; i < REPLICATIONS; i++) {
        set(&sample, i, "downtime_seconds", 365 * 86400.0);
        set(&sample, i, "outages", 1);
    }
    service =
        answer_of(&sample.scenario, &sample.results, &sample.arena)->services;
    CU_ASSERT_EQUAL(service->availability.mean, 0);
    CU_ASSERT_EQUAL(service->nines.mean, 0);
    CU_ASSERT_EQUAL(service->downtime_minutes.mean, 365 * 1440.0);
    arena_close(&sample.arena);
}

/* Without a request no share of them succeeds, nor fails. */
static void test_no_requests(void)
{
    static struct sample sample;
    const struct answer *answer;
    static const struct demand_kind kind;

    open(&sample);
    sample.question.demand.kind = &kind;
    lay_out(&sample);
    answer = answer_of(&sample.scenario, &sample.results, &sample.arena);
    CU_ASSERT(isnan(answer->services->request_success.mean));
    CU_ASSERT_PTR_NULL(strstr(first_block(&sample), "requests"));
    arena_close(&sample.arena);
}

static void test_less_than_nothing(void)
{
    static struct sample sample;
    const struct answer *answer;

    open(&sample);
    set(&sample, 0, "pods_pending_seconds", 86400);
    answer = answer_of(&sample.scenario, &sample.results, &sample.arena);
    CU_ASSERT(answer->cluster.pods_pending.mean > 0);
    CU_ASSERT_EQUAL(answer->cluster.pods_pending.low, 0);
    arena_close(&sample.arena);
}

/* One replication was down for long: how near to 1 it comes, nobody knows. */
static void test_below_100(void)
{
    static struct sample sample;

    open(&sample);
    fail(&sample, 3, 1e-3);
    set(&sample, 0, "downtime_seconds", 40000);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(first_block(&sample),
               "99.99 % of the time (95 %: 99.88 to below 100)"));
    arena_close(&sample.arena);
}

static void test_reasons(void)
{
    static struct sample sample;

    open(&sample);
    fail(&sample, 1, 100);
    CU_ASSERT_PTR_NOT_NULL(strstr(first_block(&sample), "few outages: by"));
    CU_ASSERT_PTR_NOT_NULL(strstr(first_block(&sample), "100 % of years meet"));
    fail(&sample, 40, 100);
    sample.results.replications = 1;
    sample.scenario.measured.horizon = DAYS(30);
    CU_ASSERT_PTR_NOT_NULL(strstr(first_block(&sample), "one replication: by"));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(first_block(&sample), "100 % of runs of 30 d meet"));
    arena_close(&sample.arena);
}

static void test_summary(void)
{
    static struct sample sample;
    struct summary *rows;
    int count, found = 0;

    open(&sample);
    fail(&sample, 9, 40);
    count = model.summarise(&sample.scenario, &sample.results, &sample.arena,
                            &rows);
    for (int i = 0; i < count; i++) {
        found += strcmp(rows[i].measure, "availability") == 0;
        found += strcmp(rows[i].measure, "delta_cpu") == 0;
        CU_ASSERT_STRING_NOT_EQUAL(rows[i].measure, "request_success");
    }
    CU_ASSERT_EQUAL(found, 2);
    arena_close(&sample.arena);
}

/* As many rows as there are facts, at the level that was asked for. */
static void test_many_rows(void)
{
    enum { SERVICES = 5 };
    static struct sample sample;
    static struct service_question questions[SERVICES];
    struct summary *rows;
    int count, met = 0, one;

    open(&sample);
    sample.results.level = 0.8;
    one = model.summarise(&sample.scenario, &sample.results, &sample.arena,
                          &rows);
    for (int i = 0; i < SERVICES; i++)
        questions[i] = sample.question;
    sample.scenario.measured.services = questions;
    sample.scenario.measured.service_count = SERVICES;
    lay_out(&sample);
    sample.results.level = 0.8;
    for (int i = 0; i < sample.scenario.layout.count * REPLICATIONS; i++)
        sample.values[i] = 1;
    count = model.summarise(&sample.scenario, &sample.results, &sample.arena,
                            &rows);
    CU_ASSERT(count > one);
    for (int i = 0; i < count; i++) {
        met += strcmp(rows[i].measure, "year_meets/99.999%") == 0;
        CU_ASSERT_EQUAL(rows[i].level, 0.8);
    }
    CU_ASSERT_EQUAL(met, SERVICES);
    arena_close(&sample.arena);
}

static void test_page(void)
{
    static struct sample sample;
    const struct tree *page;

    open(&sample);
    page = model.report(&sample.scenario, &sample.results, &sample.arena);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(tree_text(tree_get(page->first, "title"), ""), "at least"));
    fail(&sample, 9, 40);
    page = model.report(&sample.scenario, &sample.results, &sample.arena);
    CU_ASSERT(tree_is(tree_get(page->first, "title"),
                      "web: 4.92 nines, 6.33 minutes down a year"));
    arena_close(&sample.arena);
}

/* Service i of 25 is down for 60 i seconds of each year. */
static void fail_each(struct sample *sample, int services)
{
    const struct layout *layout = &sample->scenario.layout;

    for (int i = 0; i < layout->count * REPLICATIONS; i++) {
        const struct number_name *name = &layout->names[i % layout->count];
        int number;

        if (sscanf(name->object, "service/web-%d", &number) != 1)
            continue;
        CU_ASSERT_FATAL(number < services);
        if (strcmp(name->measure, "years") == 0)
            sample->values[i] = 1;
        else if (strcmp(name->measure, "outages") == 0)
            sample->values[i] = number > 0;
        else if (strcmp(name->measure, "downtime_seconds") == 0)
            sample->values[i] = 60 * number;
        else if (strcmp(name->measure, "squared_outage_seconds") == 0)
            sample->values[i] = 3600 * number * number;
    }
}

/* Of many Services the worst are told of, the worst first. */
static void test_worst(void)
{
    enum { SERVICES = 25 };
    static struct sample sample;
    static struct service services[SERVICES];
    static struct service_question questions[SERVICES];
    const struct tree *block, *row;
    int count = 0;

    open(&sample);
    for (int i = 0; i < SERVICES; i++) {
        services[i] = sample.service;
        services[i].ordinal = i;
        services[i].object = arena_format(&sample.arena, "service/web-%d", i);
        questions[i] = sample.question;
        questions[i].service = &services[i];
    }
    sample.scenario.measured.services = questions;
    sample.scenario.measured.service_count = SERVICES;
    lay_out(&sample);
    fail_each(&sample, SERVICES);
    block =
        model.report(&sample.scenario, &sample.results, &sample.arena)->first;
    CU_ASSERT(tree_is(tree_get(block, "title"), "The worst 10 of 25 Services"));
    row = tree_get(block, "rows")->first;
    for (; row != NULL; row = row->next, count++)
        CU_ASSERT(tree_is(row->first,
                          arena_format(&sample.arena, "web-%d", 24 - count)));
    CU_ASSERT_EQUAL(count, 10);
    arena_close(&sample.arena);
}

/* What decides is the interval that is told, once there are outages enough. */
static void test_precision(void)
{
    static struct sample sample;
    const struct service_answer *service;
    struct precision precision;

    open(&sample);
    precision =
        model.precision(&sample.scenario, &sample.results, &sample.arena);
    CU_ASSERT_EQUAL(precision.error, INFINITY);
    CU_ASSERT_STRING_EQUAL(precision.lack,
                           "none of the 30 outages that it takes was seen");
    fail(&sample, 1, 100);
    precision =
        model.precision(&sample.scenario, &sample.results, &sample.arena);
    CU_ASSERT_EQUAL(precision.error, INFINITY);
    CU_ASSERT_STRING_EQUAL(precision.lack,
                           "only 15 of the 30 outages that it takes were seen");
    fail(&sample, 9, 40);
    service =
        answer_of(&sample.scenario, &sample.results, &sample.arena)->services;
    precision =
        model.precision(&sample.scenario, &sample.results, &sample.arena);
    CU_ASSERT_EQUAL(precision.error, interval_error(&service->unavailability));
    CU_ASSERT(precision.error > 0.03 && precision.error < 0.05);
    CU_ASSERT_PTR_NULL(precision.lack);
    CU_ASSERT_STRING_EQUAL(precision.measure, "unavailability");
    CU_ASSERT_STRING_EQUAL(precision.object, "service/web");
    arena_close(&sample.arena);
}

SUITE("models/answer", {"no outage: a bound", test_bound},
      {"few outages: Poisson", test_few}, {"many outages: t", test_many},
      {"never up", test_never_up}, {"no requests", test_no_requests},
      {"never less than nothing", test_less_than_nothing},
      {"below 100 %", test_below_100}, {"reasons", test_reasons},
      {"JSON", test_json}, {"summary rows", test_summary},
      {"many of them", test_many_rows}, {"the page", test_page},
      {"the worst", test_worst}, {"how well it is known", test_precision})
