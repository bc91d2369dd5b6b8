/* A calibration, fitted. */
#include "tests/groundtruth/fit.h"

#include <gsl/gsl_multimin.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/failure.h"
#include "tests/sheet.h"

static const char candidate[] = "results/calibration.csv";

enum { MOST_STEPS = 60 };
static const double first_step = 0.3, precision = 0.02; /* of logarithms */

struct fit {
    struct study_request request;
    struct sheet sheet;
    double best;
};

static bool fitted(const struct sheet *sheet, int row)
{
    return strcmp(sheet_text(sheet, row, "fitted"), "yes") == 0;
}

/* Writes the table with these values, as numbers of the units that it has. */
static void write(const struct sheet *sheet, const gsl_vector *logarithms)
{
    FILE *to = fopen(candidate, "w");
    size_t next = 0;

    if (to == NULL)
        machine_failed("cannot write %s", candidate);
    fprintf(to, "address,value,fitted\n");
    for (int i = 0; i < sheet->rows; i++) {
        const char *value = sheet_text(sheet, i, "value");
        char *unit;

        fprintf(to, "%s,", sheet_text(sheet, i, "address"));
        strtod(value, &unit);
        if (fitted(sheet, i))
            fprintf(to, "%.3g%s,yes\n", exp(gsl_vector_get(logarithms, next++)),
                    unit);
        else
            fprintf(to, "%s,\n", value);
    }
    fclose(to);
}

static double misfit(const gsl_vector *logarithms, void *context)
{
    struct fit *fit = context;
    struct study study;
    double found;

    write(&fit->sheet, logarithms);
    study_open(&study, &fit->request);
    found = study_misfit(&study);
    study_close(&study);
    if (found < fit->best) {
        fit->best = found;
        printf("%.4f:", found);
        for (size_t i = 0; i < logarithms->size; i++)
            printf(" %.3g", exp(gsl_vector_get(logarithms, i)));
        printf("\n");
        fflush(stdout);
    }
    return found;
}

static gsl_vector *start_of(const struct sheet *sheet)
{
    size_t count = 0, next = 0;
    gsl_vector *start;

    for (int i = 0; i < sheet->rows; i++)
        count += fitted(sheet, i);
    if (count == 0)
        machine_failed("nothing is marked as fitted");
    start = gsl_vector_alloc(count);
    for (int i = 0; i < sheet->rows; i++)
        if (fitted(sheet, i))
            gsl_vector_set(start, next++, log(sheet_number(sheet, i, "value")));
    return start;
}

static void search(struct fit *fit, gsl_vector *start)
{
    gsl_multimin_function function = {misfit, start->size, fit};
    gsl_multimin_fminimizer *simplex = gsl_multimin_fminimizer_alloc(
        gsl_multimin_fminimizer_nmsimplex2, start->size);
    gsl_vector *steps = gsl_vector_alloc(start->size);

    gsl_vector_set_all(steps, first_step);
    gsl_multimin_fminimizer_set(simplex, &function, start, steps);
    for (int i = 0; i < MOST_STEPS; i++) {
        if (gsl_multimin_fminimizer_iterate(simplex) != 0 ||
            gsl_multimin_fminimizer_size(simplex) < precision)
            break;
    }
    write(&fit->sheet, simplex->x);
    gsl_vector_free(steps);
    gsl_multimin_fminimizer_free(simplex);
}

int fit(const struct study_request *request)
{
    struct fit fit = {.request = *request, .best = INFINITY};
    char path[4096];
    gsl_vector *start;

    snprintf(path, sizeof(path), "%s/calibration.csv", request->folder);
    sheet_open(&fit.sheet, path);
    fit.request.calibration = candidate;
    start = start_of(&fit.sheet);
    search(&fit, start);
    gsl_vector_free(start);
    sheet_close(&fit.sheet);
    return 0;
}
