/* The table of the oracles: printed, and results/oracles.csv. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/oracles/trial.h"
#include "tests/suite.h"

static const char *const words[] = {
    [VERDICT_PASSED] = "passed",
    [VERDICT_FAILED] = "FAILED",
    [VERDICT_WEAK] = "FAILED: 2 % wrong is not caught",
    [VERDICT_RARE] = ("rarer than crude simulation reaches: skipped until "
                      "rare-event methods"),
    [VERDICT_LONG] = "left to the long form",
};

static FILE *csv;

static void close_csv(void)
{
    fclose(csv);
}

static void open_csv(void)
{
    csv = fopen("results/oracles.csv", "w");
    if (csv == NULL) {
        perror("results/oracles.csv");
        exit(3);
    }
    atexit(close_csv);
    fprintf(csv, "model,parameters,measure,reference,simulated,expected,"
                 "estimate,relative_error,z,power_z,replications,events,"
                 "verdict,simulation\n");
}

static void number(char text[16], const char *format, double value)
{
    if (isfinite(value))
        snprintf(text, 16, format, value);
    else
        snprintf(text, 16, "-");
}

static void print_row(const struct trial *trial, const struct row *row)
{
    const char *simulated = row->measure->whole == 0 ? "value" : "complement";
    char name[64], estimate[16], error[16], z[16], power[16];

    if (row->measure->whole == 0)
        snprintf(name, sizeof(name), "%s", row->vector->measure);
    else
        snprintf(name, sizeof(name), "%g - %s", row->measure->whole,
                 row->vector->measure);
    number(estimate, "%.5g", row->estimate);
    number(error, "%.3f%%", 100 * row->error);
    number(z, "%.2f", row->z);
    number(power, "%.1f", row->power);
    printf("      %-36s %11.5g %11s %8s %6s %6s  %s\n", name, row->expected,
           estimate, error, z, power, words[row->verdict]);
    if (!suite_long())
        return;
    if (csv == NULL)
        open_csv();
    fprintf(csv,
            "%s,\"%s\",%s,%.10g,%s,%.10g,%s,%s,%s,%s,%llu,%.0f,\"%s\",\"%s\"\n",
            trial->oracle->model, trial->parameters, row->vector->measure,
            row->vector->value, simulated, row->expected, estimate, error, z,
            power, (unsigned long long)trial->replications, trial->events,
            words[row->verdict], trial->oracle->title);
    fflush(csv);
}

void trial_report(const struct trial *trial)
{
    printf("\n    %s  %s  (%.3g events)\n", trial->oracle->model,
           trial->parameters, trial->events);
    printf("      %-36s %11s %11s %8s %6s %6s\n", "measure", "expected",
           "estimate", "rse", "z", "power");
    for (int i = 0; i < trial->count; i++)
        print_row(trial, &trial->rows[i]);
    fflush(stdout);
}
