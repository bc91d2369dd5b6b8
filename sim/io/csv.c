/*
 * CSV through libcsv, which tells no places: it is fed byte by byte, so that a
 * cell has ended where the reader stands.
 */
#include "sim/io/csv.h"

#include <csv.h>
#include <string.h>

#include "sim/failure.h"
#include "sim/io/text.h"

/* As many cells as fit; the list grows by doubling. */
struct cells {
    struct cell *at;
    int count;
    int room;
};

struct reader {
    struct arena *arena;
    struct errors *errors;
    const char *file;
    struct cells cells;
    int width;        /* of the first row, 0 before its end */
    int row;          /* where in `cells` the row at hand begins */
    int line, column; /* of the byte at hand */
    int cell_line, cell_column;
    bool begun; /* the cell at hand has more than blanks */
    bool failed;
};

static void fail(struct reader *reader, int line, int column, const char *what)
{
    error_at(reader->errors, (struct place){reader->file, line, column}, "%s",
             what);
    reader->failed = true;
}

static void add(struct cells *cells, struct arena *arena, struct cell cell)
{
    if (cells->count == cells->room) {
        struct cell *at = cells->at;

        cells->room = 2 * cells->room + 64;
        cells->at = ARENA_ARRAY(arena, struct cell, cells->room);
        if (cells->count > 0)
            memcpy(cells->at, at, sizeof(*at) * (size_t)cells->count);
    }
    cells->at[cells->count++] = cell;
}

static void end_cell(void *text, size_t length, void *context)
{
    struct reader *reader = context;
    char *copy = arena_allocate(reader->arena, length + 1);

    memcpy(copy, text, length);
    add(&reader->cells, reader->arena,
        (struct cell){copy, reader->cell_line, reader->cell_column});
}

static void end_row(int terminator, void *context)
{
    struct reader *reader = context;
    const struct cell *first = &reader->cells.at[reader->row];
    int width = reader->cells.count - reader->row;

    (void)terminator;
    if (reader->width == 0)
        reader->width = width;
    else if (width != reader->width)
        fail(reader, first->line, first->column,
             arena_format(reader->arena,
                          "a row of %d cell%s under %d column name%s", width,
                          width == 1 ? "" : "s", reader->width,
                          reader->width == 1 ? "" : "s"));
    reader->row = reader->cells.count;
}

/* A cell begins at its first byte that is no blank, or where it ends. */
static void begin_cell(struct reader *reader, char byte)
{
    if (!reader->begun) {
        reader->cell_line = reader->line;
        reader->cell_column = reader->column;
    }
    reader->begun |= strchr(" \t\r\n", byte) == NULL;
}

static void advance(struct reader *reader, const char *byte)
{
    if (*byte == '\n' || (*byte == '\r' && byte[1] != '\n')) {
        reader->line++;
        reader->column = 1;
    } else if ((*byte & 0xc0) != 0x80) {
        reader->column++;
    }
}

static void parse(struct reader *reader, char separator,
                  const struct text *text)
{
    struct csv_parser parser;

    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        machine_failed("no memory to read %s", reader->file);
    csv_set_delim(&parser, (unsigned char)separator);
    for (const char *byte = text->start; byte < text->start + text->length;
         byte++) {
        int cells = reader->cells.count;

        begin_cell(reader, *byte);
        if (csv_parse(&parser, byte, 1, end_cell, end_row, reader) != 1)
            break;
        if (reader->cells.count > cells)
            reader->begun = false;
        advance(reader, byte);
    }
    if (csv_error(&parser) == CSV_SUCCESS) {
        begin_cell(reader, ' ');
        csv_fini(&parser, end_cell, end_row, reader);
        if (csv_error(&parser) == CSV_EPARSE)
            fail(reader, reader->cell_line, reader->cell_column,
                 "quote that is never closed");
    } else if (csv_error(&parser) == CSV_EPARSE) {
        fail(reader, reader->line, reader->column,
             "quotes stand around a whole cell, and twice within one");
    }
    if (csv_error(&parser) > CSV_EPARSE)
        machine_failed("no memory to read %s", reader->file);
    csv_free(&parser);
}

static int by_text(const void *a, const void *b)
{
    const struct cell *x = a, *y = b;
    int order = strcmp(x->text, y->text);

    return order != 0 ? order
                      : (x->column > y->column) - (x->column < y->column);
}

/* Of columns that are not named, or two of one name, which was meant? */
static void check_names(struct reader *reader)
{
    size_t size = sizeof(struct cell) * (size_t)reader->width;
    struct cell *names = arena_allocate(reader->arena, size);

    memcpy(names, reader->cells.at, size);
    qsort(names, (size_t)reader->width, sizeof(*names), by_text);
    for (int i = 0; i < reader->width; i++)
        if (*names[i].text == '\0')
            fail(reader, names[i].line, names[i].column,
                 "a column without a name");
        else if (i > 0 && strcmp(names[i - 1].text, names[i].text) == 0)
            fail(reader, names[i].line, names[i].column,
                 arena_format(reader->arena, "two columns are called \"%s\"",
                              names[i].text));
}

/* Names that the form has stand where row 1 would; none of them is ever told
 * of with its place. */
static void put_names(struct reader *reader, const char *const *names)
{
    for (; *names != NULL; names++, reader->width++)
        add(&reader->cells, reader->arena, (struct cell){*names, 0, 0});
    reader->row = reader->cells.count;
}

const struct columns *csv_read(struct arena *arena,
                               const struct columns_form *form,
                               const char *file, const char *text,
                               size_t length, struct errors *errors)
{
    struct reader reader = {.arena = arena,
                            .errors = errors,
                            .file = arena_copy(arena, file),
                            .line = 1,
                            .column = 1};
    struct columns *columns = ARENA_NEW(arena, struct columns);
    struct text source;

    if (!text_open(&source, arena, reader.file, text, length, errors))
        return NULL;
    if (form->names != NULL)
        put_names(&reader, form->names);
    parse(&reader, form->separator, &source);
    if (reader.width > 0 && form->names == NULL)
        check_names(&reader);
    if (!reader.failed && reader.cells.count <= reader.width)
        fail(&reader, 0, 0,
             form->names != NULL ? "nothing in it"
             : reader.width == 0 ? "nothing in it: a table begins with a row "
                                   "of column names"
                                 : "no row below the column names");
    if (reader.failed)
        return NULL;
    *columns = (struct columns){.file = reader.file,
                                .width = reader.width,
                                .rows = reader.cells.count / reader.width - 1,
                                .names = reader.cells.at,
                                .cells = reader.cells.at + reader.width};
    return columns;
}

/* libcsv tells its version only as numbers, to the preprocessor. */
#define TEXT(number) #number
#define VERSION(major, minor, release)                                         \
    TEXT(major) "." TEXT(minor) "." TEXT(release)

const char *csv_library_version(void)
{
    return VERSION(CSV_MAJOR, CSV_MINOR, CSV_RELEASE);
}
