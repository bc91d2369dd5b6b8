/* Plug-ins: look-up, and settings from a tree. */
#include "sim/plugin.h"

#include <ctype.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/law.h"
#include "sim/time.h"

/* Units of time. */
static const struct unit {
    const char *name;
    double microseconds;
} units[] = {
    {"us", 1},     {"ms", 1e3},    {"s", 1e6},         {"m", 60e6},
    {"h", 3600e6}, {"d", 86400e6}, {"w", 7 * 86400e6}, {"y", 365 * 86400e6},
};

static const char unit_names[] = "us, ms, s, m, h, d, w, y";

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

static const struct unit *find_unit(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
        if (strlen(units[i].name) == length &&
            strncmp(units[i].name, name, length) == 0)
            return &units[i];
    return NULL;
}

static bool unknown_unit(const struct tree *value, const char *unit,
                         struct errors *errors)
{
    error_at(errors, value->at, "unknown unit \"%s\" in \"%s\" (units: %s)",
             unit, value->text, unit_names);
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
        const struct unit *unit;
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
        unit = find_unit(name, length);
        if (unit == NULL)
            return unknown_unit(
                value, arena_format(errors->arena, "%.*s", (int)length, name),
                errors);
        *total += number * unit->microseconds;
        text = name + length;
    } while (*text != '\0');
    if (*total >= 9.2e18)
        return complain(value, errors, "is beyond the clock (290000y)");
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

static bool read_seconds(const struct tree *value, void *into,
                         struct errors *errors)
{
    double microseconds;

    if (!read_microseconds(value, &microseconds, errors))
        return false;
    *(double *)into = microseconds / 1e6;
    return true;
}

static bool read_law(const struct tree *value, void *into,
                     struct errors *errors)
{
    return law_read(value, into, errors);
}

static bool read_rate(const struct tree *value, void *into,
                      struct errors *errors)
{
    const char *text = scalar_text(value, &of_rate, errors), *end;
    const struct unit *unit;
    double number;

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
    unit = *end == '\0' ? &units[0] : find_unit(end + 1, strlen(end + 1));
    if (unit == NULL)
        return unknown_unit(value, end + 1, errors);
    *(double *)into = number * 1e6 / unit->microseconds;
    return true;
}

static bool read_fraction(const struct tree *value, void *into,
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
    if (number > 100)
        return complain(value, errors, "is more than 100%");
    *(double *)into = number / 100;
    return true;
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
const struct parameter_kind of_seconds = {"duration", "40s", read_seconds};
const struct parameter_kind of_law = {
    "law", "40s or {law: exponential, mean: 120d}", read_law};
const struct parameter_kind of_rate = {"rate", "200/s", read_rate};
const struct parameter_kind of_fraction = {"percentage", "60%", read_fraction};
const struct parameter_kind of_count = {"whole number", "3", read_count};
const struct parameter_kind of_number = {"number", "1.5", read_number};
const struct parameter_kind of_text = {"text", "name", read_text};
const struct parameter_kind of_flag = {"flag", "true", read_flag};

/* Names to choose from: the nearest, or all of them. */
static const char *choices(const struct plugin_list *list, const char *name,
                           struct errors *errors)
{
    const struct plugin *const *plugin = list->plugins;
    const char *all = "", **names;
    size_t count = 0;

    while (plugin[count] != NULL)
        count++;
    names = ARENA_ARRAY(errors->arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++) {
        names[i] = plugin[i]->name;
        all = arena_format(errors->arena, "%s%s%s", all, i == 0 ? "" : ", ",
                           names[i]);
    }
    name = did_you_mean(errors->arena, name, names);
    return *name != '\0' ? name
                         : arena_format(errors->arena, " (known: %s)", all);
}

const struct plugin *plugin_find(const struct plugin_list *list,
                                 const struct tree *name, struct errors *errors)
{
    const char *text = tree_text(name, NULL);

    if (text == NULL) {
        error_at(errors, tree_place(name), "expected the name of a %s, not %s",
                 list->what, tree_kind_name(name));
        return NULL;
    }
    for (size_t i = 0; list->plugins[i] != NULL; i++)
        if (strcmp(list->plugins[i]->name, text) == 0)
            return list->plugins[i];
    error_at(errors, name->at, "unknown %s \"%s\"%s", list->what, text,
             choices(list, text, errors));
    return NULL;
}

static void report_unknown(const struct plugin *plugin,
                           const struct tree *value, const char *const *also,
                           const char *what, struct errors *errors)
{
    const char **names;
    size_t count = 0, more = 0;

    while (plugin->parameters[count].name != NULL)
        count++;
    while (also != NULL && also[more] != NULL)
        more++;
    names = ARENA_ARRAY(errors->arena, const char *, count + more + 1);
    for (size_t i = 0; i < count; i++)
        names[i] = plugin->parameters[i].name;
    for (size_t i = 0; i < more; i++)
        names[count + i] = also[i];
    error_at(errors, value->key_at, "unknown parameter \"%s\" of %s%s",
             value->key, what, did_you_mean(errors->arena, value->key, names));
}

static bool is_known(const struct plugin *plugin, const char *name,
                     const char *const *also)
{
    for (const struct parameter *p = plugin->parameters; p->name != NULL; p++)
        if (strcmp(p->name, name) == 0)
            return true;
    for (; also != NULL && *also != NULL; also++)
        if (strcmp(*also, name) == 0)
            return true;
    return false;
}

/* What is written as nothing, is not given. */
static bool read_parameter(const struct parameter *parameter,
                           const struct tree *value, struct place at,
                           const char *what, void *settings,
                           struct errors *errors)
{
    struct tree standard = {.kind = TREE_SCALAR, .at = at};
    void *into = (char *)settings + parameter->offset;

    if (value != NULL && value->kind != TREE_NULL)
        return parameter->kind->read(value, into, errors);
    if (parameter->standard == NULL) {
        error_at(errors, at, "%s needs \"%s\": %s (for example %s)", what,
                 parameter->name, parameter->meaning, parameter->kind->example);
        return false;
    }
    standard.text = parameter->standard;
    return *standard.text == '\0' ||
           parameter->kind->read(&standard, into, errors);
}

bool plugin_read(const struct plugin *plugin, const struct tree *mapping,
                 struct place at, const char *const *also, const char *what,
                 void *settings, struct errors *errors)
{
    bool good = true;

    if (mapping != NULL && mapping->kind == TREE_NULL)
        mapping = NULL;
    if (mapping != NULL && mapping->kind != TREE_MAPPING) {
        error_at(errors, mapping->at, "%s must be a mapping, not %s", what,
                 tree_kind_name(mapping));
        return false;
    }
    for (const struct tree *value = mapping == NULL ? NULL : mapping->first;
         value != NULL; value = value->next)
        if (!is_known(plugin, value->key, also)) {
            report_unknown(plugin, value, also, what, errors);
            good = false;
        }
    for (const struct parameter *p = plugin->parameters; p->name != NULL; p++)
        good &= read_parameter(p, tree_get(mapping, p->name), at, what,
                               settings, errors);
    return good;
}
