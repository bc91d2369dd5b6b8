/*
 * make coverage-study: how often 95 % intervals cover the truth, in 4,000
 * studies of the seeds 1 to 4,000. Prints a table and writes
 * results/coverage.csv.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "sim/interval.h"
#include "tests/coverage/study.h"
#include "tests/many.h"

enum { STUDIES = 4000 };

static const double level = 0.95;

/* By how much the share of intervals that cover may miss the level. */
static const double tolerance = 0.011;

struct setting {
    const struct study_model *model;
    uint32_t replications;
    double horizon; /* hours each */
    bool relied_on; /* enough is seen: it must hold */
};

static const struct setting settings[] = {
    {&study_waiting, 50, 4000, true},
    {&study_waiting, 200, 1000, true},
    {&study_waiting, 50, 1000, false},
    {&study_waiting, 20, 1000, false},
    {&study_workstations, 100, 10 * 8760, true},
    {&study_workstations, 50, 8760, false},
    {&study_workstations, 10, 8760, false},
    {&study_failover, 50, 8760, true},
    {&study_failover, 20, 8760, true},
    {&study_failover, 10, 2190, false},
    {&study_failover, 10, 365, false},
};

/* One study: what a user would be told, and how many outages it rests on. */
struct answer {
    struct interval interval;
    double count;
};

struct studies {
    const struct setting *setting;
    struct answer answers[STUDIES];
};

static struct interval of_ratio(const struct sight *sights, uint32_t count)
{
    return interval_ratio(&sights[0].above, &sights[0].below, count,
                          sizeof(*sights) / sizeof(double), level);
}

static struct interval of_outages(const struct setting *setting,
                                  const struct sight *sights)
{
    struct downtime downtime = {.seconds = &sights[0].downtime,
                                .replications = setting->replications,
                                .stride = sizeof(*sights) / sizeof(double),
                                .horizon = 3600 * setting->horizon,
                                .supposed = setting->model->supposed_outage};

    for (uint32_t i = 0; i < setting->replications; i++) {
        downtime.outages += (uint64_t)sights[i].count;
        downtime.squares += sights[i].squares;
        downtime.longest = fmax(downtime.longest, sights[i].longest);
    }
    return interval_unavailability(&downtime, level);
}

static void study(void *context, uint64_t index, struct arena *arena)
{
    struct studies *studies = context;
    const struct setting *setting = studies->setting;
    struct answer *answer = &studies->answers[index];
    struct sight sights[MOST_REPLICATIONS];

    memset(sights, 0, sizeof(sights));
    *answer = (struct answer){.count = 0};
    for (uint32_t i = 0; i < setting->replications; i++) {
        arena_reset(arena);
        setting->model->run(arena, (struct seed){index + 1, i, 0},
                            setting->horizon, &sights[i]);
        answer->count += sights[i].count;
    }
    answer->interval = setting->model->is_ratio
                           ? of_ratio(sights, setting->replications)
                           : of_outages(setting, sights);
}

/* What came of all studies of a setting. */
struct tale {
    double covered, below, above; /* shares: the interval lies below it, ... */
    double t;                     /* the share of t intervals */
    double width;                 /* mean half-width over the truth */
    double count;                 /* outages a study rests on */
};

static struct tale tell(const struct studies *studies)
{
    double truth = studies->setting->model->truth();
    struct tale tale = {0};

    for (int i = 0; i < STUDIES; i++) {
        const struct interval *interval = &studies->answers[i].interval;
        double part = 1.0 / STUDIES;

        tale.below += part * (interval->high < truth);
        tale.above += part * (interval->low > truth);
        tale.t += part * (strcmp(interval->method, "t") == 0);
        tale.width += part * (interval->high - interval->low) / 2 / truth;
        tale.count += part * studies->answers[i].count;
    }
    tale.covered = 1 - tale.below - tale.above;
    return tale;
}

static const char *verdict(double covered)
{
    if (covered < level - tolerance)
        return "covers too little";
    return covered > level + tolerance ? "covers more than it says" : "holds";
}

static void report(const struct setting *setting, const struct tale *tale,
                   FILE *csv)
{
    const struct study_model *model = setting->model;

    printf("%-30s %-14s %4u x %6g h %7.1f %6.1f%% %7.2f%% %6.2f%% %6.2f%% "
           "%6.1f%%  %s\n",
           model->title, model->measure, setting->replications,
           setting->horizon, tale->count, 100 * tale->t, 100 * tale->covered,
           100 * tale->below, 100 * tale->above, 100 * tale->width,
           verdict(tale->covered));
    fflush(stdout);
    fprintf(csv, "\"%s\",%s,%u,%g,%.4g,%.4g,%.4g,%.4g,%.4g,%.4g,%s\n",
            model->title, model->measure, setting->replications,
            setting->horizon, tale->count, tale->t, tale->covered, tale->below,
            tale->above, tale->width, verdict(tale->covered));
}

static const char table[] = "results/coverage.csv";
static const char part[] = "results/coverage.csv.part";

/* What was there before stays until all is measured. */
int main(void)
{
    static struct studies studies;
    FILE *csv = fopen(part, "w");
    int missed = 0;

    if (csv == NULL) {
        perror(part);
        return 3;
    }
    fprintf(csv, "model,measure,replications,horizon_h,outages,t,covered,"
                 "below,above,half_width,verdict\n");
    printf("%-30s %-14s %15s %7s %7s %8s %7s %7s %7s\n", "model", "measure",
           "replications", "outages", "by t", "covered", "below", "above",
           "width");
    for (size_t i = 0; i < sizeof(settings) / sizeof(*settings); i++) {
        struct tale tale;

        studies.setting = &settings[i];
        many(0, STUDIES, study, &studies);
        tale = tell(&studies);
        report(&settings[i], &tale, csv);
        missed |= settings[i].relied_on &&
                  strcmp(verdict(tale.covered), "holds") != 0;
    }
    return fclose(csv) != 0 || rename(part, table) != 0 ? 3 : missed;
}
