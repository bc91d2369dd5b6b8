/* Laws as the tables of references write them. */
#include "tests/oracles/lifetime.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "tests/oracles/vector.h"
#include "tests/sheet.h"

enum { WORDS = 200 };

extern const struct law_kind law_constant, law_exponential, law_gamma,
    law_lognormal, law_weibull;

struct law lifetime_exponential(double per_hour)
{
    return (struct law){.kind = &law_exponential, .a = 3600 / per_hour};
}

struct law lifetime_constant(double hours)
{
    return (struct law){.kind = &law_constant, .a = 3600 * hours};
}

struct law lifetime_weibull(double shape, double mean)
{
    return (struct law){.kind = &law_weibull,
                        .a = 3600 * mean / tgamma(1 + 1 / shape),
                        .b = shape};
}

struct law lifetime_lognormal(double sigma, double mean)
{
    return (struct law){.kind = &law_lognormal,
                        .a = 3600 * mean / exp(sigma * sigma / 2),
                        .b = sigma};
}

/* Any of the words' parameters may be written with "=" or without. */
struct law lifetime_read(const char *words, double rate)
{
    struct law none = {.kind = NULL}, law = none;
    char text[WORDS];
    double a, b;

    snprintf(text, sizeof(text), "%s", words);
    for (char *at = text; *at != '\0'; at++)
        if (*at == '=')
            *at = ' ';
    if (sscanf(text, " exp mean %lf", &a) == 1)
        law = lifetime_exponential(1 / a);
    else if (sscanf(text, " deterministic %lf", &a) == 1)
        law = lifetime_constant(a);
    else if (sscanf(text, " weibull k %lf scale %lf", &b, &a) == 2)
        law = (struct law){.kind = &law_weibull, .a = 3600 * a, .b = b};
    else if (sscanf(text, " gamma k %lf scale %lf", &b, &a) == 2)
        law = (struct law){.kind = &law_gamma, .a = 3600 * a, .b = b};
    else if (sscanf(text, " lognormal mu %lf s %lf", &a, &b) == 2)
        law = (struct law){.kind = &law_lognormal, .a = 3600 * exp(a), .b = b};
    law.a /= rate;
    return law;
}

/* The table of fits that stands beside the references, or that which is
 * shipped. */
static void open_fits(struct sheet *sheet)
{
    char path[WORDS];

    snprintf(path, sizeof(path), "%s/fta_fits.csv", vectors_folder());
    sheet_open(sheet,
               access(path, R_OK) == 0 ? path : "tests/oracles/fta_fits.csv");
}

/* The law of a trace's up or down times, in words. */
static bool fitted(const char *trace, const char *family, const char *quantity,
                   char words[WORDS])
{
    static const char *const families[][3] = {
        {"exp", "Exp", "exp mean %s%s"},
        {"weibull", "Wbl", "weibull k=%s scale=%s"},
        {"lognormal", "LogN", "lognormal mu=%s s=%s"},
        {"gamma", "Gam", "gamma k=%s scale=%s"},
    };
    struct sheet sheet;
    bool found = false;

    open_fits(&sheet);
    for (int row = 0; row < sheet.rows; row++)
        for (int i = 0; i < 4; i++)
            if (strcasecmp(sheet_text(&sheet, row, "trace"), trace) == 0 &&
                strstr(sheet_text(&sheet, row, "quantity"), quantity) != NULL &&
                strcasecmp(family, families[i][0]) == 0 &&
                strcmp(sheet_text(&sheet, row, "family"), families[i][1]) == 0)
                found = snprintf(words, WORDS, families[i][2],
                                 sheet_text(&sheet, row, "param1"),
                                 sheet_text(&sheet, row, "param2")) > 0;
    sheet_close(&sheet);
    return found;
}

bool lifetime_pair(const char *parameters, double failure, double repair,
                   struct law *up, struct law *down)
{
    char up_words[WORDS], down_words[WORDS], trace[WORDS], family[WORDS];

    if (sscanf(parameters, "%199[^/]/%199[^/]", up_words, down_words) != 2 &&
        (sscanf(parameters, "%199s %199s", trace, family) != 2 ||
         !fitted(trace, family, "(up)", up_words) ||
         !fitted(trace, family, "(down)", down_words)))
        return false;
    *up = lifetime_read(up_words, failure);
    *down = lifetime_read(down_words, repair);
    return up->kind != NULL && down->kind != NULL;
}
