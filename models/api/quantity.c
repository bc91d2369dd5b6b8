/* Kubernetes' quantities. */
#include "models/api/quantity.h"

#include <stdlib.h>
#include <string.h>

__extension__ typedef unsigned __int128 wide;

#define MOST_WIDE (~(wide)0 >> 1)

enum { PART_DIGITS = 37, FAR_EXPONENT = 100 };

/* A number that is 0 or more: its whole and its part, in 10^-37. */
struct decimal {
    wide whole;
    wide part;
    bool more; /* something that is smaller than the part can tell */
};

static wide power_of_ten(int exponent)
{
    wide power = 1;

    while (exponent-- > 0)
        power *= 10;
    return power;
}

static void multiply(struct decimal *decimal, unsigned factor, int times)
{
    wide one = power_of_ten(PART_DIGITS);

    while (times-- > 0) {
        wide part = decimal->part * factor;

        if (decimal->whole > MOST_WIDE / factor - 1)
            decimal->whole = MOST_WIDE / factor - 1;
        decimal->whole = decimal->whole * factor + part / one;
        decimal->part = part % one;
    }
}

static void divide_by_ten(struct decimal *decimal, int times)
{
    wide first = power_of_ten(PART_DIGITS - 1);

    while (times-- > 0) {
        decimal->more |= decimal->part % 10 != 0;
        decimal->part = decimal->part / 10 + decimal->whole % 10 * first;
        decimal->whole /= 10;
    }
}

/* Reads digits with at most one point among them; returns their end. */
static const char *read_digits(const char *text, struct decimal *decimal)
{
    wide place = power_of_ten(PART_DIGITS);
    bool after = false;

    for (; *text != '\0' && strchr("0123456789.", *text) != NULL; text++) {
        wide digit = (wide)(*text - '0');

        if (*text == '.') {
            if (after)
                return NULL;
            after = true;
        } else if (!after) {
            multiply(decimal, 10, 1);
            decimal->whole += digit;
        } else {
            place /= 10;
            decimal->part += place * digit;
            decimal->more |= place == 0 && digit != 0;
        }
    }
    return text;
}

/* "e" and "E" begin an exponent, unless the "E" stands alone. */
static bool read_exponent(const char *text, int *exponent)
{
    const char *digits = text + 1 + (text[1] == '-' || text[1] == '+');
    long value = strtol(digits, NULL, 10);

    if (*digits == '\0' || digits[strspn(digits, "0123456789")] != '\0')
        return false;
    *exponent = value > FAR_EXPONENT ? FAR_EXPONENT : (int)value;
    if (text[1] == '-')
        *exponent = -*exponent;
    return true;
}

static bool apply_suffix(const char *suffix, struct decimal *decimal,
                         bool *binary)
{
    static const char letters[] = "num kMGTPE", binaries[] = "KMGTPE";
    const char *letter = strchr(letters, *suffix);
    int exponent = 0;

    *binary = false;
    if (*suffix == '\0')
        return true;
    if (suffix[1] == 'i' && suffix[2] == '\0') {
        letter = strchr(binaries, *suffix);
        if (letter == NULL)
            return false;
        *binary = true;
        multiply(decimal, 2, 10 * (int)(letter - binaries + 1));
        return true;
    }
    if (suffix[1] == '\0' && *suffix != 'e') {
        if (letter == NULL || *letter == ' ')
            return false;
        exponent = 3 * (int)(letter - letters - 3);
    } else if ((*suffix != 'e' && *suffix != 'E') ||
               !read_exponent(suffix, &exponent)) {
        return false;
    }
    multiply(decimal, 10, exponent);
    divide_by_ten(decimal, -exponent);
    return true;
}

