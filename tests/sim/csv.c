/* Tables of comma-separated values, and where each cell stands. */
#include "sim/io/csv.h"

#include <string.h>

#include "tests/suite.h"

enum { MANY = 100000 };

static const char text[] = "name, minutes ,note\r\n"
                           "a,5,\"x, \"\"y\"\"\n z\"\r\n"
                           "\r\n"
                           "b ,  12.5,\n"
                           "\xc3\xbc,7,last";

static void expect(const struct columns *columns, int row, int column,
                   const char *cell, int line, int at)
{
    const struct tree scalar = columns_scalar(columns, row, column);

    CU_ASSERT_STRING_EQUAL(scalar.text, cell);
    CU_ASSERT_EQUAL(scalar.at.line, line);
    CU_ASSERT_EQUAL(scalar.at.column, at);
    CU_ASSERT_STRING_EQUAL(scalar.at.file, "a.csv");
}

static void cells_and_places(void)
{
    struct arena arena;
    struct errors errors = {.arena = &arena};
    const struct columns *columns;

    arena_open(&arena);
    columns = csv_read(&arena, &comma_separated, "a.csv", text, strlen(text),
                       &errors);
    CU_ASSERT_PTR_NOT_NULL_FATAL(columns);
    CU_ASSERT_EQUAL(errors.mistakes, 0);
    CU_ASSERT_EQUAL(columns->width, 3);
    CU_ASSERT_EQUAL_FATAL(columns->rows, 3);
    CU_ASSERT_STRING_EQUAL(columns->names[1].text, "minutes");
    expect(columns, 0, 0, "a", 2, 1);
    expect(columns, 0, 1, "5", 2, 3);
    expect(columns, 0, 2, "x, \"y\"\n z", 2, 5);
    expect(columns, 1, 0, "b", 5, 1);
    expect(columns, 1, 1, "12.5", 5, 6);
    expect(columns, 1, 2, "", 5, 11);
    expect(columns, 2, 0, "\xc3\xbc", 6, 1);
    expect(columns, 2, 1, "7", 6, 3);
    expect(columns, 2, 2, "last", 6, 5);
    arena_close(&arena);
}

static void many_rows(void)
{
    struct arena arena;
    struct errors errors = {.arena = &arena};
    const struct columns *columns;
    char *many, *end;

    arena_open(&arena);
    many = end = arena_allocate(&arena, 16 * (MANY + 1));
    end += sprintf(end, "n,square\n");
    for (int i = 0; i < MANY; i++)
        end += sprintf(end, "%d,%d\n", i, i % 1000 * (i % 1000));
    columns = csv_read(&arena, &comma_separated, "a.csv", many,
                       (size_t)(end - many), &errors);
    CU_ASSERT_PTR_NOT_NULL_FATAL(columns);
    CU_ASSERT_EQUAL_FATAL(columns->rows, MANY);
    expect(columns, MANY - 1, 1, "998001", MANY + 1, 7);
    arena_close(&arena);
}

/* Names that the form has; blanks around what semicolons separate. */
static void another_form(void)
{
    static const char bare[] = "1;\t2,5; x\n3;\t4;\n";
    static const char *const names[] = {"a", "b", "c", NULL};
    static const struct columns_form form = {';', names};
    struct arena arena;
    struct errors errors = {.arena = &arena};
    const struct columns *columns;

    arena_open(&arena);
    columns = csv_read(&arena, &form, "a.csv", bare, strlen(bare), &errors);
    CU_ASSERT_PTR_NOT_NULL_FATAL(columns);
    CU_ASSERT_EQUAL(columns->width, 3);
    CU_ASSERT_EQUAL_FATAL(columns->rows, 2);
    CU_ASSERT_STRING_EQUAL(columns->names[1].text, "b");
    expect(columns, 0, 1, "2,5", 1, 4);
    expect(columns, 0, 2, "x", 1, 9);
    expect(columns, 1, 0, "3", 2, 1);
    expect(columns, 1, 2, "", 2, 6);
    CU_ASSERT_PTR_NULL(csv_read(&arena, &form, "a.csv", "1;2\n", 4, &errors));
    CU_ASSERT_STRING_EQUAL(errors.last->text,
                           "a row of 2 cells under 3 column names");
    CU_ASSERT_PTR_NULL(csv_read(&arena, &form, "a.csv", "", 0, &errors));
    CU_ASSERT_STRING_EQUAL(errors.last->text, "nothing in it");
    arena_close(&arena);
}

SUITE("sim/io/csv", {"cells and places", cells_and_places},
      {"another form", another_form}, {"many rows", many_rows})
