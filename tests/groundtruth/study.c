/* Experiments, simulated and compared. */
#include "tests/groundtruth/study.h"

#include <fnmatch.h>
#include <glob.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "tests/groundtruth/experiment.h"
#include "tests/sheet.h"

static const char home[] = "tests/groundtruth";

/* A file of the folder or, without it, of this one. */
static const char *either(struct arena *arena, const char *folder,
                          const char *name)
{
    const char *path = arena_format(arena, "%s/%s", folder, name);

    return access(path, R_OK) == 0 ? path
                                   : arena_format(arena, "%s/%s", home, name);
}

static const char *reason_for(const struct sheet *sheet,
                              const struct sample *sample)
{
    for (int i = 0; i < sheet->rows; i++)
        if (strcmp(sheet_text(sheet, i, "experiment"), sample->experiment) ==
                0 &&
            strcmp(sheet_text(sheet, i, "metric"), sample->metric) == 0)
            return sheet_text(sheet, i, "reason");
    return NULL;
}

static void find(struct study *study, const struct sheet *reasons,
                 struct sample *measured, struct finding *finding)
{
    struct sample *simulated =
        sample_of(&study->simulated, measured->experiment, measured->metric);

    sample_sort(measured);
    *finding = (struct finding){.measured = measured,
                                .metric = metric_find(&study->metrics,
                                                      measured->experiment,
                                                      measured->metric),
                                .agreement = NOT_SIMULATED,
                                .reason = reason_for(reasons, measured)};
    if (simulated->count > 0) {
        sample_sort(simulated);
        finding->agreement =
            samples_agree(finding->metric->class, measured, simulated)
                ? AGREES
                : DIFFERS;
        if (finding->metric->class == CENTRAL) {
            study->times += measured->count;
            study->central += count_central(measured, simulated);
        }
    }
    if (finding->agreement != AGREES && finding->reason != NULL)
        finding->agreement = EXPLAINED;
    if (finding->metric == NULL)
        fprintf(stderr, "%s of %s: metrics.csv has no such metric\n",
                measured->metric, measured->experiment);
    study->agreeing[finding->agreement]++;
}

static bool is_asked(const struct study_request *request,
                     const char *experiment)
{
    return fnmatch(request->only, experiment, 0) == 0 &&
           (request->without == NULL ||
            fnmatch(request->without, experiment, 0) != 0);
}

/* The samples' table is full by now: their addresses stay. */
static void conclude(struct study *study, const struct study_request *request)
{
    struct arena *arena = &study->measured.arena;
    struct sheet reasons;

    sheet_open(&reasons, either(arena, study->folder, "explained.csv"));
    study->reasons = reasons.arena;
    study->findings = ARENA_ARRAY(arena, struct finding, study->measured.count);
    for (int i = 0; i < study->measured.count; i++)
        if (is_asked(request, study->measured.all[i].experiment))
            find(study, &reasons, &study->measured.all[i],
                 &study->findings[study->count++]);
    for (int i = 0; i < study->count; i++)
        study->findings[i].simulated = sample_of(
            &study->simulated, study->findings[i].measured->experiment,
            study->findings[i].measured->metric);
}

/* Of its experiment's samples. */
static bool is_first(const struct samples *samples, int i)
{
    for (int j = 0; j < i; j++)
        if (strcmp(samples->all[j].experiment, samples->all[i].experiment) == 0)
            return false;
    return true;
}

static void simulate(struct study *study, const char *name,
                     const struct study_request *request)
{
    struct arena *arena = &study->measured.arena;
    const char *path =
        either(arena, study->folder, arena_format(arena, "%s.yaml", name));

    if (access(path, R_OK) == 0)
        experiment_run(study, name, path,
                       request->calibration != NULL
                           ? request->calibration
                           : either(arena, study->folder, "calibration.csv"),
                       request->replications);
    else
        fprintf(stderr, "%s/%s.yaml: not there, so %s is not simulated\n",
                study->folder, name, name);
}

/* Tables of sizes: NAME_scaling.csv is of the experiment NAME. */
static void read_scaling(struct samples *samples, const char *folder)
{
    struct arena *arena = &samples->arena;
    size_t before = strlen(folder) + 1, after = strlen("_scaling.csv");
    glob_t found;

    if (glob(arena_format(arena, "%s/*_scaling.csv", folder), 0, NULL,
             &found) != 0)
        return;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *path = found.gl_pathv[i];
        int length = (int)(strlen(path) - before - after);

        samples_read_scaling(
            samples, arena_format(arena, "%.*s", length, path + before), path);
    }
    globfree(&found);
}

void study_open(struct study *study, const struct study_request *request)
{
    struct arena *arena = &study->measured.arena;
    const char *folder = request->folder;

    *study = (struct study){.folder = folder};
    samples_open(&study->measured);
    samples_open(&study->simulated);
    samples_read(&study->measured,
                 arena_format(arena, "%s/per_run_metrics.csv", folder));
    read_scaling(&study->measured, folder);
    metrics_open(&study->metrics, either(arena, folder, "metrics.csv"));
    for (int i = 0; i < study->measured.count; i++)
        if (is_first(&study->measured, i) &&
            is_asked(request, study->measured.all[i].experiment))
            simulate(study, study->measured.all[i].experiment, request);
    conclude(study, request);
}

void study_close(struct study *study)
{
    arena_close(&study->reasons);
    metrics_close(&study->metrics);
    samples_close(&study->simulated);
    samples_close(&study->measured);
}

bool study_holds(const struct study *study)
{
    return study->count > 0 && study->agreeing[DIFFERS] == 0 &&
           study->agreeing[NOT_SIMULATED] == 0 &&
           study->agreeing[EXPLAINED] * 20 <= study->count &&
           study->central * 10 >= study->times * 9;
}

double study_misfit(const struct study *study)
{
    double most = 0;

    for (int i = 0; i < study->count; i++) {
        const struct finding *finding = &study->findings[i];
        double misfit;

        if (finding->simulated->count > 0 && finding->reason == NULL &&
            speed_misfit(finding->metric->class, finding->measured,
                         finding->simulated, &misfit))
            most = fmax(most, misfit);
    }
    return most;
}