bool quantity_parse(const char *text, struct quantity *quantity)
{
    const wide cap = (wide)INT64_MAX * 1000000000;
    bool negative = *text == '-', binary;
    struct decimal decimal = {0};
    const char *digits = text + (*text == '-' || *text == '+');
    const char *suffix = read_digits(digits, &decimal);
    wide nano;

    if (suffix == NULL || suffix == digits + (*digits == '.') ||
        !apply_suffix(suffix, &decimal, &binary))
        return false;
    multiply(&decimal, 10, 9);
    nano = decimal.whole + (decimal.part != 0 || decimal.more);
    if (binary && !negative && nano > cap)
        nano = cap;
    if (negative)
        nano = -nano;
    *quantity = (struct quantity){(int64_t)(nano >> 64), (uint64_t)nano};
    return true;
}

static wide magnitude(struct quantity quantity)
{
    wide nano = (wide)(uint64_t)quantity.high << 64 | quantity.low;

    return quantity.high < 0 ? -nano : nano;
}

static int64_t scaled(struct quantity quantity, unsigned nanos)
{
    bool negative = quantity.high < 0;
    wide nano = magnitude(quantity);
    wide count = nano / nanos + (!negative && nano % nanos != 0);

    if (count > INT64_MAX)
        return negative ? -INT64_MAX : INT64_MAX;
    return negative ? -(int64_t)count : (int64_t)count;
}

int64_t quantity_milli(struct quantity quantity)
{
    return scaled(quantity, 1000000);
}

int64_t quantity_units(struct quantity quantity)
{
    return scaled(quantity, 1000000000);
}

double quantity_number(struct quantity quantity)
{
    double nano = (double)magnitude(quantity);

    return (quantity.high < 0 ? -nano : nano) / 1e9;
}

void quantity_nano_text(struct quantity quantity, char text[QUANTITY_TEXT])
{
    wide nano = magnitude(quantity);
    char digits[QUANTITY_TEXT];
    int count = 0;

    do
        digits[count++] = (char)('0' + (int)(nano % 10));
    while ((nano /= 10) != 0);
    if (quantity.high < 0)
        digits[count++] = '-';
    while (count > 0)
        *text++ = digits[--count];
    *text = '\0';
}

static bool read_quantity(const struct tree *value, const char *examples,
                          struct quantity *quantity, struct errors *errors)
{
    const char *text = tree_text(value, NULL);

    if (text == NULL)
        error_at(errors, value->at,
                 "expected a quantity (examples: %s), not %s", examples,
                 tree_kind_name(value));
    else if (!quantity_parse(text, quantity))
        error_at(errors, value->at, "\"%s\" is not a quantity (examples: %s)",
                 text, examples);
    else if (quantity->high < 0)
        error_at(errors, value->at, "\"%s\" is negative", text);
    else
        return true;
    return false;
}

/* Far beyond any machine, and small enough that sums and percentages of it are
 * exact. */
static int64_t bounded(int64_t amount)
{
    const int64_t most = (int64_t)1 << 53;

    return amount < most ? amount : most;
}

static bool read_any(const struct tree *value, void *into,
                     struct errors *errors)
{
    return read_quantity(value, "100m, 1k, 2Gi", into, errors);
}

static bool read_cpu(const struct tree *value, void *into,
                     struct errors *errors)
{
    struct quantity quantity;

    if (!read_quantity(value, "250m, 0.5, 2", &quantity, errors))
        return false;
    *(int64_t *)into = bounded(quantity_milli(quantity));
    return true;
}

static bool read_memory(const struct tree *value, void *into,
                        struct errors *errors)
{
    struct quantity quantity;

    if (!read_quantity(value, "128Mi, 16Gi, 1G", &quantity, errors))
        return false;
    *(int64_t *)into = bounded(quantity_units(quantity));
    return true;
}

const struct parameter_kind of_quantity = {"quantity", "100m", read_any};
const struct parameter_kind of_cpu = {"CPU quantity", "250m", read_cpu};
const struct parameter_kind of_memory = {"memory quantity", "128Mi",
                                         read_memory};
