/* Kubernetes' quantities, against quantity.tsv. */
#include "models/api/quantity.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/suite.h"

/* The columns of a row, which ends at its newline. */
static void split(char *line, char *columns[4])
{
    line[strcspn(line, "\n")] = '\0';
    for (int i = 0; i < 4; i++) {
        columns[i] = line;
        line += strcspn(line, "\t");
        if (*line == '\t')
            *line++ = '\0';
    }
}

static void check(char *columns[4])
{
    struct quantity quantity = {0};
    char nano[QUANTITY_TEXT], milli[QUANTITY_TEXT];
    bool valid = quantity_parse(columns[0], &quantity);
    bool right = valid == (*columns[1] == '1');

    if (right && valid) {
        quantity_nano_text(quantity, nano);
        snprintf(milli, sizeof(milli), "%lld",
                 (long long)quantity_milli(quantity));
        right = strcmp(nano, columns[2]) == 0;
        if (strlen(columns[3]) <= 19 && strcmp(milli, columns[3]) != 0)
            right = false;
        if (strlen(columns[3]) > 19 && quantity_milli(quantity) != INT64_MAX)
            right = false;
    }
    if (!right)
        printf("\"%s\" ", columns[0]);
    CU_ASSERT_TRUE(right);
}

static void agrees_with_kubernetes(void)
{
    FILE *file = fopen("tests/models/quantity.tsv", "r");
    char line[400], *columns[4];
    int rows = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    while (fgets(line, sizeof(line), file) != NULL) {
        if (*line == '#')
            continue;
        split(line, columns);
        check(columns);
        rows++;
    }
    fclose(file);
    CU_ASSERT(rows >= 79);
}

static int64_t units_of(const char *text)
{
    struct quantity quantity;

    CU_ASSERT_TRUE_FATAL(quantity_parse(text, &quantity));
    return quantity_units(quantity);
}

static void rounds_and_saturates(void)
{
    struct quantity quantity;

    CU_ASSERT_EQUAL(units_of("1500m"), 2);
    CU_ASSERT_EQUAL(units_of("16Gi"), 17179869184);
    CU_ASSERT_EQUAL(units_of("9223372036854775807"), INT64_MAX);
    CU_ASSERT_EQUAL(units_of("16Ei"), INT64_MAX);
    CU_ASSERT_EQUAL(units_of("1e99999999999999999999"), INT64_MAX);
    CU_ASSERT_EQUAL(units_of("-1e999"), -INT64_MAX);
    CU_ASSERT_EQUAL(units_of("1e-999"), 1);
    CU_ASSERT_EQUAL(units_of("-1500m"), -1);
    CU_ASSERT_EQUAL(units_of("0.00000000000000000000000000000000000000001"), 1);
    CU_ASSERT_EQUAL(units_of("1152921504606846976000000000e-9"),
                    INT64_C(1152921504606846976));
    CU_ASSERT_TRUE(quantity_parse("0.000000000000000000001Ei", &quantity));
    CU_ASSERT_EQUAL(quantity.low, 1152922);
    CU_ASSERT_FALSE(quantity_parse(".", &quantity));
    CU_ASSERT_FALSE(quantity_parse("-", &quantity));
    CU_ASSERT_FALSE(quantity_parse("Ki", &quantity));
    CU_ASSERT_FALSE(quantity_parse("1 ", &quantity));
    CU_ASSERT_FALSE(quantity_parse("1e+", &quantity));
    CU_ASSERT_FALSE(quantity_parse("1e+-2", &quantity));
}

static void reads_parameters(void)
{
    struct arena arena;
    struct errors errors = {.arena = &arena};
    struct tree *text;
    int64_t value = 0;

    arena_open(&arena);
    CU_ASSERT_TRUE(of_cpu.read(tree_scalar(&arena, "0.5"), &value, &errors));
    CU_ASSERT_EQUAL(value, 500);
    CU_ASSERT_TRUE(of_memory.read(tree_scalar(&arena, "1Gi"), &value, &errors));
    CU_ASSERT_EQUAL(value, 1073741824);
    text = tree_scalar(&arena, "250x");
    text->at = (struct place){"f", 14, 18};
    CU_ASSERT_FALSE(of_cpu.read(text, &value, &errors));
    CU_ASSERT_STRING_EQUAL(errors.first->text, "\"250x\" is not a quantity "
                                               "(examples: 250m, 0.5, 2)");
    CU_ASSERT_EQUAL(errors.first->place.column, 18);
    CU_ASSERT_FALSE(of_cpu.read(tree_scalar(&arena, "-1"), &value, &errors));
    CU_ASSERT_STRING_EQUAL(errors.last->text, "\"-1\" is negative");
    CU_ASSERT_FALSE(
        of_memory.read(tree_new(&arena, TREE_MAPPING), &value, &errors));
    CU_ASSERT_EQUAL(errors.mistakes, 3);
    arena_close(&arena);
}

SUITE("models/quantity", {"agrees with Kubernetes", agrees_with_kubernetes},
      {"rounds away from zero and saturates", rounds_and_saturates},
      {"reads parameters", reads_parameters})
