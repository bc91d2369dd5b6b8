/* The tables, as a page of the manual. */
#include <math.h>
#include <string.h>

#include "tests/groundtruth/study.h"

static const char *const verdicts[] = {"agrees", "explained", "DIFFERS",
                                       "NOT SIMULATED"};

static void write_row(const struct finding *finding, FILE *to)
{
    const struct sample *measured = finding->measured;
    const struct sample *simulated = finding->simulated;

    fprintf(to, "| %s | %s | %d | %.3f | %.3f..%.3f |", measured->metric,
            finding->metric == NULL ? "" : class_names[finding->metric->class],
            measured->count, sample_quantile(measured, 0.5),
            measured->values[0], measured->values[measured->count - 1]);
    if (simulated->count == 0)
        fprintf(to, " | | |");
    else
        fprintf(to, " %.3f | %.3f..%.3f |", sample_quantile(simulated, 0.5),
                sample_quantile(simulated, 0.05),
                sample_quantile(simulated, 0.95));
    if (simulated->count > 0 && finding->metric->class == BY_TIMERS)
        fprintf(to, " %.2g", kolmogorov_smirnov(measured, simulated));
    fprintf(to, " | %s |\n", verdicts[finding->agreement]);
}

static void write_reasons(const struct study *study, FILE *to)
{
    if (study->agreeing[EXPLAINED] > 0)
        fprintf(to, "\n**What is explained**\n\n");
    for (int i = 0; i < study->count; i++)
        if (study->findings[i].agreement == EXPLAINED)
            fprintf(
                to, "- %s, %s: %s\n", study->findings[i].measured->experiment,
                study->findings[i].measured->metric, study->findings[i].reason);
}

void study_write(const struct study *study, FILE *to)
{
    const char *last = "";

    for (int i = 0; i < study->count; i++) {
        const struct finding *finding = &study->findings[i];

        if (strcmp(finding->measured->experiment, last) != 0) {
            last = finding->measured->experiment;
            fprintf(to,
                    "\n**%s**\n\n"
                    "| metric | governed by | n | median | range | simulated "
                    "| 5..95 %% | p | verdict |\n"
                    "|---|---|---:|---:|---:|---:|---:|---:|---|\n",
                    last);
        }
        write_row(finding, to);
    }
    write_reasons(study, to);
    if (study->times > 0)
        fprintf(to,
                "\n%d of %d times of the class central lie between the first "
                "and the last hundredth of what is simulated.\n",
                study->central, study->times);
    fprintf(to,
            "\n%d metrics agree, %d are explained, %d differ, %d are not "
            "simulated.\n",
            study->agreeing[AGREES], study->agreeing[EXPLAINED],
            study->agreeing[DIFFERS], study->agreeing[NOT_SIMULATED]);
}
