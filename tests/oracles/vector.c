/* The rows of the tables of references. */
#include "tests/oracles/vector.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sim/failure.h"
#include "tests/sheet.h"

enum { MOST_VECTORS = 4000 };

static struct arena arena;
static struct vector all[MOST_VECTORS];
static struct vectors read_once = {0, all};

const char *vectors_folder(void)
{
    const char *folder = getenv("VECTORS");

    return folder == NULL || *folder == '\0' ? "tests/oracles" : folder;
}

static void add(struct vector vector)
{
    if (read_once.count == MOST_VECTORS)
        machine_failed("more than %d rows of references", MOST_VECTORS);
    all[read_once.count++] = vector;
}

static void read_closed_form(const struct sheet *sheet, int row)
{
    add((struct vector){
        sheet_text(sheet, row, "model"), sheet_text(sheet, row, "parameters"),
        sheet_text(sheet, row, "measure"), sheet_number(sheet, row, "value")});
}

static void read_point_availability(const struct sheet *sheet, int row)
{
    static const char *const measures[] = {"point_availability",
                                           "mean_interval_availability_0_t"};
    const char *parameters =
        arena_format(&arena, "t=%s;%s", sheet_text(sheet, row, "t"),
                     sheet_text(sheet, row, "model"));

    for (int i = 0; i < 2; i++)
        add((struct vector){"point_availability", parameters, measures[i],
                            sheet_number(sheet, row, measures[i])});
}

/* Each column is a measure, but for those that are no property of the model's
 * behaviour. */
static void read_cluster(const struct sheet *sheet, int row)
{
    static const char not_measures[] = " N states transitions check ";
    const char *parameters =
        arena_format(&arena, "N=%s", sheet_text(sheet, row, "N"));

    for (int i = 0; i < sheet->columns; i++) {
        const char *name = sheet->names[i];

        if (strstr(not_measures, arena_format(&arena, " %s ", name)) == NULL)
            add((struct vector){"workstation_cluster", parameters, name,
                                sheet_number(sheet, row, name)});
    }
}

/* The cells live as long as the program: the sheet stays open. */
static void read_file(const char *name,
                      void (*read)(const struct sheet *sheet, int row))
{
    const char *path = arena_format(&arena, "%s/%s", vectors_folder(), name);
    struct sheet *sheet = ARENA_NEW(&arena, struct sheet);

    if (access(path, R_OK) != 0)
        return;
    sheet_open(sheet, path);
    for (int row = 0; row < sheet->rows; row++)
        read(sheet, row);
}

const struct vectors *vectors(void)
{
    if (read_once.count == 0) {
        arena_open(&arena);
        read_file("closed_form.csv", read_closed_form);
        read_file("point_availability.csv", read_point_availability);
        read_file("cluster_reference.csv", read_cluster);
    }
    return &read_once;
}
