/* Simulated time lines against published ones, and those that Kubernetes is
 * known to produce; `make groundtruth` does the same at length. */
#include "tests/groundtruth/study.h"

#include "tests/suite.h"

static void hold(struct study_request request)
{
    struct study study;

    study_open(&study, &request);
    CU_ASSERT(study_holds(&study));
    if (!study_holds(&study))
        study_write(&study, stdout);
    study_close(&study);
}

static void holds(const char *folder, int replications)
{
    hold((struct study_request){
        .folder = folder, .only = "*", .replications = replications});
}

static void timelines(void)
{
    holds("tests/timelines", suite_short() ? 10 : 50);
}

/* Some of the sequences of sizes that were measured are rare. */
static void measured(void)
{
    struct study_request request = {.folder = "tests/groundtruth",
                                    .only = "*",
                                    .without = "E10_*",
                                    .replications = 100};

    if (suite_short())
        return;
    hold(request);
    request.without = NULL;
    request.only = "E10_*";
    request.replications = 1000;
    hold(request);
}

static void failover(void)
{
    holds("tests/failover", suite_short() ? 50 : 100);
}

static struct sample sample(int count, double *values)
{
    return (struct sample){.count = count, .values = values};
}

/* Of two samples of one law few differ at 1 %; of two laws all do. */
static void two_samples(void)
{
    double a[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    double b[] = {1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5};
    double c[] = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20};
    struct sample one = sample(10, a), same = sample(10, b),
                  other = sample(10, c);

    CU_ASSERT_DOUBLE_EQUAL(kolmogorov_smirnov(&one, &one), 1, 1e-12);
    CU_ASSERT(kolmogorov_smirnov(&one, &same) > 0.9);
    CU_ASSERT(kolmogorov_smirnov(&one, &other) < 1e-3);
    CU_ASSERT(samples_agree(BY_TIMERS, &one, &same));
    CU_ASSERT_FALSE(samples_agree(BY_TIMERS, &one, &other));
    CU_ASSERT(samples_agree(BY_SPEED, &one, &same));
    CU_ASSERT_FALSE(samples_agree(BY_SPEED, &one, &other));
}

static void ranges(void)
{
    double limits[] = {0, 5, 10}, inside[] = {0.5, 5, 9.5},
           middle[] = {4.9, 5, 5.1}, beyond[] = {0.5, 5, 10.5},
           five[] = {5, 5, 5}, once[] = {5, 5, 6};
    struct sample published = sample(3, limits), good = sample(3, inside),
                  narrow = sample(3, middle), wide = sample(3, beyond),
                  constant = sample(3, five), but_once = sample(3, once);

    CU_ASSERT(samples_agree(ALL_WITHIN, &published, &good));
    CU_ASSERT_FALSE(samples_agree(ALL_WITHIN, &published, &wide));
    CU_ASSERT(samples_agree(ALL_OVER, &published, &good));
    CU_ASSERT_FALSE(samples_agree(ALL_OVER, &published, &narrow));
    CU_ASSERT(samples_agree(COVERED, &constant, &good));
    CU_ASSERT_FALSE(samples_agree(COVERED, &good, &constant));
    CU_ASSERT(samples_agree(BY_COUNT, &constant, &constant));
    CU_ASSERT_FALSE(samples_agree(BY_COUNT, &constant, &but_once));
    CU_ASSERT(samples_agree(BY_COUNT, &but_once, &constant));
}

/* A timeline, and what is read off it. */
static void readings(void)
{
    static const struct happening all[] = {
        {1, "node.last-lease", "node/n-1", NULL},
        {2, "fault.begin", "node/n-1", "crash (node-crash)"},
        {3, "pod.not-ready", "pod/web-1", NULL},
        {4, "pod.created", "pod/web-2", NULL},
        {5, "pod.created", "pod/db-0", NULL},
        {6, "pod.ready", "pod/web-2", NULL},
        {8, "pod.deleted", "pod/web-2", NULL},
        {9, "pod.gone", "pod/web-1", NULL}};
    static const struct {
        const char *take, *word, *object, *since, *which;
        double expect;
    } cases[] = {{"first", "pod.created", "", "", "", 2},
                 {"last", "pod.created", "", "", "", 3},
                 {"2", "pod.created", "", "", "", 3},
                 {"median", "pod.created", "", "", "", 2.5},
                 {"first", "pod.created", "pod/db-*", "pod.not-ready", "", 2},
                 {"first", "pod.gone", "", "pod.created", "2", 4},
                 {"before", "node.last-lease", "", "", "", -1},
                 {"count", "pod.created", "", "pod.ready", "", 2},
                 {"min", "pods ready", "pod/web-*", "", "", 1},
                 {"max", "pods ready", "pod/web-*", "", "", 2},
                 {"max", "pods there", "pod/web-*", "", "", 3},
                 {"min", "pods available", "pod/web-*", "", "", 1},
                 {"lack", "pods ready", "pod/web-*", "", "", 3}};
    struct happenings happenings = {8, all, 2};

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct metric metric = {.take = cases[i].take,
                                .word = cases[i].word,
                                .object = cases[i].object,
                                .detail = "",
                                .since = cases[i].since,
                                .since_object = "",
                                .since_detail = "",
                                .which = cases[i].which};
        double value = -99;

        CU_ASSERT(metric_value(&metric, &happenings, &value));
        CU_ASSERT_DOUBLE_EQUAL(value, cases[i].expect, 1e-12);
    }
}

SUITE("groundtruth", {"two samples", two_samples}, {"ranges", ranges},
      {"readings of a timeline", readings}, {"known time lines", timelines},
      {"published failover times", failover},
      {"a real control plane", measured})
