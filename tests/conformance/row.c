/* What stands in a row, and what is expected. */
#include "tests/conformance/conformance.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int64_t tree_integer(const struct tree *scalar)
{
    const char *text = tree_text(scalar, NULL);
    char *end;
    long long value;

    if (text == NULL)
        return UNSET;
    value = strtoll(text, &end, 10);
    return *end == '\0' ? value : llround(strtod(text, NULL));
}

double tree_number(const struct tree *scalar)
{
    const char *text = tree_text(scalar, NULL);

    return text == NULL ? NAN : strtod(text, NULL);
}

sim_time tree_seconds(const struct tree *scalar)
{
    double seconds = tree_number(scalar);

    return isnan(seconds) ? NEVER : time_from_seconds(seconds);
}

int64_t row_integer(const struct tree *in, const char *name)
{
    return tree_integer(tree_get(in, name));
}

sim_time row_seconds(const struct tree *in, const char *name)
{
    return tree_seconds(tree_get(in, name));
}

double row_number(const struct tree *in, const char *name)
{
    return tree_number(tree_get(in, name));
}

bool row_true(const struct tree *in, const char *name)
{
    return tree_is(tree_get(in, name), "true");
}

const char *row_text(const struct tree *in, const char *name)
{
    return tree_text(tree_get(in, name), NULL);
}

bool row_bound(struct row *row, const struct tree *in, const char *name,
               struct int_or_percent *into)
{
    const struct tree *value = tree_get(in, name);
    struct errors errors = {.arena = row->arena};

    *into = (struct int_or_percent){0, false};
    if (value == NULL || value->kind == TREE_NULL)
        return true;
    return of_int_or_percent.read(value, into, &errors);
}

/* What differs is added to what did before. */
static void compare(struct row *row, bool same, const char *what,
                    const char *wanted, const char *got)
{
    row->compared++;
    if (same)
        return;
    row->differs = arena_format(row->arena, "%s%s%s: %s instead of %s",
                                row->differs == NULL ? "" : row->differs,
                                row->differs == NULL ? "" : ", ", what,
                                got == NULL ? "nothing" : got,
                                wanted == NULL ? "nothing" : wanted);
}

static const char *integer(struct row *row, int64_t value)
{
    return value == UNSET ? NULL
                          : arena_format(row->arena, "%lld", (long long)value);
}

static const char *seconds(struct row *row, sim_time value)
{
    return value == NEVER
               ? "never"
               : arena_format(row->arena, "%g s", time_seconds(value));
}

void expect_integer(struct row *row, const char *what, int64_t wanted,
                    int64_t got)
{
    compare(row, wanted == got, what, integer(row, wanted), integer(row, got));
}

void expect_seconds(struct row *row, const char *what, sim_time wanted,
                    sim_time got)
{
    compare(row, wanted == got, what, seconds(row, wanted), seconds(row, got));
}

void expect_true(struct row *row, const char *what, bool wanted, bool got)
{
    compare(row, wanted == got, what, wanted ? "true" : "false",
            got ? "true" : "false");
}

void expect_text(struct row *row, const char *what, const char *wanted,
                 const char *got)
{
    bool same = wanted == NULL || got == NULL ? wanted == got
                                              : strcmp(wanted, got) == 0;

    compare(row, same, what, wanted, got);
}

void row_skip(struct row *row)
{
    row->skipped = true;
}
