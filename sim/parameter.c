/* How values are read, each with its unit. */
#include "sim/parameter.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/duration.h"
#include "sim/time.h"

/* The longest that may be said: sums of a few such times stay far within the
 * clock's range, which is 292,000 years. */
#define LONGEST (10000 * 365 * 86400e6)

/* The text of a scalar; else reports what was expected. */
static const char *scalar_text(const struct tree *value,
                               const struct parameter_kind *kind,
                               struct errors *errors)
{
    if (value->kind == TREE_SCALAR)
        return value->text;
    error_at(errors, value->at, "%s expected (for example %s), not %s",
             kind->name, kind->example, tree_kind_name(value));
    return NULL;
}

static bool complain(const struct tree *value, struct errors *errors,
                     const char *what)
{
    error_at(errors, value->at, "\"%s\" %s", value->text, what);
    return false;
}

static bool is_not(const struct tree *value, const struct parameter_kind *kind,
                   struct errors *errors)
{
    error_at(errors, value->at, "\"%s\" is not a %s (for example %s)",
             value->text, kind->name, kind->example);
    return false;
}

/* The end of digits with at most one point among them, or NULL. */
static const char *scan_decimal(const char *text, double *number)
{
    size_t length = strspn(text, "0123456789.");
    char *end;

    *number = strtod(text, &end);
    return length > 0 && end == text + length ? end : NULL;
}

static bool unknown_unit(const struct tree *value, const char *unit,
                         struct errors *errors)
{
    error_at(errors, value->at, "unknown unit \"%s\" in \"%s\" (units: %s)",
             unit, value->text, DURATION_UNITS);
    return false;
}

/* "-5s" and "-5" alike: what is negative has no other fault to tell of. */
static bool is_negative(const char *text)
{
    return text[0] == '-' &&
           (isdigit((unsigned char)text[1]) || text[1] == '.');
}

static bool read_microseconds(const struct tree *value, double *total,
                              struct errors *errors)
{
    const char *text = scalar_text(value, &of_duration, errors);

    if (text == NULL)
        return false;
    if (is_negative(text))
        return complain(value, errors, "is negative");
    *total = 0;
    do {
        double number;
        const char *name = scan_decimal(text, &number);
        double unit;
        size_t length;

        if (name == NULL)
            return is_not(value, &of_duration, errors);
        if (*name == '\0' && text == value->text && number == 0)
            return true;
        if (*name == '\0') {
            error_at(errors, value->at, "\"%s\" has no unit; did you mean %ss?",
                     value->text, value->text);
            return false;
        }
        length = strcspn(name, "0123456789.");
        unit = duration_unit(name, length);
        if (unit == 0)
            return unknown_unit(
                value, arena_format(errors->arena, "%.*s", (int)length, name),
                errors);
        *total += number * unit;
        text = name + length;
    } while (*text != '\0');
    if (*total > LONGEST)
        return complain(value, errors, "is longer than 10000y");
    return true;
}

static bool read_duration(const struct tree *value, void *into,
                          struct errors *errors)
{
    double microseconds;

    if (!read_microseconds(value, &microseconds, errors))
        return false;
    *(sim_time *)into = (sim_time)llround(microseconds);
    return true;
}

static bool read_period(const struct tree *value, void *into,
                        struct errors *errors)
{
    if (!read_duration(value, into, errors))
        return false;
    return *(sim_time *)into > 0 ||
           complain(value, errors, "is no time: a period lasts at least 1us");
}

static bool read_seconds(const struct tree *value, void *into,
                         struct errors *errors)
{
    double microseconds;

    if (!read_microseconds(value, &microseconds, errors))
        return false;
    *(double *)into = microseconds / 1e6;
    return true;
}

static bool is_positive(const struct tree *value, double number,
                        struct errors *errors)
{
    return number > 0 || complain(value, errors, "must be more than 0");
}

static bool read_span(const struct tree *value, void *into,
                      struct errors *errors)
{
    return read_seconds(value, into, errors) &&
           is_positive(value, *(double *)into, errors);
}

static bool read_rate(const struct tree *value, void *into,
                      struct errors *errors)
{
    const char *text = scalar_text(value, &of_rate, errors), *end;
    double number, unit;

    if (text == NULL)
        return false;
    if (is_negative(text))
        return complain(value, errors, "is negative");
    end = scan_decimal(text, &number);
    if (end == NULL || (*end != '\0' && *end != '/'))
        return is_not(value, &of_rate, errors);
    if (*end == '\0' && number != 0) {
        error_at(errors, value->at, "\"%s\" has no unit; did you mean %s/s?",
                 text, text);
        return false;
    }
    unit = *end == '\0' ? 1 : duration_unit(end + 1, strlen(end + 1));
    if (unit == 0)
        return unknown_unit(value, end + 1, errors);
    *(double *)into = number * 1e6 / unit;
    return true;
}

