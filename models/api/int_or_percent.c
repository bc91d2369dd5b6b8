/* Numbers of things, or shares of them. */
#include "models/api/int_or_percent.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static int share_of(struct int_or_percent given, int of, int more)
{
    int64_t share = ((int64_t)given.value * of + more) / 100;

    if (!given.percent)
        return given.value;
    return share > INT_MAX ? INT_MAX : (int)share;
}

int int_or_percent_up(struct int_or_percent given, int of)
{
    return share_of(given, of, 99);
}

int int_or_percent_down(struct int_or_percent given, int of)
{
    return share_of(given, of, 0);
}

static bool read(const struct tree *value, void *into, struct errors *errors)
{
    struct int_or_percent *given = into;
    const char *text = tree_text(value, "");
    size_t digits = strspn(text, "0123456789");
    bool percent = text[digits] == '%';
    long long number = strtoll(text, NULL, 10);

    if (value->kind == TREE_SCALAR && digits > 0 && number <= INT_MAX &&
        text[digits + percent] == '\0' && (percent || !value->quoted)) {
        *given = (struct int_or_percent){(int)number, percent};
        return true;
    }
    error_at(errors, value->at,
             "a count or a percentage expected (for example 1 or \"25%%\"), "
             "not %s",
             value->kind == TREE_SCALAR
                 ? arena_format(errors->arena, "\"%s\"", text)
                 : tree_kind_name(value));
    return false;
}

const struct parameter_kind of_int_or_percent = {"count or percentage",
                                                 "\"25%\"", read};