static bool read_factor(const struct tree *value, void *into,
                        struct errors *errors)
{
    const char *text = scalar_text(value, &of_fraction, errors), *end;
    double number;

    if (text == NULL)
        return false;
    if (is_negative(text))
        return complain(value, errors, "is negative");
    end = scan_decimal(text, &number);
    if (end == NULL || (*end != '\0' && strcmp(end, "%") != 0))
        return is_not(value, &of_fraction, errors);
    if (*end == '\0' && number != 0) {
        error_at(errors, value->at,
                 "\"%s\" has no percent sign; did you mean %.15g%%?", text,
                 number <= 1 ? number * 100 : number);
        return false;
    }
    *(double *)into = number / 100;
    return true;
}

static bool read_fraction(const struct tree *value, void *into,
                          struct errors *errors)
{
    return read_factor(value, into, errors) &&
           (*(double *)into <= 1 ||
            complain(value, errors, "is more than 100%"));
}

static bool read_share(const struct tree *value, void *into,
                       struct errors *errors)
{
    return read_fraction(value, into, errors) &&
           is_positive(value, *(double *)into, errors);
}

static bool is_quoted(const struct tree *value, struct errors *errors)
{
    if (value->quoted)
        complain(value, errors, "is text; write it without quotes");
    return value->quoted;
}

static bool read_count(const struct tree *value, void *into,
                       struct errors *errors)
{
    const char *text = scalar_text(value, &of_count, errors);
    unsigned long long count;

    if (text == NULL || is_quoted(value, errors))
        return false;
    if (is_negative(text))
        return complain(value, errors, "is negative");
    if (*text == '\0' || text[strspn(text, "0123456789")] != '\0')
        return is_not(value, &of_count, errors);
    count = strtoull(text, NULL, 10);
    if (count > INT_MAX)
        return complain(value, errors, "is too large");
    *(int *)into = (int)count;
    return true;
}

static bool read_some(const struct tree *value, void *into,
                      struct errors *errors)
{
    return read_count(value, into, errors) &&
           is_positive(value, *(int *)into, errors);
}

static bool read_seed(const struct tree *value, void *into,
                      struct errors *errors)
{
    const char *text = tree_text(value, "");
    unsigned long long seed;

    errno = 0;
    seed = strtoull(text, NULL, 10);
    if (*text == '\0' || text[strspn(text, "0123456789")] != '\0' ||
        errno != 0 || seed > INT64_MAX) {
        error_at(errors, value->at,
                 "a seed is a whole number below 2^63 (for example 1)");
        return false;
    }
    *(uint64_t *)into = seed;
    return true;
}

static bool read_number(const struct tree *value, void *into,
                        struct errors *errors)
{
    const char *text = scalar_text(value, &of_number, errors);
    double number;
    char *end;

    if (text == NULL || is_quoted(value, errors))
        return false;
    number = strtod(text, &end);
    if (end == text || text[strspn(text, "0123456789+-.eE")] != '\0' ||
        *end != '\0')
        return is_not(value, &of_number, errors);
    if (!isfinite(number))
        return complain(value, errors, "is too large");
    *(double *)into = number;
    return true;
}

static bool read_positive(const struct tree *value, void *into,
                          struct errors *errors)
{
    return read_number(value, into, errors) &&
           is_positive(value, *(double *)into, errors);
}

static bool read_text(const struct tree *value, void *into,
                      struct errors *errors)
{
    const char *text = scalar_text(value, &of_text, errors);

    if (text != NULL)
        *(const char **)into = text;
    return text != NULL;
}

static bool read_flag(const struct tree *value, void *into,
                      struct errors *errors)
{
    const char *text = scalar_text(value, &of_flag, errors);

    if (text == NULL || is_quoted(value, errors))
        return false;
    if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
        return complain(value, errors, "is neither true nor false");
    *(bool *)into = *text == 't';
    return true;
}

const struct parameter_kind of_duration = {"duration", "40s", read_duration};
const struct parameter_kind of_period = {"period", "10s", read_period};
const struct parameter_kind of_seconds = {"duration", "40s", read_seconds};
const struct parameter_kind of_span = {"duration", "40s", read_span};
const struct parameter_kind of_rate = {"rate", "200/s", read_rate};
const struct parameter_kind of_fraction = {"percentage", "60%", read_fraction};
const struct parameter_kind of_factor = {"percentage", "60%", read_factor};
const struct parameter_kind of_share = {"percentage", "60%", read_share};
const struct parameter_kind of_count = {"whole number", "3", read_count};
const struct parameter_kind of_some = {"whole number", "3", read_some};
const struct parameter_kind of_seed = {"seed", "1", read_seed};
const struct parameter_kind of_number = {"number", "1.5", read_number};
const struct parameter_kind of_positive = {"number", "1.5", read_positive};
const struct parameter_kind of_text = {"text", "name", read_text};
const struct parameter_kind of_flag = {"flag", "true", read_flag};
